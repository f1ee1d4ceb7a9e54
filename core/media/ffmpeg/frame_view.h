#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/media/ffmpeg/av_util.h"
#include "core/media/ffmpeg/orientation.h"
#include "core/media/ffmpeg/picture_pool.h"
#include "core/media/frame.h"

namespace followspot {

/// Pixels of a decoded picture, ready to be put into a Frame.
struct ViewedPicture {
  PictureView view;
  std::shared_ptr<const void> pixels;
};

/// Turns decoded pictures into views: 8-bit layouts as the decoder left them, others converted to 8
/// bits; laid out upright. Nothing is allocated per picture once as many are under way as ever will
/// be.
/// @threading one thread at a time; what it returns, any.
class FrameViewer {
 public:
  explicit FrameViewer(Orientation orientation) : orientation_(orientation) {}

  /// Takes the reference that `decoded` holds, which is blank afterwards.
  /// @errors Unsupported: a pixel format that cannot be converted. Unavailable: memory.
  [[nodiscard]] Result<ViewedPicture> view(AVFrame* decoded);

 private:
  [[nodiscard]] Result<void> convert(AVFrame* picture);
  [[nodiscard]] Result<void> turn(AVFrame* picture);

  Orientation orientation_;
  std::shared_ptr<PicturePool> pool_ = std::make_shared<PicturePool>();
  av::ScalerPtr scaler_;
  av::FramePtr work_{av_frame_alloc()};
};

}  // namespace followspot
