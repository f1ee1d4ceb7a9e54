#include "core/media/ffmpeg/ffmpeg_source.h"
#include "core/media/ffmpeg/input.h"
#include "core/media/image_folder_source.h"

namespace followspot {

Result<std::unique_ptr<VideoSource>> openVideoSource(const SourceSpec& spec, std::stop_token stop) {
  if (spec.frameRate && !(*spec.frameRate > 0 && *spec.frameRate <= 1e6)) {
    return fail(ErrorCode::InvalidArgument, "A frame rate must be above 0 and at most 1,000,000.");
  }
  const auto kind = kindOf(spec.location);
  if (!kind) {
    return fail(kind.error());
  }
  return *kind == SourceKind::ImageFolder ? openImageFolder(spec, std::move(stop))
                                          : openFfmpegSource(spec, *kind, std::move(stop));
}

}  // namespace followspot
