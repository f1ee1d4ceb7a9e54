#include "core/media/picture_scaler.h"

#include <array>

#include "core/media/ffmpeg/av_util.h"

namespace followspot {
namespace {

/// The libav format that a view describes.
AVPixelFormat formatOf(const PictureView& picture) {
  const auto& planes = picture.planes;
  if (picture.model == ColorModel::Rgb) {
    const bool rgbOrder = planes[0].data < planes[2].data;
    if (planes[0].step == 3) {
      return rgbOrder ? AV_PIX_FMT_RGB24 : AV_PIX_FMT_BGR24;
    }
    return rgbOrder ? AV_PIX_FMT_RGB0 : AV_PIX_FMT_BGR0;
  }
  if (planes[1].data == nullptr) {
    return AV_PIX_FMT_GRAY8;
  }
  if (planes[1].step == 2) {
    return planes[1].data < planes[2].data ? AV_PIX_FMT_NV12 : AV_PIX_FMT_NV21;
  }
  if (picture.chromaShiftX == 1) {
    return picture.chromaShiftY == 1 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV422P;
  }
  return picture.chromaShiftY == 1 ? AV_PIX_FMT_YUV440P : AV_PIX_FMT_YUV444P;
}

int colorspaceOf(ColorMatrix matrix) {
  switch (matrix) {
    case ColorMatrix::Bt709:
      return SWS_CS_ITU709;
    case ColorMatrix::Bt2020:
      return SWS_CS_BT2020;
    case ColorMatrix::Bt601:
      break;
  }
  return SWS_CS_ITU601;
}

}  // namespace

struct PictureScaler::State {
  av::ScalerPtr scaler;
};

PictureScaler::PictureScaler() : state_(std::make_unique<State>()) {}
PictureScaler::~PictureScaler() = default;

Result<void> PictureScaler::scale(const PictureView& picture, PackedFormat format, FrameSize size,
                                  std::uint8_t* pixels, std::ptrdiff_t stride) {
  const AVPixelFormat from = formatOf(picture);
  const AVPixelFormat to = format == PackedFormat::Bgra ? AV_PIX_FMT_BGRA : AV_PIX_FMT_BGR24;
  const bool smaller = size.width < picture.size.width || size.height < picture.size.height;
  state_->scaler.reset(sws_getCachedContext(
      state_->scaler.release(), picture.size.width, picture.size.height, from, size.width,
      size.height, to, smaller ? SWS_AREA : SWS_BILINEAR, nullptr, nullptr, nullptr));
  if (!state_->scaler) {
    return fail(ErrorCode::Internal, "the picture cannot be scaled to " +
                                         std::to_string(size.width) + "x" +
                                         std::to_string(size.height));
  }
  if (picture.model == ColorModel::Yuv) {
    constexpr int kNeutral = 1 << 16;
    sws_setColorspaceDetails(state_->scaler.get(),
                             sws_getCoefficients(colorspaceOf(picture.matrix)),
                             picture.range == ColorRange::Full ? 1 : 0,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, kNeutral, kNeutral);
  }
  std::array<const std::uint8_t*, 4> planes{};
  std::array<int, 4> strides{};
  const auto put = [&](std::size_t index, const std::uint8_t* data, std::ptrdiff_t rowBytes) {
    planes.at(index) = data;
    strides.at(index) = static_cast<int>(rowBytes);
  };
  const auto& view = picture.planes;
  if (picture.model == ColorModel::Rgb) {
    put(0, view[0].data < view[2].data ? view[0].data : view[2].data, view[0].stride);
  } else {
    put(0, view[0].data, view[0].stride);
    if (view[1].step == 2) {
      put(1, view[1].data < view[2].data ? view[1].data : view[2].data, view[1].stride);
    } else {
      put(1, view[1].data, view[1].stride);
      put(2, view[2].data, view[2].stride);
    }
  }
  std::array<std::uint8_t*, 4> target{pixels, nullptr, nullptr, nullptr};
  const std::array<int, 4> targetStride{static_cast<int>(stride), 0, 0, 0};
  if (sws_scale(state_->scaler.get(), planes.data(), strides.data(), 0, picture.size.height,
                target.data(), targetStride.data()) < 0) {
    return fail(ErrorCode::Internal, "the picture cannot be converted for the screen");
  }
  return {};
}

}  // namespace followspot
