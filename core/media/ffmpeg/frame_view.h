#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/media/ffmpeg/av_util.h"
#include "core/media/ffmpeg/picture_pool.h"
#include "core/media/frame.h"

namespace followspot {

/// Pixels of a decoded picture, ready to be put into a Frame.
struct ViewedPicture {
  PictureView view;
  std::shared_ptr<const void> pixels;
};

/// Turns decoded pictures into views: 8-bit layouts as they are, others converted; turned upright.
/// @threading one thread at a time.
class FrameViewer {
 public:
  /// @param rotation  degrees clockwise to turn: 0, 90, 180, 270.
  explicit FrameViewer(int rotation) : rotation_(rotation) {}

  /// Takes the reference that `decoded` holds. @errors Internal: swscale or memory.
  [[nodiscard]] Result<ViewedPicture> view(AVFrame* decoded);

 private:
  [[nodiscard]] Result<void> convertTo(AVPixelFormat format, AVFrame* picture);
  [[nodiscard]] Result<void> rotate(AVFrame* picture);

  int rotation_;
  std::shared_ptr<PicturePool> pool_ = std::make_shared<PicturePool>();
  av::ScalerPtr scaler_;
  av::FramePtr work_{av_frame_alloc()};
};

}  // namespace followspot
