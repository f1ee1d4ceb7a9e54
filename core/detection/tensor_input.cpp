#include "core/detection/tensor_input.h"

#include <algorithm>
#include <cmath>

#include "core/base/contracts.h"

namespace followspot {
namespace {

/// Place of an output sample between two input samples of one axis.
struct Tap {
  int first = 0;
  int second = 0;     ///< first or first + 1.
  double weight = 0;  ///< Of the second, in [0, 1).
};

/// Half-pixel centres, ends repeated.
Tap tapAt(int output, int outputs, int inputs) {
  const double at = (output + 0.5) * inputs / outputs - 0.5;
  if (at <= 0) {
    return {0, 0, 0};
  }
  if (at >= inputs - 1) {
    return {inputs - 1, inputs - 1, 0};
  }
  const int first = static_cast<int>(at);
  return {first, first + 1, at - first};
}

/// The same place in a plane that has one sample for two; both taps may fall on one sample.
Tap halved(const Tap& tap, int shift) {
  const Tap half{tap.first >> shift, tap.second >> shift, tap.weight};
  return half.first == half.second ? Tap{half.first, half.first, 0} : half;
}

void appendColumn(Tap tap, int inputs, int step, ColumnPlan& plan) {
  constexpr int kUnit = 128;
  int weight = static_cast<int>(std::lround(tap.weight * kUnit));
  if (tap.first == inputs - 1 && inputs > 1) {
    // The pair must not reach past the row's end: the last sample as the right one of its pair.
    tap.first = inputs - 2;
    weight = kUnit;
  }
  plan.offsets.push_back(tap.first * step);
  plan.weights.push_back(static_cast<std::uint8_t>(kUnit - weight));
  plan.weights.push_back(static_cast<std::uint8_t>(weight));
}

std::int16_t rowWeight(const Tap& tap) {
  constexpr long kUnit = 32768;
  return static_cast<std::int16_t>(std::min(std::lround(tap.weight * kUnit), kUnit - 1));
}

ColorTransform transformOf(ColorMatrix matrix, ColorRange range) {
  // Weights of R and B in luma. ITU-R BT.601-7, BT.709-6, BT.2020-2 (non-constant luminance).
  double red = 0.299;
  double blue = 0.114;
  if (matrix == ColorMatrix::Bt709) {
    red = 0.2126;
    blue = 0.0722;
  } else if (matrix == ColorMatrix::Bt2020) {
    red = 0.2627;
    blue = 0.0593;
  }
  const double green = 1 - red - blue;
  const bool full = range == ColorRange::Full;
  const double lumaScale = full ? 1.0 : 255.0 / 219.0;
  const double chromaScale = full ? 1.0 : 255.0 / 224.0;
  const double lumaZero = full ? 0 : 16;
  const auto factor = [](double value) {
    constexpr double kUnit = 8192;
    return static_cast<std::int16_t>(std::lround(value * kUnit));
  };
  ColorTransform transform;
  transform.luma = factor(lumaScale);
  transform.redFromCr = factor(2 * (1 - red) * chromaScale);
  transform.greenFromCb = factor(-2 * (1 - blue) * blue / green * chromaScale);
  transform.greenFromCr = factor(-2 * (1 - red) * red / green * chromaScale);
  transform.blueFromCb = factor(2 * (1 - blue) * chromaScale);
  constexpr double kUnit = 32;
  constexpr double kSampleZero = 128;
  transform.offset =
      static_cast<std::int16_t>(std::lround(((kSampleZero - lumaZero) * lumaScale + 0.5) * kUnit));
  return transform;
}

bool isGray(const PictureView& picture) {
  return picture.model == ColorModel::Yuv && picture.planes[1].data == nullptr &&
         picture.planes[2].data == nullptr;
}

/// Samples of a channel along an axis of `size` luma samples.
int samplesAlong(int size, int shift) { return (size + (1 << shift) - 1) >> shift; }

}  // namespace

TensorInput::TensorInput(const TensorSpec& spec, Isa isa) : spec_(spec), isa_(isa) {
  FS_EXPECTS(spec.size.width > 0 && spec.size.height > 0, "the network's input has a size");
  const std::size_t padded =
      (static_cast<std::size_t>(spec.size.width) + kLinePadding - 1) / kLinePadding * kLinePadding;
  for (Channel& channel : channels_) {
    for (auto& line : channel.lines) {
      line.resize(padded);
    }
  }
  neutral_.resize(padded);
}

std::size_t TensorInput::elementCount() const {
  return 3 * static_cast<std::size_t>(spec_.size.width) *
         static_cast<std::size_t>(spec_.size.height);
}

void TensorInput::prepare(const Geometry& geometry) {
  if (geometry == geometry_) {
    return;
  }
  geometry_ = geometry;
  for (std::size_t index = 0; index < 3; ++index) {
    Channel& channel = channels_[index];
    const int shiftX = index == 0 ? 0 : geometry.shiftX;
    const int shiftY = index == 0 ? 0 : geometry.shiftY;
    const int inputs = samplesAlong(geometry.size.width, shiftX);
    const int step = geometry.steps[index];
    ColumnPlan& columns = channel.columns;
    columns.offsets.clear();
    columns.weights.clear();
    columns.next = inputs > 1 ? step : 0;
    for (std::size_t x = 0; x < neutral_.size(); ++x) {
      const int column = std::min(static_cast<int>(x), spec_.size.width - 1);
      const Tap tap = tapAt(column, spec_.size.width, geometry.size.width);
      appendColumn(halved(tap, shiftX), inputs, step, columns);
    }
    columns.planLoads((inputs - 1) * step + 1);
    channel.rows.clear();
    for (int y = 0; y < spec_.size.height; ++y) {
      const Tap tap = halved(tapAt(y, spec_.size.height, geometry.size.height), shiftY);
      channel.rows.push_back({tap.first, tap.second, rowWeight(tap)});
    }
  }
}

const std::int16_t* TensorInput::line(Channel& channel, const PlaneView& plane, std::int32_t row,
                                      std::int32_t otherRow) const {
  for (std::size_t slot = 0; slot < 2; ++slot) {
    if (channel.lineRows[slot] == row) {
      return channel.lines[slot].data();
    }
  }
  // Into the slot that does not hold the other row of this very output row.
  const std::size_t slot = channel.lineRows[0] == otherRow ? 1 : 0;
  sampleLine(plane.data + row * plane.stride, channel.columns, channel.lines[slot].data(), isa_);
  channel.lineRows[slot] = row;
  return channel.lines[slot].data();
}

Result<void> TensorInput::fill(const PictureView& picture, std::span<float> tensor) {
  FS_EXPECTS(tensor.size() == elementCount(), "the tensor has the network's size");
  const bool gray = isGray(picture);
  const bool sampled =
      picture.planes[0].data != nullptr &&
      (gray || (picture.planes[1].data != nullptr && picture.planes[2].data != nullptr));
  if (picture.size.width <= 0 || picture.size.height <= 0 || !sampled) {
    return fail(ErrorCode::InvalidArgument, "The picture has no samples.");
  }
  const bool yuv = picture.model == ColorModel::Yuv;
  prepare({picture.size,
           {picture.planes[0].step, picture.planes[1].step, picture.planes[2].step},
           yuv ? picture.chromaShiftX : 0,
           yuv ? picture.chromaShiftY : 0});
  for (Channel& channel : channels_) {
    channel.lineRows = {-1, -1};
  }
  const ColorTransform transform = transformOf(picture.matrix, picture.range);
  const bool bgr = spec_.order == ChannelOrder::Bgr;
  const auto width = static_cast<std::size_t>(spec_.size.width);
  const std::size_t plane = elementCount() / 3;
  const std::size_t red = bgr ? 2 : 0;
  const std::size_t blue = bgr ? 0 : 2;
  TensorRows target{{}, {spec_.mean[red], spec_.mean[1], spec_.mean[blue]}, spec_.scale};
  LinePairs lines;
  lines.fill({neutral_.data(), neutral_.data(), 0});
  for (std::size_t y = 0; y < static_cast<std::size_t>(spec_.size.height); ++y) {
    for (std::size_t index = 0; index < (gray ? 1U : 3U); ++index) {
      Channel& channel = channels_[index];
      const RowTap& tap = channel.rows[y];
      lines[index] = {line(channel, picture.planes[index], tap.upper, tap.lower),
                      line(channel, picture.planes[index], tap.lower, tap.upper), tap.weight};
    }
    float* const begin = tensor.data() + y * width;
    target.rows = {begin + red * plane, begin + plane, begin + blue * plane};
    if (yuv) {
      storeYuv(lines, width, transform, target, isa_);
    } else {
      storeRgb(lines, width, target, isa_);
    }
  }
  return {};
}

}  // namespace followspot
