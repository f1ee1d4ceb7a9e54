#pragma once

/// The loops of `ConvolutionKernels`, to be included once by each source that is compiled for an
/// instruction set, with FS_LANES (floats in a vector) and FS_TILE_ROWS defined.
///
/// All is in an anonymous namespace, and nothing of the standard library that has code is used: an
/// inline function shared with other sources could otherwise be linked from here, with instructions
/// that the machine does not have.

#include <cstddef>

#include "core/detection/convolution_kernels.h"

namespace followspot::detail {
namespace {

using std::size_t;

constexpr size_t kLanes = FS_LANES;
constexpr size_t kTileRows = FS_TILE_ROWS;  ///< Output channels of a tile,
constexpr size_t kTileVectors = 3;          ///< times vectors of positions: what registers hold.
constexpr size_t kPanel = kTileVectors * kLanes;
/// Products that are summed before the next part of the weights is taken: a panel of so many rows
/// and what is read beside it stay in a second-level cache.
constexpr size_t kDepth = 1024;

using Vector = float __attribute__((vector_size(kLanes * sizeof(float))));
using Eight = float __attribute__((vector_size(8 * sizeof(float))));
using Four = float __attribute__((vector_size(4 * sizeof(float))));

/// Anywhere in memory. (A vector type's own alignment attribute is lost in template arguments.)
template <class V>
inline V vectorAt(const float* from) {
  V value;
  __builtin_memcpy(&value, from, sizeof(V));
  return value;
}
template <class V>
inline void put(float* to, V value) {
  __builtin_memcpy(to, &value, sizeof(V));
}
inline Vector load(const float* from) { return vectorAt<Vector>(from); }
inline void store(float* to, Vector value) { put(to, value); }
inline Vector limited(Vector value, float low, float high) {
  const Vector lowest = Vector{} + low;
  const Vector highest = Vector{} + high;
  value = value < lowest ? lowest : value;
  return value > highest ? highest : value;
}
constexpr size_t least(size_t a, size_t b) { return a < b ? a : b; }

template <class V>
inline void copyVector(const float* from, float* to) {
  put(to, vectorAt<V>(from));
}

/// Copies a short stretch, nothing beyond it: what is left of it by a vector that overlaps.
inline void copy(const float* from, float* to, size_t count) {
  if (count >= kLanes) {
    size_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
      copyVector<Vector>(from + i, to + i);
    }
    if (i < count) {
      copyVector<Vector>(from + count - kLanes, to + count - kLanes);
    }
  } else if (count >= 8) {
    copyVector<Eight>(from, to);
    copyVector<Eight>(from + count - 8, to + count - 8);
  } else if (count >= 4) {
    copyVector<Four>(from, to);
    copyVector<Four>(from + count - 4, to + count - 4);
  } else {
    for (size_t i = 0; i < count; ++i) {
      to[i] = from[i];
    }
  }
}

inline void clear(float* to, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    to[i] = 0;
  }
}

/// The numbers at 0, 2, 4, ...: a vector of them; reads nothing beyond the last one.
template <class V>
inline void takeEven(const float* from, float* to) {
  constexpr size_t kCount = sizeof(V) / sizeof(float);
  const V lower = vectorAt<V>(from);
  const V upper = vectorAt<V>(from + kCount - 1);  // Hence odd places in it.
  if constexpr (kCount == 16) {
    put<V>(to, __builtin_shufflevector(lower, upper, 0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25,
                                       27, 29, 31));
  } else if constexpr (kCount == 8) {
    put<V>(to, __builtin_shufflevector(lower, upper, 0, 2, 4, 6, 9, 11, 13, 15));
  } else {
    put<V>(to, __builtin_shufflevector(lower, upper, 0, 2, 5, 7));
  }
}

/// `count` of them, in vectors; the last one overlaps.
template <class V>
inline void copyEvenBy(const float* from, float* to, size_t count) {
  constexpr size_t kCount = sizeof(V) / sizeof(float);
  for (size_t i = 0; i + kCount <= count; i += kCount) {
    takeEven<V>(from + 2 * i, to + i);
  }
  takeEven<V>(from + 2 * (count - kCount), to + count - kCount);
}

inline void copyEven(const float* from, float* to, size_t count) {
  if (count >= kLanes) {
    copyEvenBy<Vector>(from, to, count);
  } else if (count >= 8) {
    copyEvenBy<Eight>(from, to, count);
  } else if (count >= 4) {
    copyEvenBy<Four>(from, to, count);
  } else {
    for (size_t i = 0; i < count; ++i) {
      to[i] = from[2 * i];
    }
  }
}

inline void copyStrided(const float* from, size_t stride, float* to, size_t count) {
  if (stride == 1) {
    copy(from, to, count);
  } else if (stride == 2) {
    copyEven(from, to, count);
  } else {
    for (size_t i = 0; i < count; ++i) {
      to[i] = from[stride * i];
    }
  }
}

/// Of positions 0..count with input `origin + stride * i`, those that lie in 0..size.
struct Inside {
  size_t begin;
  size_t end;
};
inline Inside inside(std::ptrdiff_t origin, size_t stride, size_t size, size_t count) {
  const auto step = static_cast<std::ptrdiff_t>(stride);
  const std::ptrdiff_t begin = origin >= 0 ? 0 : (-origin + step - 1) / step;
  const std::ptrdiff_t room = static_cast<std::ptrdiff_t>(size) - origin;
  const std::ptrdiff_t end = room <= 0 ? 0 : (room + step - 1) / step;
  const size_t last = least(static_cast<size_t>(end), count);
  return {least(static_cast<size_t>(begin), last), last};
}

// ---- dense: a product of matrices, [outputs, depth] x [depth, positions], a panel of positions
// ----

/// Which part of it a tile is.
struct Tile {
  const float* weights;  ///< Of the first output channel.
  size_t weightStep;     ///< To the next one's.
  size_t depth;
  const float* panel;  ///< [depth, kPanel]
  float* output;       ///< Of the first output channel.
  size_t outputStep;
  const float* bias;  ///< nullptr: the output has a part of the sum already.
  bool last;          ///< The sum is whole then, and limited.
  float low;
  float high;
};

template <size_t kRows, size_t kVectors>
void tile(const Tile& t) {
  Vector sums[kRows][kVectors];
#pragma GCC unroll 8
  for (size_t row = 0; row < kRows; ++row) {
#pragma GCC unroll 3
    for (size_t v = 0; v < kVectors; ++v) {
      sums[row][v] = t.bias != nullptr ? Vector{} + t.bias[row]
                                       : load(t.output + row * t.outputStep + v * kLanes);
    }
  }
  const float* panel = t.panel;
  for (size_t k = 0; k < t.depth; ++k, panel += kPanel) {
    Vector part[kVectors];
#pragma GCC unroll 3
    for (size_t v = 0; v < kVectors; ++v) {
      part[v] = load(panel + v * kLanes);
    }
#pragma GCC unroll 8
    for (size_t row = 0; row < kRows; ++row) {
      const Vector weight = Vector{} + t.weights[row * t.weightStep + k];
#pragma GCC unroll 3
      for (size_t v = 0; v < kVectors; ++v) {
        sums[row][v] += weight * part[v];
      }
    }
  }
#pragma GCC unroll 8
  for (size_t row = 0; row < kRows; ++row) {
#pragma GCC unroll 3
    for (size_t v = 0; v < kVectors; ++v) {
      const Vector sum = t.last ? limited(sums[row][v], t.low, t.high) : sums[row][v];
      store(t.output + row * t.outputStep + v * kLanes, sum);
    }
  }
}

template <size_t kVectors>
void tileOf(size_t rows, const Tile& t) {
  if constexpr (kTileRows == 8) {
    switch (rows) {
      case 8:
        return tile<8, kVectors>(t);
      case 7:
        return tile<7, kVectors>(t);
      case 6:
        return tile<6, kVectors>(t);
      case 5:
        return tile<5, kVectors>(t);
      default:
        break;
    }
  }
  switch (rows) {
    case 4:
      return tile<4, kVectors>(t);
    case 3:
      return tile<3, kVectors>(t);
    case 2:
      return tile<2, kVectors>(t);
    default:
      return tile<1, kVectors>(t);
  }
}

inline bool isPlain(const ConvolutionSizes& s) {
  return s.kernelHeight == 1 && s.kernelWidth == 1 && s.strideY == 1 && s.strideX == 1 &&
         s.padTop == 0 && s.padLeft == 0 && s.outHeight == s.height && s.outWidth == s.width;
}

/// One row of a panel: what the weight at (y, x) of a kernel meets, for positions begin..begin +
/// count of the result.
inline void packRow(const ConvolutionSizes& s, const float* map, size_t kernelY, size_t kernelX,
                    size_t begin, size_t count, float* to) {
  size_t outY = begin / s.outWidth;
  size_t outX = begin % s.outWidth;
  while (count > 0) {
    const size_t length = least(s.outWidth - outX, count);
    const auto y = static_cast<std::ptrdiff_t>(outY * s.strideY + kernelY) -
                   static_cast<std::ptrdiff_t>(s.padTop);
    if (y < 0 || y >= static_cast<std::ptrdiff_t>(s.height)) {
      clear(to, length);
    } else {
      const auto x = static_cast<std::ptrdiff_t>(outX * s.strideX + kernelX) -
                     static_cast<std::ptrdiff_t>(s.padLeft);
      const Inside in = inside(x, s.strideX, s.width, length);
      const float* const row = map + static_cast<size_t>(y) * s.width;
      clear(to, in.begin);
      if (in.begin < in.end) {
        copyStrided(row + (x + static_cast<std::ptrdiff_t>(in.begin * s.strideX)), s.strideX,
                    to + in.begin, in.end - in.begin);
      }
      clear(to + in.end, length - in.end);
    }
    to += length;
    count -= length;
    outX = 0;
    ++outY;
  }
}

/// Rows first..first + depth of the panel for positions begin..begin + count.
void pack(const ConvolutionSizes& s, const float* input, size_t first, size_t depth, size_t begin,
          size_t count, float* panel) {
  const size_t mapSize = s.height * s.width;
  if (isPlain(s)) {
    for (size_t k = 0; k < depth; ++k, panel += kPanel) {
      copy(input + (first + k) * mapSize + begin, panel, count);
    }
    return;
  }
  const size_t taps = s.kernelHeight * s.kernelWidth;
  size_t channel = first / taps;
  size_t y = first % taps / s.kernelWidth;
  size_t x = first % s.kernelWidth;
  for (size_t k = 0; k < depth; ++k, panel += kPanel) {
    packRow(s, input + channel * mapSize, y, x, begin, count, panel);
    if (++x == s.kernelWidth) {
      x = 0;
      if (++y == s.kernelHeight) {
        y = 0;
        ++channel;
      }
    }
  }
}

size_t depthOf(const ConvolutionSizes& s) { return s.channels * s.kernelHeight * s.kernelWidth; }

size_t denseScratch(const ConvolutionSizes& s) {
  return (least(depthOf(s), kDepth) + kTileRows) * kPanel;
}

/// The tile `t`, whose last vector reaches beyond the map: through `edge`, [kTileRows, kPanel].
template <size_t kVectors>
void edgeTile(size_t rows, Tile t, size_t columns, float* edge) {
  float* const output = t.output;
  const size_t step = t.outputStep;
  t.output = edge;
  t.outputStep = kPanel;
  for (size_t row = 0; row < rows && t.bias == nullptr; ++row) {
    copy(output + row * step, edge + row * kPanel, columns);
  }
  tileOf<kVectors>(rows, t);
  for (size_t row = 0; row < rows; ++row) {
    copy(edge + row * kPanel, output + row * step, columns);
  }
}

/// Positions begin..begin + columns of the result, kVectors of them, the last one perhaps in part.
template <size_t kVectors>
void densePanel(const ConvolutionSizes& s, const ConvolutionData& d, size_t begin, size_t columns) {
  const size_t depth = depthOf(s);
  const size_t beyond = kVectors * kLanes - columns;
  float* const panel = d.scratch;
  float* const edge = panel + least(depth, kDepth) * kPanel;
  for (size_t first = 0; first < depth; first += kDepth) {
    const size_t part = least(depth - first, kDepth);
    pack(s, d.input, first, part, begin, columns, panel);
    for (size_t k = 0; k < part && beyond > 0; ++k) {
      clear(panel + k * kPanel + columns, beyond);
    }
    Tile t{.weights = nullptr,
           .weightStep = depth,
           .depth = part,
           .panel = panel,
           .output = nullptr,
           .outputStep = s.outHeight * s.outWidth,
           .bias = nullptr,
           .last = first + part == depth,
           .low = d.low,
           .high = d.high};
    for (size_t channel = 0; channel < s.outputs; channel += kTileRows) {
      t.weights = d.weights + channel * depth + first;
      t.output = d.output + channel * t.outputStep + begin;
      t.bias = first == 0 ? d.bias + channel : nullptr;
      const size_t rows = least(s.outputs - channel, kTileRows);
      if (beyond > 0) {
        edgeTile<kVectors>(rows, t, columns, edge);
      } else {
        tileOf<kVectors>(rows, t);
      }
    }
  }
}

void dense(const ConvolutionSizes& s, const ConvolutionData& d) {
  const size_t positions = s.outHeight * s.outWidth;
  size_t begin = 0;
  while (begin < positions) {
    const size_t vectors = (positions - begin + kLanes - 1) / kLanes;
    // Four are better as two and two than as three and one.
    const size_t wide = vectors == 4 ? 2 : least(vectors, kTileVectors);
    const size_t columns = least(wide * kLanes, positions - begin);
    if (wide == 3) {
      densePanel<3>(s, d, begin, columns);
    } else if (wide == 2) {
      densePanel<2>(s, d, begin, columns);
    } else {
      densePanel<1>(s, d, begin, columns);
    }
    begin += columns;
  }
}

// ---- depthwise: a map, with its zeros around it, is laid out as strideY * strideX planes, one for
// each remainder of row and column. In these every weight meets the whole plane at one offset, so
// that the loop knows no rows and no borders; the columns that are too many are not copied out.
// ----

struct Planes {
  size_t pitch;
  size_t rows;
  size_t step;  ///< From plane to plane.
  size_t flat;  ///< Sums to compute.
};

constexpr size_t kRun = 4;  ///< Vectors of sums at a time.

Planes planesOf(const ConvolutionSizes& s) {
  Planes p{};
  p.pitch = s.outWidth + (s.kernelWidth - 1) / s.strideX;
  p.rows = s.outHeight + (s.kernelHeight - 1) / s.strideY;
  p.flat = (s.outHeight - 1) * p.pitch + s.outWidth;
  p.step = p.rows * p.pitch + kRun * kLanes;
  return p;
}

size_t depthwiseScratch(const ConvolutionSizes& s) {
  const Planes p = planesOf(s);
  return p.step * s.strideY * s.strideX + p.flat + kRun * kLanes;
}

void fillPlanes(const ConvolutionSizes& s, const Planes& p, const float* map, float* planes) {
  for (size_t y = 0; y < s.height; ++y) {
    const size_t line = y + s.padTop;
    const size_t row = line / s.strideY;
    if (row >= p.rows) {
      return;
    }
    for (size_t phase = 0; phase < s.strideX; ++phase) {
      float* const to = planes + (line % s.strideY * s.strideX + phase) * p.step + row * p.pitch;
      const auto origin =
          static_cast<std::ptrdiff_t>(phase) - static_cast<std::ptrdiff_t>(s.padLeft);
      const Inside in = inside(origin, s.strideX, s.width, p.pitch);
      if (in.begin < in.end) {
        copyStrided(
            map + y * s.width + (origin + static_cast<std::ptrdiff_t>(in.begin * s.strideX)),
            s.strideX, to + in.begin, in.end - in.begin);
      }
    }
  }
}

/// @tparam kTaps  how many offsets; 0: `taps` of them.
template <size_t kTaps>
void sumTaps(const float* planes, const size_t* offsets, const float* weights, size_t taps,
             float bias, size_t count, float low, float high, float* sums) {
  const size_t many = kTaps > 0 ? kTaps : taps;
  for (size_t i = 0; i < count; i += kRun * kLanes) {
    Vector sum[kRun];
#pragma GCC unroll 4
    for (size_t v = 0; v < kRun; ++v) {
      sum[v] = Vector{} + bias;
    }
#pragma GCC unroll 9
    for (size_t tap = 0; tap < many; ++tap) {
      const float* const from = planes + offsets[tap] + i;
      const Vector weight = Vector{} + weights[tap];
#pragma GCC unroll 4
      for (size_t v = 0; v < kRun; ++v) {
        sum[v] += weight * load(from + v * kLanes);
      }
    }
#pragma GCC unroll 4
    for (size_t v = 0; v < kRun; ++v) {
      store(sums + i + v * kLanes, limited(sum[v], low, high));
    }
  }
}

void depthwise(const ConvolutionSizes& s, const ConvolutionData& d) {
  const Planes p = planesOf(s);
  const size_t phases = s.strideY * s.strideX;
  float* const planes = d.scratch;
  float* const sums = planes + phases * p.step;
  clear(planes, phases * p.step);
  const size_t taps = s.kernelHeight * s.kernelWidth;
  const size_t multiplier = s.outputs / s.channels;
  size_t offsets[kMostTaps];
  for (size_t y = 0; y < s.kernelHeight; ++y) {
    for (size_t x = 0; x < s.kernelWidth; ++x) {
      offsets[y * s.kernelWidth + x] = (y % s.strideY * s.strideX + x % s.strideX) * p.step +
                                       y / s.strideY * p.pitch + x / s.strideX;
    }
  }
  for (size_t channel = 0; channel < s.channels; ++channel) {
    fillPlanes(s, p, d.input + channel * s.height * s.width, planes);
    for (size_t out = channel * multiplier; out < (channel + 1) * multiplier; ++out) {
      const float* const weights = d.weights + out * taps;
      if (taps == 9) {
        sumTaps<9>(planes, offsets, weights, taps, d.bias[out], p.flat, d.low, d.high, sums);
      } else {
        sumTaps<0>(planes, offsets, weights, taps, d.bias[out], p.flat, d.low, d.high, sums);
      }
      float* const output = d.output + out * s.outHeight * s.outWidth;
      for (size_t y = 0; y < s.outHeight; ++y) {
        copy(sums + y * p.pitch, output + y * s.outWidth, s.outWidth);
      }
    }
  }
}

constexpr ConvolutionKernels kKernels{denseScratch, depthwiseScratch, dense, depthwise};

}  // namespace
}  // namespace followspot::detail
