#include "core/media/ffmpeg/frame_view.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <utility>

#include "core/media/ffmpeg/picture_layout.h"

namespace followspot {

Result<void> FrameViewer::convert(AVFrame* picture) {
  const auto from = static_cast<AVPixelFormat>(picture->format);
  const AVPixelFormat to = nearestWithView(from);
  const char* const name = av_get_pix_fmt_name(from);
  // Nothing is scaled, so the filter does not matter; the one with least set-up.
  scaler_.reset(to == AV_PIX_FMT_NONE
                    ? nullptr
                    : sws_getCachedContext(scaler_.release(), picture->width, picture->height, from,
                                           picture->width, picture->height, to, SWS_POINT, nullptr,
                                           nullptr, nullptr));
  if (!scaler_) {
    return fail(ErrorCode::Unsupported, "pictures of the format " +
                                            std::string(name != nullptr ? name : "unknown") +
                                            " cannot be shown. Convert the video.");
  }
  const bool full = isFullRange(from, picture->color_range);
  const int* const matrix = coefficientsOf(matrixOf(*picture));
  constexpr int kNeutral = 1 << 16;
  // Only the number of bits is to change. (Refused for RGB, which has no range.)
  static_cast<void>(sws_setColorspaceDetails(scaler_.get(), matrix, full ? 1 : 0, matrix,
                                             full ? 1 : 0, 0, kNeutral, kNeutral));
  if (!pool_->giveBuffer(work_.get(), to, picture->width, picture->height)) {
    return fail(ErrorCode::Unavailable, "not enough memory for a picture");
  }
  work_->colorspace = picture->colorspace;
  work_->color_range = full ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
  if (sws_scale(scaler_.get(), picture->data, picture->linesize, 0, picture->height, work_->data,
                work_->linesize) < 0) {
    return fail(ErrorCode::Internal, "a picture could not be converted to 8 bits");
  }
  av_frame_unref(picture);
  av_frame_move_ref(picture, work_.get());
  return {};
}

Result<void> FrameViewer::turn(AVFrame* picture) {
  const auto format = static_cast<AVPixelFormat>(picture->format);
  const bool across = orientation_.transpose;
  if (!pool_->giveBuffer(work_.get(), across ? transposed(format) : format,
                         across ? picture->height : picture->width,
                         across ? picture->width : picture->height)) {
    return fail(ErrorCode::Unavailable, "not enough memory for a picture");
  }
  work_->colorspace = picture->colorspace;
  work_->color_range = picture->color_range;
  const AVPixFmtDescriptor* const about = av_pix_fmt_desc_get(format);
  const int planes = av_pix_fmt_count_planes(format);
  for (int plane = 0; plane < planes; ++plane) {
    const bool chroma = plane > 0;
    const PlaneBytes bytes{
        picture->data[plane], picture->linesize[plane],
        chroma ? AV_CEIL_RSHIFT(picture->width, about->log2_chroma_w) : picture->width,
        chroma ? AV_CEIL_RSHIFT(picture->height, about->log2_chroma_h) : picture->height,
        about->comp[plane].step};
    orient(bytes, orientation_, work_->data[plane], work_->linesize[plane]);
  }
  av_frame_unref(picture);
  av_frame_move_ref(picture, work_.get());
  return {};
}

Result<ViewedPicture> FrameViewer::view(AVFrame* decoded) {
  if (!viewOf(*decoded)) {
    if (auto converted = convert(decoded); !converted) {
      return fail(converted.error());
    }
  }
  if (!orientation_.isUpright()) {
    if (auto turned = turn(decoded); !turned) {
      return fail(turned.error());
    }
  }
  std::shared_ptr<AVFrame> kept = pool_->adopt(decoded);
  const auto view = viewOf(*kept);
  if (!view) {
    return fail(ErrorCode::Internal, "a converted picture has no view");
  }
  return ViewedPicture{*view, std::move(kept)};
}

}  // namespace followspot
