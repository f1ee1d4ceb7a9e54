#pragma once

#include "core/media/video_source.h"

namespace followspot {

/// Opens a file, camera or stream through libav*. `kind` as `kindOf` says; not a folder.
/// @errors as openVideoSource.
[[nodiscard]] Result<std::unique_ptr<VideoSource>> openFfmpegSource(const SourceSpec& spec,
                                                                    SourceKind kind,
                                                                    const std::stop_token& stop);

}  // namespace followspot
