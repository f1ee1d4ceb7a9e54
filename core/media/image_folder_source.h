#pragma once

#include "core/media/video_source.h"

namespace followspot {

/// Opens a folder of pictures as a video: by name in natural order (img2 before img10), 25 a second
/// unless `spec` says. A picture that cannot be decoded is left out and counted as damaged.
/// @errors as openVideoSource.
[[nodiscard]] Result<std::unique_ptr<VideoSource>> openImageFolder(const SourceSpec& spec,
                                                                   std::stop_token stop);

/// Whether `a` comes before `b` with runs of digits compared as numbers.
[[nodiscard]] bool naturallyBefore(std::string_view a, std::string_view b);

}  // namespace followspot
