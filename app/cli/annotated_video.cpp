#include "app/cli/annotated_video.h"

#include <utility>

namespace followspot::cli {

AnnotatedVideo::AnnotatedVideo(std::filesystem::path path, LabelMap labels, double frameRate)
    : path_(std::move(path)),
      frameRate_(frameRate),
      overlay_(std::move(labels), Overlay::Options{}),
      thread_([this] { run(); }) {}

AnnotatedVideo::~AnnotatedVideo() { queue_.close(); }

Result<void> AnnotatedVideo::failure() {
  const std::scoped_lock lock(mutex_);
  return error_ ? Result<void>(fail(*error_)) : Result<void>();
}

Result<void> AnnotatedVideo::consume(const TrackedFrame& frame) {
  queue_.push({frame.frame, frame.tracks});
  return failure();
}

void AnnotatedVideo::run() {
  while (auto item = queue_.pop()) {
    if (!failure()) {
      continue;  // drain, so that nobody waits for us
    }
    if (auto written = writeOne(*item); !written) {
      const std::scoped_lock lock(mutex_);
      error_ = written.error();
    }
  }
}

Result<void> AnnotatedVideo::writeOne(const Item& item) {
  if (writer_ == nullptr) {
    VideoWriter::Options options;
    options.frameRate = frameRate_;
    auto writer = VideoWriter::create(path_, item.frame.size(), options);
    if (!writer) {
      return fail(writer.error());
    }
    writer_ = std::move(*writer);
  }
  // Pictures of a folder may differ in size; the video has that of the first.
  const FrameSize size = writer_->size();
  const std::ptrdiff_t stride = std::ptrdiff_t{size.width} * bytesPerPixel(PackedFormat::Bgr);
  pixels_.resize(static_cast<std::size_t>(stride) * static_cast<std::size_t>(size.height));
  const PackedPicture picture{pixels_.data(), stride, size, PackedFormat::Bgr};
  if (auto scaled = scaler_.scale(item.frame.view(), picture.format, size, pixels_.data(), stride);
      !scaled) {
    return scaled;
  }
  overlay_.draw(item.tracks, picture);
  return writer_->write(picture, item.frame.time());
}

Result<void> AnnotatedVideo::finish() {
  queue_.close();
  thread_.join();
  if (auto fine = failure(); !fine) {
    return fine;
  }
  if (writer_ == nullptr) {
    return fail(ErrorCode::InvalidArgument, path_.string() + ": there was no picture to write.");
  }
  return writer_->finish();
}

}  // namespace followspot::cli
