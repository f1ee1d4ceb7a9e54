#include "core/media/ffmpeg/picture_layout.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <array>

namespace followspot {
namespace {

/// Where a format's samples are. Gray has planes {0, 0, 0} and no offsets.
struct Layout {
  AVPixelFormat format;
  ColorModel model;
  int shiftX;
  int shiftY;
  int step;                    // of R, G, B; of Cb and Cr
  std::array<int, 3> planes;   // index into AVFrame::data
  std::array<int, 3> offsets;  // bytes
};

constexpr auto kYuv = ColorModel::Yuv;
constexpr auto kRgb = ColorModel::Rgb;
constexpr std::array<int, 3> kPlanar = {0, 1, 2};
constexpr std::array<int, 3> kPacked = {0, 0, 0};
constexpr std::array<int, 3> kSemi = {0, 1, 1};

constexpr std::array kLayouts = {
    Layout{AV_PIX_FMT_YUV420P, kYuv, 1, 1, 1, kPlanar, {0, 0, 0}},
    Layout{AV_PIX_FMT_YUVJ420P, kYuv, 1, 1, 1, kPlanar, {0, 0, 0}},
    Layout{AV_PIX_FMT_YUV422P, kYuv, 1, 0, 1, kPlanar, {0, 0, 0}},
    Layout{AV_PIX_FMT_YUVJ422P, kYuv, 1, 0, 1, kPlanar, {0, 0, 0}},
    Layout{AV_PIX_FMT_YUV440P, kYuv, 0, 1, 1, kPlanar, {0, 0, 0}},
    Layout{AV_PIX_FMT_YUVJ440P, kYuv, 0, 1, 1, kPlanar, {0, 0, 0}},
    Layout{AV_PIX_FMT_YUV444P, kYuv, 0, 0, 1, kPlanar, {0, 0, 0}},
    Layout{AV_PIX_FMT_YUVJ444P, kYuv, 0, 0, 1, kPlanar, {0, 0, 0}},
    Layout{AV_PIX_FMT_NV12, kYuv, 1, 1, 2, kSemi, {0, 0, 1}},
    Layout{AV_PIX_FMT_NV21, kYuv, 1, 1, 2, kSemi, {0, 1, 0}},
    Layout{AV_PIX_FMT_GRAY8, kYuv, 0, 0, 0, kPacked, {0, 0, 0}},
    Layout{AV_PIX_FMT_RGB24, kRgb, 0, 0, 3, kPacked, {0, 1, 2}},
    Layout{AV_PIX_FMT_BGR24, kRgb, 0, 0, 3, kPacked, {2, 1, 0}},
    Layout{AV_PIX_FMT_RGBA, kRgb, 0, 0, 4, kPacked, {0, 1, 2}},
    Layout{AV_PIX_FMT_RGB0, kRgb, 0, 0, 4, kPacked, {0, 1, 2}},
    Layout{AV_PIX_FMT_BGRA, kRgb, 0, 0, 4, kPacked, {2, 1, 0}},
    Layout{AV_PIX_FMT_BGR0, kRgb, 0, 0, 4, kPacked, {2, 1, 0}},
};

const Layout* layoutOf(AVPixelFormat format) {
  const auto* const found = std::ranges::find(kLayouts, format, &Layout::format);
  return found != kLayouts.end() ? found : nullptr;
}

}  // namespace

std::optional<PictureView> viewOf(const AVFrame& picture) {
  const auto format = static_cast<AVPixelFormat>(picture.format);
  const Layout* const layout = layoutOf(format);
  if (layout == nullptr) {
    return std::nullopt;
  }
  PictureView view;
  view.size = {picture.width, picture.height};
  view.model = layout->model;
  view.matrix = matrixOf(picture);
  view.range = isFullRange(format, picture.color_range) ? ColorRange::Full : ColorRange::Limited;
  view.chromaShiftX = layout->shiftX;
  view.chromaShiftY = layout->shiftY;
  for (std::size_t i = 0; i < view.planes.size(); ++i) {
    if (i > 0 && layout->step == 0) {
      break;  // gray
    }
    const auto plane = static_cast<std::size_t>(layout->planes.at(i));
    const bool luma = layout->model == ColorModel::Yuv && i == 0;
    view.planes.at(i) = {picture.data[plane] + layout->offsets.at(i), picture.linesize[plane],
                         luma ? 1 : layout->step};
  }
  return view;
}

AVPixelFormat nearestWithView(AVPixelFormat format) {
  const AVPixFmtDescriptor* const about = av_pix_fmt_desc_get(format);
  if (about == nullptr || (about->flags & AV_PIX_FMT_FLAG_HWACCEL) != 0) {
    return AV_PIX_FMT_NONE;
  }
  if ((about->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER)) != 0 ||
      format == AV_PIX_FMT_XYZ12LE || format == AV_PIX_FMT_XYZ12BE) {
    return AV_PIX_FMT_BGR24;
  }
  if (about->nb_components < 3) {
    return AV_PIX_FMT_GRAY8;
  }
  if (about->log2_chroma_h == 0) {
    return about->log2_chroma_w == 0 ? AV_PIX_FMT_YUV444P : AV_PIX_FMT_YUV422P;
  }
  return about->log2_chroma_w == 0 ? AV_PIX_FMT_YUV440P : AV_PIX_FMT_YUV420P;
}

AVPixelFormat transposed(AVPixelFormat format) {
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

AVPixelFormat formatOf(const PictureView& view) {
  const auto& planes = view.planes;
  const bool inOrder = planes[0].data < planes[2].data;
  if (view.model == ColorModel::Rgb) {
    if (planes[0].step == 3) {
      return inOrder ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_BGR24;
    }
    return inOrder ? AV_PIX_FMT_RGB0 : AV_PIX_FMT_BGR0;
  }
  if (planes[1].data == nullptr) {
    return AV_PIX_FMT_GRAY8;
  }
  if (planes[1].step == 2) {
    return planes[1].data < planes[2].data ? AV_PIX_FMT_NV12 : AV_PIX_FMT_NV21;
  }
  if (view.chromaShiftX == 1) {
    return view.chromaShiftY == 1 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV422P;
  }
  return view.chromaShiftY == 1 ? AV_PIX_FMT_YUV440P : AV_PIX_FMT_YUV444P;
}

bool isFullRange(AVPixelFormat format, AVColorRange tag) {
  switch (format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ444P:
      return true;
    default:
      break;
  }
  if (tag != AVCOL_RANGE_UNSPECIFIED) {
    return tag == AVCOL_RANGE_JPEG;
  }
  const AVPixFmtDescriptor* const about = av_pix_fmt_desc_get(format);
  return about != nullptr && about->nb_components < 3;  // gray pictures are stills, not television
}

ColorMatrix matrixOf(const AVFrame& picture) {
  switch (picture.colorspace) {
    case AVCOL_SPC_BT709:
    case AVCOL_SPC_SMPTE240M:  // differs in the third decimal
      return ColorMatrix::Bt709;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
      return ColorMatrix::Bt2020;
    case AVCOL_SPC_UNSPECIFIED: {
      constexpr int kHdWidth = 1280;
      constexpr int kSdHeight = 576;
      const bool full = isFullRange(static_cast<AVPixelFormat>(picture.format),
                                    picture.color_range);  // JPEG is BT.601 at any size
      return !full && (picture.width >= kHdWidth || picture.height > kSdHeight)
                 ? ColorMatrix::Bt709
                 : ColorMatrix::Bt601;
    }
    default:
      return ColorMatrix::Bt601;
  }
}

const int* coefficientsOf(ColorMatrix matrix) {
  switch (matrix) {
    case ColorMatrix::Bt709:
      return sws_getCoefficients(SWS_CS_ITU709);
    case ColorMatrix::Bt2020:
      return sws_getCoefficients(SWS_CS_BT2020);
    case ColorMatrix::Bt601:
      break;
  }
  return sws_getCoefficients(SWS_CS_ITU601);
}

}  // namespace followspot
