#include "core/detection/tensor_kernels.h"

#include <bit>
#include <cstring>

#include "core/detection/cpu_features.h"

namespace followspot {
namespace {

FS_BODY void interpolateBody(const std::uint16_t* __restrict upper,
                             const std::uint16_t* __restrict lower,
                             const std::int16_t* __restrict columnWeights, std::int16_t rowWeight,
                             std::size_t count, std::int16_t* __restrict samples) {
  // All intermediate values fit 16 bits: 255 * 128 = 32640.
  const auto across = [](std::uint16_t pair, std::int16_t weight) {
    const auto left = static_cast<std::int16_t>(pair & 255U);
    const auto right = static_cast<std::int16_t>(pair >> 8U);
    return static_cast<std::int16_t>(left * 128 + (right - left) * weight);
  };
  for (std::size_t x = 0; x < count; ++x) {
    const std::int16_t above = across(upper[x], columnWeights[x]);
    const std::int16_t below = across(lower[x], columnWeights[x]);
    const auto difference = static_cast<std::int16_t>(below - above);
    // Written as the compiler's multiply-high-and-round pattern.
    const auto step = static_cast<std::int16_t>((((difference * rowWeight) >> 14) + 1) >> 1);
    samples[x] = static_cast<std::int16_t>(above + step);
  }
}

void interpolatePlain(const std::uint16_t* upper, const std::uint16_t* lower,
                      const std::int16_t* columnWeights, std::int16_t rowWeight, std::size_t count,
                      std::int16_t* samples) {
  interpolateBody(upper, lower, columnWeights, rowWeight, count, samples);
}

FS_AVX2 void interpolateAvx2(const std::uint16_t* upper, const std::uint16_t* lower,
                             const std::int16_t* columnWeights, std::int16_t rowWeight,
                             std::size_t count, std::int16_t* samples) {
  interpolateBody(upper, lower, columnWeights, rowWeight, count, samples);
}

FS_BODY float quantized(float value) {
  auto whole = static_cast<std::int32_t>(value + 0.5F);
  whole = whole < 0 ? 0 : whole;
  whole = whole > 255 ? 255 : whole;
  return static_cast<float>(whole);
}

FS_BODY void storeYuvBody(const std::int16_t* __restrict ySamples,
                          const std::int16_t* __restrict cbSamples,
                          const std::int16_t* __restrict crSamples, std::size_t count,
                          const ColorTransform& t, float* __restrict red, float* __restrict green,
                          float* __restrict blue, const std::array<float, 3>& mean, float scale) {
  for (std::size_t x = 0; x < count; ++x) {
    const auto cb = static_cast<float>(cbSamples[x]);
    const auto cr = static_cast<float>(crSamples[x]);
    const float y = static_cast<float>(ySamples[x]) * t.luma;
    red[x] = (quantized(y + cr * t.redFromCr + t.offset[0]) - mean[0]) * scale;
    green[x] =
        (quantized(y + (cb * t.greenFromCb + cr * t.greenFromCr) + t.offset[1]) - mean[1]) * scale;
    blue[x] = (quantized(y + cb * t.blueFromCb + t.offset[2]) - mean[2]) * scale;
  }
}

void storeYuvPlain(const SampleRows& samples, std::size_t count, const ColorTransform& t,
                   const std::array<float*, 3>& rgb, const std::array<float, 3>& mean,
                   float scale) {
  storeYuvBody(samples[0], samples[1], samples[2], count, t, rgb[0], rgb[1], rgb[2], mean, scale);
}

FS_AVX2 void storeYuvAvx2(const SampleRows& samples, std::size_t count, const ColorTransform& t,
                          const std::array<float*, 3>& rgb, const std::array<float, 3>& mean,
                          float scale) {
  storeYuvBody(samples[0], samples[1], samples[2], count, t, rgb[0], rgb[1], rgb[2], mean, scale);
}

FS_BODY void storeChannelBody(const std::int16_t* __restrict samples, std::size_t count,
                              float* __restrict row, float mean, float scale) {
  for (std::size_t x = 0; x < count; ++x) {
    row[x] = (static_cast<float>((samples[x] + 64) >> 7) - mean) * scale;
  }
}

void storeChannelPlain(const std::int16_t* samples, std::size_t count, float* row, float mean,
                       float scale) {
  storeChannelBody(samples, count, row, mean, scale);
}

FS_AVX2 void storeChannelAvx2(const std::int16_t* samples, std::size_t count, float* row,
                              float mean, float scale) {
  storeChannelBody(samples, count, row, mean, scale);
}

}  // namespace

void gatherPairs(const std::uint8_t* row, const std::int32_t* offsets, std::size_t count, int next,
                 std::uint16_t* pairs) {
  if (next == 1 && std::endian::native == std::endian::little) {
    for (std::size_t x = 0; x < count; ++x) {
      std::memcpy(pairs + x, row + offsets[x], sizeof(std::uint16_t));
    }
    return;
  }
  for (std::size_t x = 0; x < count; ++x) {
    const std::uint8_t* const at = row + offsets[x];
    pairs[x] = static_cast<std::uint16_t>(at[0] | (at[next] << 8));
  }
}

void interpolate(const std::uint16_t* upper, const std::uint16_t* lower,
                 const std::int16_t* columnWeights, std::int16_t rowWeight, std::size_t count,
                 std::int16_t* samples) {
  if (hasAvx2()) {
    interpolateAvx2(upper, lower, columnWeights, rowWeight, count, samples);
  } else {
    interpolatePlain(upper, lower, columnWeights, rowWeight, count, samples);
  }
}

void storeYuv(const SampleRows& samples, std::size_t count, const ColorTransform& transform,
              const TensorRows& tensor, const std::array<std::size_t, 3>& order) {
  const std::array<float*, 3> rgb{tensor.rows[order[0]], tensor.rows[order[1]],
                                  tensor.rows[order[2]]};
  const std::array<float, 3> mean{tensor.mean[order[0]], tensor.mean[order[1]],
                                  tensor.mean[order[2]]};
  if (hasAvx2()) {
    storeYuvAvx2(samples, count, transform, rgb, mean, tensor.scale);
  } else {
    storeYuvPlain(samples, count, transform, rgb, mean, tensor.scale);
  }
}

void storeRgb(const SampleRows& samples, std::size_t count, const TensorRows& tensor,
              const std::array<std::size_t, 3>& order) {
  for (std::size_t channel = 0; channel < 3; ++channel) {
    float* const row = tensor.rows[order[channel]];
    const float mean = tensor.mean[order[channel]];
    if (hasAvx2()) {
      storeChannelAvx2(samples[channel], count, row, mean, tensor.scale);
    } else {
      storeChannelPlain(samples[channel], count, row, mean, tensor.scale);
    }
  }
}

}  // namespace followspot
