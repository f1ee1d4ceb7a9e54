#include "core/media/ffmpeg/ffmpeg_source.h"
#include "core/media/ffmpeg/image_folder_source.h"
#include "core/media/location.h"

namespace followspot {

Result<std::unique_ptr<VideoSource>> openVideoSource(const SourceSpec& spec,
                                                     const std::stop_token& stop) {
  constexpr double kHighestRate = 10'000;
  if (spec.frameRate && !(*spec.frameRate > 0 && *spec.frameRate <= kHighestRate)) {
    return fail(ErrorCode::InvalidArgument,
                publicName(spec.location) +
                    ": a frame rate must be above 0 and at most 10000 pictures a second.");
  }
  const auto kind = kindOf(spec.location);
  if (!kind) {
    return fail(kind.error());
  }
  return *kind == SourceKind::ImageFolder ? openImageFolder(spec, stop)
                                          : openFfmpegSource(spec, *kind, stop);
}

}  // namespace followspot
