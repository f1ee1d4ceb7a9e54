#include "core/media/ffmpeg/frame_view.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <cstdint>
#include <optional>
#include <utility>

namespace followspot {
namespace {

/// Formats whose bytes a PictureView can describe.
std::optional<PictureView> layoutOf(AVPixelFormat format) {
  PictureView view;
  const auto yuv = [&](int shiftX, int shiftY) {
    view.chromaShiftX = shiftX;
    view.chromaShiftY = shiftY;
    return view;
  };
  switch (format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_GRAY8:
      view.range = ColorRange::Full;
      break;
    default:
      break;
  }
  switch (format) {
    case AV_PIX_FMT_YUV420P:
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_NV12:
    case AV_PIX_FMT_NV21:
      return yuv(1, 1);
    case AV_PIX_FMT_YUV422P:
    case AV_PIX_FMT_YUVJ422P:
      return yuv(1, 0);
    case AV_PIX_FMT_YUV440P:
    case AV_PIX_FMT_YUVJ440P:
      return yuv(0, 1);
    case AV_PIX_FMT_YUV444P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_GRAY8:
      return yuv(0, 0);
    case AV_PIX_FMT_RGB24:
    case AV_PIX_FMT_BGR24:
    case AV_PIX_FMT_RGBA:
    case AV_PIX_FMT_BGRA:
    case AV_PIX_FMT_RGB0:
    case AV_PIX_FMT_BGR0:
      view.model = ColorModel::Rgb;
      return view;
    default:
      return std::nullopt;
  }
}

/// The 8-bit format that keeps most of another one.
AVPixelFormat nearest8Bit(AVPixelFormat format) {
  const AVPixFmtDescriptor* const about = av_pix_fmt_desc_get(format);
  if (about == nullptr) {
    return AV_PIX_FMT_NONE;
  }
  if ((about->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0) {
    return AV_PIX_FMT_BGR24;
  }
  if (about->nb_components < 3) {
    return AV_PIX_FMT_GRAY8;
  }
  if (about->log2_chroma_w == 0) {
    return AV_PIX_FMT_YUV444P;
  }
  return about->log2_chroma_h == 0 ? AV_PIX_FMT_YUV422P : AV_PIX_FMT_YUV420P;
}

void setPlanes(PictureView& view, const AVFrame& picture) {
  const auto plane = [&](int index, int offset, int step) {
    return PlaneView{picture.data[index] + offset, picture.linesize[index], step};
  };
  switch (static_cast<AVPixelFormat>(picture.format)) {
    case AV_PIX_FMT_GRAY8:
      view.planes = {plane(0, 0, 1), PlaneView{}, PlaneView{}};
      break;
    case AV_PIX_FMT_NV12:
      view.planes = {plane(0, 0, 1), plane(1, 0, 2), plane(1, 1, 2)};
      break;
    case AV_PIX_FMT_NV21:
      view.planes = {plane(0, 0, 1), plane(1, 1, 2), plane(1, 0, 2)};
      break;
    case AV_PIX_FMT_RGB24:
      view.planes = {plane(0, 0, 3), plane(0, 1, 3), plane(0, 2, 3)};
      break;
    case AV_PIX_FMT_BGR24:
      view.planes = {plane(0, 2, 3), plane(0, 1, 3), plane(0, 0, 3)};
      break;
    case AV_PIX_FMT_RGBA:
    case AV_PIX_FMT_RGB0:
      view.planes = {plane(0, 0, 4), plane(0, 1, 4), plane(0, 2, 4)};
      break;
    case AV_PIX_FMT_BGRA:
    case AV_PIX_FMT_BGR0:
      view.planes = {plane(0, 2, 4), plane(0, 1, 4), plane(0, 0, 4)};
      break;
    default:
      view.planes = {plane(0, 0, 1), plane(1, 0, 1), plane(2, 0, 1)};
      break;
  }
}

void setColors(PictureView& view, const AVFrame& picture) {
  if (picture.color_range == AVCOL_RANGE_JPEG) {
    view.range = ColorRange::Full;
  }
  switch (picture.colorspace) {
    case AVCOL_SPC_BT709:
      view.matrix = ColorMatrix::Bt709;
      break;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      view.matrix = ColorMatrix::Bt2020;
      break;
    case AVCOL_SPC_UNSPECIFIED: {
      // Untagged: HD is BT.709 by convention, smaller is BT.601.
      constexpr int kHdHeight = 720;
      view.matrix = picture.height >= kHdHeight ? ColorMatrix::Bt709 : ColorMatrix::Bt601;
      break;
    }
    default:
      view.matrix = ColorMatrix::Bt601;
      break;
  }
}

/// Turns one plane of `unit` bytes a sample clockwise.
void turnPlane(const std::uint8_t* from, std::ptrdiff_t fromStride, int width, int height, int unit,
               int rotation, std::uint8_t* to, std::ptrdiff_t toStride) {
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* source = from + y * fromStride;
    for (int x = 0; x < width; ++x, source += unit) {
      int toX = width - 1 - x;
      int toY = height - 1 - y;
      if (rotation == 90) {
        toX = height - 1 - y;
        toY = x;
      } else if (rotation == 270) {
        toX = y;
        toY = width - 1 - x;
      }
      std::uint8_t* const target = to + toY * toStride + std::ptrdiff_t{toX} * unit;
      for (int byte = 0; byte < unit; ++byte) {
        target[byte] = source[byte];
      }
    }
  }
}

AVPixelFormat turnedFormat(AVPixelFormat format) {
  switch (format) {
    case AV_PIX_FMT_YUV422P:
      return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ422P:
      return AV_PIX_FMT_YUVJ440P;
    case AV_PIX_FMT_YUV440P:
      return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ440P:
      return AV_PIX_FMT_YUVJ422P;
    default:
      return format;
  }
}

}  // namespace

Result<void> FrameViewer::convertTo(AVPixelFormat format, AVFrame* picture) {
  scaler_.reset(sws_getCachedContext(scaler_.release(), picture->width, picture->height,
                                     static_cast<AVPixelFormat>(picture->format), picture->width,
                                     picture->height, format, SWS_BILINEAR, nullptr, nullptr,
                                     nullptr));
  av_frame_unref(work_.get());
  work_->format = format;
  work_->width = picture->width;
  work_->height = picture->height;
  if (!scaler_ || av_frame_get_buffer(work_.get(), 0) < 0 ||
      av_frame_copy_props(work_.get(), picture) < 0 ||
      sws_scale(scaler_.get(), picture->data, picture->linesize, 0, picture->height, work_->data,
                work_->linesize) < 0) {
    return fail(ErrorCode::Internal, "cannot convert a picture of this pixel format to 8 bits");
  }
  av_frame_unref(picture);
  av_frame_move_ref(picture, work_.get());
  return {};
}

Result<void> FrameViewer::rotate(AVFrame* picture) {
  const auto format = static_cast<AVPixelFormat>(picture->format);
  const bool quarter = rotation_ != 180;
  av_frame_unref(work_.get());
  work_->format = quarter ? turnedFormat(format) : format;
  work_->width = quarter ? picture->height : picture->width;
  work_->height = quarter ? picture->width : picture->height;
  if (av_frame_get_buffer(work_.get(), 0) < 0 || av_frame_copy_props(work_.get(), picture) < 0) {
    return fail(ErrorCode::Internal, "no memory to turn a picture");
  }
  const AVPixFmtDescriptor* const about = av_pix_fmt_desc_get(format);
  const int planes = av_pix_fmt_count_planes(format);
  for (int plane = 0; plane < planes; ++plane) {
    const bool chroma = plane > 0 && about->nb_components >= 3;
    const int width =
        chroma ? AV_CEIL_RSHIFT(picture->width, about->log2_chroma_w) : picture->width;
    const int height =
        chroma ? AV_CEIL_RSHIFT(picture->height, about->log2_chroma_h) : picture->height;
    const int unit = planes == 1 ? about->comp[0].step : about->comp[plane].step;
    turnPlane(picture->data[plane], picture->linesize[plane], width, height, unit, rotation_,
              work_->data[plane], work_->linesize[plane]);
  }
  av_frame_unref(picture);
  av_frame_move_ref(picture, work_.get());
  return {};
}

Result<ViewedPicture> FrameViewer::view(AVFrame* decoded) {
  auto layout = layoutOf(static_cast<AVPixelFormat>(decoded->format));
  if (!layout) {
    const AVPixelFormat simpler = nearest8Bit(static_cast<AVPixelFormat>(decoded->format));
    if (auto converted = convertTo(simpler, decoded); !converted) {
      return fail(converted.error());
    }
    layout = layoutOf(simpler);
  }
  if (rotation_ != 0) {
    if (auto turned = rotate(decoded); !turned) {
      return fail(turned.error());
    }
    layout = layoutOf(static_cast<AVPixelFormat>(decoded->format));
  }
  ViewedPicture picture;
  picture.view = *layout;
  picture.view.size = {decoded->width, decoded->height};
  setColors(picture.view, *decoded);
  std::shared_ptr<AVFrame> kept = pool_->adopt(decoded);
  setPlanes(picture.view, *kept);
  picture.pixels = std::move(kept);
  return picture;
}

}  // namespace followspot
