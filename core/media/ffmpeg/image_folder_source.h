#pragma once

#include "core/media/video_source.h"

namespace followspot {

/// Opens a folder of pictures as a video: by name in natural order (img2 before img10). Its rate is
/// the spec's, else that of a MOTChallenge "seqinfo.ini" beside the folder, else 25 a second.
///
/// A picture that cannot be decoded is shown as the one before it and counted as damaged, so that
/// number k is always the k-th file, as ground truth has it; the first one must be readable.
/// Pictures may differ in size.
/// @errors as openVideoSource.
[[nodiscard]] Result<std::unique_ptr<VideoSource>> openImageFolder(const SourceSpec& spec,
                                                                   const std::stop_token& stop);

}  // namespace followspot
