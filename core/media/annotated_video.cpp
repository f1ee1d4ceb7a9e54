#include "core/media/annotated_video.h"

#include <utility>

namespace followspot {

AnnotatedVideo::AnnotatedVideo(std::unique_ptr<VideoWriter> writer, Overlay overlay)
    : writer_(std::move(writer)), overlay_(std::move(overlay)) {
  picture_.size = writer_->size();
  picture_.format = PackedFormat::Bgr;
  constexpr std::ptrdiff_t kAlign = 64;
  const std::ptrdiff_t rowBytes =
      std::ptrdiff_t{picture_.size.width} * bytesPerPixel(picture_.format);
  picture_.stride = (rowBytes + kAlign - 1) / kAlign * kAlign;
  pixels_.resize(static_cast<std::size_t>(picture_.stride * picture_.size.height));
  picture_.pixels = pixels_.data();
}

Result<std::unique_ptr<AnnotatedVideo>> AnnotatedVideo::create(const std::filesystem::path& path,
                                                               FrameSize size,
                                                               const VideoWriter::Options& writing,
                                                               LabelMap names,
                                                               const Overlay::Options& drawing) {
  auto writer = VideoWriter::create(path, size, writing);
  if (!writer) {
    return fail(writer.error());
  }
  return std::unique_ptr<AnnotatedVideo>(
      new AnnotatedVideo(std::move(*writer), Overlay(std::move(names), drawing)));
}

Result<void> AnnotatedVideo::write(const Frame& frame, const TrackSet& tracks) {
  if (auto scaled = scaler_.scale(frame.view(), picture_.format, picture_.size, picture_.pixels,
                                  picture_.stride);
      !scaled) {
    return scaled;
  }
  overlay_.draw(tracks, picture_);
  return writer_->write(picture_, frame.time());
}

}  // namespace followspot
