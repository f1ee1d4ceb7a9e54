#include "core/media/picture_scaler.h"

#include <array>
#include <cstring>
#include <vector>

#include "core/media/ffmpeg/av_util.h"
#include "core/media/ffmpeg/picture_layout.h"

namespace followspot {
namespace {

/// What the current set-up of swscale was made for.
struct Setup {
  FrameSize from;
  FrameSize to;
  AVPixelFormat fromFormat = AV_PIX_FMT_NONE;
  AVPixelFormat toFormat = AV_PIX_FMT_NONE;
  ColorMatrix matrix = ColorMatrix::Bt601;
  ColorRange range = ColorRange::Limited;
  friend bool operator==(const Setup&, const Setup&) = default;
};

av::ScalerPtr makeScaler(const Setup& setup, ColorModel model) {
  const bool smaller = setup.to.width < setup.from.width || setup.to.height < setup.from.height;
  av::ScalerPtr scaler(sws_getContext(
      setup.from.width, setup.from.height, setup.fromFormat, setup.to.width, setup.to.height,
      setup.toFormat, smaller ? SWS_AREA : SWS_BILINEAR, nullptr, nullptr, nullptr));
  if (scaler && model == ColorModel::Yuv) {
    constexpr int kNeutral = 1 << 16;
    sws_setColorspaceDetails(scaler.get(), coefficientsOf(setup.matrix),
                             setup.range == ColorRange::Full ? 1 : 0,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, kNeutral, kNeutral);
  }
  return scaler;
}

}  // namespace

struct PictureScaler::State {
  Setup setup;
  av::ScalerPtr scaler;
  std::vector<std::uint8_t> chroma;   // neutral, for gray pictures
  std::vector<std::uint8_t> scratch;  // for widths at which swscale writes past the row
};

PictureScaler::PictureScaler() : state_(std::make_unique<State>()) {}
PictureScaler::~PictureScaler() = default;

Result<void> PictureScaler::scale(const PictureView& picture, PackedFormat format, FrameSize size,
                                  std::uint8_t* pixels, std::ptrdiff_t stride) {
  // swscale takes gray for full range whatever it is told: it gets a row of neutral chroma instead.
  const bool gray = picture.model == ColorModel::Yuv && picture.planes[1].data == nullptr;
  const Setup setup{.from = picture.size,
                    .to = size,
                    .fromFormat = gray ? AV_PIX_FMT_YUV444P : formatOf(picture),
                    .toFormat = format == PackedFormat::Bgra ? AV_PIX_FMT_BGRA : AV_PIX_FMT_BGR24,
                    .matrix = picture.matrix,
                    .range = picture.range};
  if (!state_->scaler || setup != state_->setup) {
    state_->scaler = makeScaler(setup, picture.model);
    state_->setup = setup;
  }
  if (!state_->scaler) {
    return fail(ErrorCode::Internal, "the picture cannot be scaled to " +
                                         std::to_string(size.width) + "x" +
                                         std::to_string(size.height));
  }
  std::array<const std::uint8_t*, 4> planes{};
  std::array<int, 4> strides{};
  const auto put = [&](std::size_t index, const std::uint8_t* data, std::ptrdiff_t rowStride) {
    planes.at(index) = data;
    strides.at(index) = static_cast<int>(rowStride);
  };
  const auto& view = picture.planes;
  if (picture.model == ColorModel::Rgb) {
    put(0, view[0].data < view[2].data ? view[0].data : view[2].data, view[0].stride);
  } else {
    put(0, view[0].data, view[0].stride);
    if (gray) {
      constexpr std::uint8_t kNeutral = 128;
      constexpr std::size_t kReadAhead = 64;
      // Each row begins a byte further on, as swscale refuses rows on top of each other.
      state_->chroma.resize(
          static_cast<std::size_t>(picture.size.width + picture.size.height) + kReadAhead,
          kNeutral);
      put(1, state_->chroma.data(), 1);
      put(2, state_->chroma.data(), 1);
    } else if (view[1].step == 2) {
      put(1, view[1].data < view[2].data ? view[1].data : view[2].data, view[1].stride);
    } else {
      put(1, view[1].data, view[1].stride);
      put(2, view[2].data, view[2].stride);
    }
  }
  // Measured on 5.1: at other widths up to 15 pixels are written past the end of each row.
  constexpr int kBlock = 16;
  const auto pixelBytes = static_cast<std::size_t>(format == PackedFormat::Bgra ? 4 : 3);
  const std::size_t rowBytes = static_cast<std::size_t>(size.width) * pixelBytes;
  const bool direct = size.width % kBlock == 0;
  const std::size_t scratchStride =
      static_cast<std::size_t>((size.width + kBlock - 1) / kBlock * kBlock) * pixelBytes;
  if (!direct) {
    state_->scratch.resize(scratchStride * static_cast<std::size_t>(size.height));
  }
  const std::array<std::uint8_t*, 4> target{direct ? pixels : state_->scratch.data(), nullptr,
                                            nullptr, nullptr};
  const std::array<int, 4> targetStride{
      direct ? static_cast<int>(stride) : static_cast<int>(scratchStride), 0, 0, 0};
  if (sws_scale(state_->scaler.get(), planes.data(), strides.data(), 0, picture.size.height,
                target.data(), targetStride.data()) < 0) {
    return fail(ErrorCode::Internal, "the picture cannot be converted for the screen");
  }
  if (!direct) {
    for (int y = 0; y < size.height; ++y) {
      std::memcpy(pixels + y * stride,
                  state_->scratch.data() + static_cast<std::size_t>(y) * scratchStride, rowBytes);
    }
  }
  return {};
}

}  // namespace followspot
