#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/detection/cpu_features.h"

namespace followspot {

// The inner loops of TensorInput, in integers: a sample v (0..255) stands as (v - 128) * 128, so
// that a weighted pair of samples fits 16 bits signed and chroma needs no offset.

/// Which samples of a source row each output column lies between; made once per geometry.
struct ColumnPlan {
  std::vector<std::int32_t> offsets;  ///< Bytes from the row's begin to the left sample.
  std::vector<std::uint8_t> weights;  ///< Of the left and the right sample; sum 128.
  int next = 0;                       ///< Bytes from the left sample to the right one; 0: the same.
  /// Groups of 8 columns by that many 16-byte loads each; 0: columns are too far apart for that.
  int loads = 0;
  std::vector<std::int32_t> loadOffsets;
  std::vector<std::uint8_t> masks;  ///< Where each byte of the 8 pairs is in its load; 128: not.

  /// Fills `loads` and what belongs to it. `offsets`, of a multiple of 8 columns, and `next` are
  /// set. @param rowBytes  that may be read.
  void planLoads(int rowBytes);
};

/// Interpolates a source row at every output column. @param line  offsets.size() samples.
void sampleLine(const std::uint8_t* row, const ColumnPlan& plan, std::int16_t* line, Isa isa);

/// Lines are padded to a multiple of so many samples.
inline constexpr std::size_t kLinePadding = 16;

/// Two lines that an output row lies between.
struct LinePair {
  const std::int16_t* upper = nullptr;
  const std::int16_t* lower = nullptr;
  std::int16_t weight = 0;  ///< Of the lower one, 0..32767 in 1/32768.
};
using LinePairs = std::array<LinePair, 3>;

/// Where R, G and B of a row go and how: (value - mean) * scale.
struct TensorRows {
  std::array<float*, 3> rows;
  std::array<float, 3> mean;
  float scale;
};

/// R'G'B' in 1/32 = luma * y + chroma parts + offset; factors in 1/8192, offset with 1/2 for
/// rounding in it.
struct ColorTransform {
  std::int16_t luma = 0;
  std::int16_t redFromCr = 0;
  std::int16_t greenFromCb = 0;
  std::int16_t greenFromCr = 0;
  std::int16_t blueFromCb = 0;
  std::int16_t offset = 0;
};

/// Lines of Y, Cb, Cr to R, G, B, rounded and limited to 0..255, into the tensor.
void storeYuv(const LinePairs& lines, std::size_t count, const ColorTransform& transform,
              const TensorRows& tensor, Isa isa);

/// Lines of R, G, B, rounded, into the tensor.
void storeRgb(const LinePairs& lines, std::size_t count, const TensorRows& tensor, Isa isa);

}  // namespace followspot
