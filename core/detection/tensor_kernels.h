#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace followspot {

/// Neighbouring samples of one source row, two bytes at each of `count` places.
/// @param next  bytes from a sample to its neighbour; 0 where there is none.
void gatherPairs(const std::uint8_t* row, const std::int32_t* offsets, std::size_t count, int next,
                 std::uint16_t* pairs);

/// Bilinear interpolation between two rows of pairs.
/// @param columnWeights  of the right sample, 0..128.
/// @param rowWeight      of the lower row, 0..32767 in 1/32768.
/// @param samples        0..255 in 1/128.
void interpolate(const std::uint16_t* upper, const std::uint16_t* lower,
                 const std::int16_t* columnWeights, std::int16_t rowWeight, std::size_t count,
                 std::int16_t* samples);

/// Rows of three channels, 0..255 in 1/128.
using SampleRows = std::array<const std::int16_t*, 3>;
/// Where three channels of the tensor go, and (value - mean) * scale of each.
struct TensorRows {
  std::array<float*, 3> rows;
  std::array<float, 3> mean;
  float scale;
};

/// R'G'B' = luma * y + the channel's chroma parts + offset, all for samples in 1/128.
struct ColorTransform {
  float luma = 0;
  float redFromCr = 0;
  float greenFromCb = 0;
  float greenFromCr = 0;
  float blueFromCb = 0;
  std::array<float, 3> offset{};
};

/// Y, Cb, Cr to R, G, B, limited to 0..255 and rounded, into the tensor.
/// @param order  tensor row of R, G and B.
void storeYuv(const SampleRows& samples, std::size_t count, const ColorTransform& transform,
              const TensorRows& tensor, const std::array<std::size_t, 3>& order);

/// R, G, B rounded, into the tensor.
void storeRgb(const SampleRows& samples, std::size_t count, const TensorRows& tensor,
              const std::array<std::size_t, 3>& order);

}  // namespace followspot
