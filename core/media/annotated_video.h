#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/media/frame.h"
#include "core/media/overlay.h"
#include "core/media/picture_scaler.h"
#include "core/media/video_writer.h"

namespace followspot {

/// A video file that shows the pictures of a source with their tracks drawn in. Its size is that of
/// the first picture; others are scaled to it.
/// @threading one thread at a time.
class AnnotatedVideo {
 public:
  /// @errors as VideoWriter::create.
  [[nodiscard]] static Result<std::unique_ptr<AnnotatedVideo>> create(
      const std::filesystem::path& path, FrameSize size, const VideoWriter::Options& writing,
      LabelMap names, const Overlay::Options& drawing);

  /// @param tracks  of that very picture. @errors as VideoWriter::write.
  Result<void> write(const Frame& frame, const TrackSet& tracks);

  /// Makes the file whole and visible. @errors as VideoWriter::finish.
  Result<void> finish() { return writer_->finish(); }

 private:
  AnnotatedVideo(std::unique_ptr<VideoWriter> writer, Overlay overlay);

  std::unique_ptr<VideoWriter> writer_;
  Overlay overlay_;
  PictureScaler scaler_;
  std::vector<std::uint8_t> pixels_;
  PackedPicture picture_;
};

}  // namespace followspot
