#include "core/detection/tensor_input.h"

#include <algorithm>
#include <cmath>

#include "core/base/contracts.h"
#include "core/detection/tensor_kernels.h"

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

void appendColumn(Tap tap, int inputs, int step, TensorInput::Column& column) {
  constexpr double kUnit = 128;
  auto weight = static_cast<std::int16_t>(std::lround(tap.weight * kUnit));
  if (tap.first == inputs - 1 && inputs > 1) {
    // The pair must not reach past the row's end: the last sample as the right one of its pair.
    tap.first = inputs - 2;
    weight = static_cast<std::int16_t>(kUnit);
  }
  column.offset.push_back(tap.first * step);
  column.weight.push_back(weight);
}

TensorInput::Row rowOf(const Tap& tap) {
  constexpr long kUnit = 32768;
  const long weight = std::min(std::lround(tap.weight * kUnit), kUnit - 1);
  return {tap.first, tap.second, static_cast<std::int16_t>(weight)};
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
  constexpr double kChromaZero = 128;
  const double redFromCr = 2 * (1 - red) * chromaScale;
  const double blueFromCb = 2 * (1 - blue) * chromaScale;
  const double greenFromCb = -2 * (1 - blue) * blue / green * chromaScale;
  const double greenFromCr = -2 * (1 - red) * red / green * chromaScale;
  constexpr double kUnit = 128;
  ColorTransform transform;
  transform.luma = static_cast<float>(lumaScale / kUnit);
  transform.redFromCr = static_cast<float>(redFromCr / kUnit);
  transform.greenFromCb = static_cast<float>(greenFromCb / kUnit);
  transform.greenFromCr = static_cast<float>(greenFromCr / kUnit);
  transform.blueFromCb = static_cast<float>(blueFromCb / kUnit);
  transform.offset = {
      static_cast<float>(-lumaZero * lumaScale - kChromaZero * redFromCr),
      static_cast<float>(-lumaZero * lumaScale - kChromaZero * (greenFromCb + greenFromCr)),
      static_cast<float>(-lumaZero * lumaScale - kChromaZero * blueFromCb)};
  return transform;
}

bool isGray(const PictureView& picture) {
  return picture.model == ColorModel::Yuv && picture.planes[1].data == nullptr &&
         picture.planes[2].data == nullptr;
}

/// Samples of a channel along an axis of `size` luma samples.
int samplesAlong(int size, int shift) { return (size + (1 << shift) - 1) >> shift; }

}  // namespace

TensorInput::TensorInput(const TensorSpec& spec) : spec_(spec) {
  FS_EXPECTS(spec.size.width > 0 && spec.size.height > 0, "the network's input has a size");
  const auto width = static_cast<std::size_t>(spec.size.width);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    samples_[channel].resize(width);
    for (auto& pairs : lines_[channel].pairs) {
      pairs.resize(width);
    }
  }
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
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const int shiftX = channel == 0 ? 0 : geometry.shiftX;
    const int shiftY = channel == 0 ? 0 : geometry.shiftY;
    Column& column = columns_[channel];
    column.offset.clear();
    column.weight.clear();
    const int inputs = samplesAlong(geometry.size.width, shiftX);
    for (int x = 0; x < spec_.size.width; ++x) {
      const Tap tap = tapAt(x, spec_.size.width, geometry.size.width);
      appendColumn(halved(tap, shiftX), inputs, geometry.steps[channel], column);
    }
    rows_[channel].clear();
    for (int y = 0; y < spec_.size.height; ++y) {
      const Tap tap = tapAt(y, spec_.size.height, geometry.size.height);
      rows_[channel].push_back(rowOf(halved(tap, shiftY)));
    }
  }
}

const std::uint16_t* TensorInput::line(const PictureView& picture, std::size_t channel,
                                       std::int32_t row, std::int32_t otherRow) {
  Lines& lines = lines_[channel];
  for (std::size_t slot = 0; slot < 2; ++slot) {
    if (lines.row[slot] == row) {
      return lines.pairs[slot].data();
    }
  }
  // Into the slot that does not hold the other row of this very output row.
  const std::size_t slot = lines.row[0] == otherRow ? 1 : 0;
  const PlaneView& plane = picture.planes[channel];
  const int inputs = samplesAlong(picture.size.width, channel == 0 ? 0 : geometry_.shiftX);
  gatherPairs(plane.data + row * plane.stride, columns_[channel].offset.data(),
              columns_[channel].offset.size(), inputs > 1 ? plane.step : 0,
              lines.pairs[slot].data());
  lines.row[slot] = row;
  return lines.pairs[slot].data();
}

void TensorInput::sampleRow(const PictureView& picture, std::size_t channel, int y) {
  const Row& row = rows_[channel][static_cast<std::size_t>(y)];
  const std::uint16_t* const upper = line(picture, channel, row.upper, row.lower);
  const std::uint16_t* const lower = line(picture, channel, row.lower, row.upper);
  interpolate(upper, lower, columns_[channel].weight.data(), row.weight, samples_[channel].size(),
              samples_[channel].data());
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
  for (Lines& lines : lines_) {
    lines.row = {-1, -1};
  }
  if (gray) {
    constexpr std::int16_t kNeutral = 128 * 128;
    std::ranges::fill(samples_[1], kNeutral);
    std::ranges::fill(samples_[2], kNeutral);
  }
  const ColorTransform transform = transformOf(picture.matrix, picture.range);
  const bool bgr = spec_.order == ChannelOrder::Bgr;
  const std::array<std::size_t, 3> order{bgr ? 2U : 0U, 1U, bgr ? 0U : 2U};
  const auto width = static_cast<std::size_t>(spec_.size.width);
  const std::size_t plane = elementCount() / 3;
  const std::size_t channels = gray ? 1 : 3;
  for (int y = 0; y < spec_.size.height; ++y) {
    for (std::size_t channel = 0; channel < channels; ++channel) {
      sampleRow(picture, channel, y);
    }
    float* const begin = tensor.data() + static_cast<std::size_t>(y) * width;
    const TensorRows rows{{begin, begin + plane, begin + 2 * plane}, spec_.mean, spec_.scale};
    const SampleRows samples{samples_[0].data(), samples_[1].data(), samples_[2].data()};
    if (yuv) {
      storeYuv(samples, width, transform, rows, order);
    } else {
      storeRgb(samples, width, rows, order);
    }
  }
  return {};
}

}  // namespace followspot
