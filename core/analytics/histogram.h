#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace followspot {

/// How many values are where.
struct Histogram {
  double first = 0;                  ///< Lower edge of the first bin.
  double width = 1;                  ///< Of each bin: 1, 2 or 5 times a power of ten.
  std::vector<std::int64_t> counts;  ///< A value on an edge is in the upper bin.
};

/// @param values   finite, >= 0, in any order.
/// @param mostBins  >= 1.
/// @return bins from 0 on; no bins without values.
[[nodiscard]] Histogram histogramOf(std::span<const double> values, int mostBins);

/// The smallest of 1, 2 and 5 times a power of ten that is >= `least`, > 0.
[[nodiscard]] double roundStep(double least);

/// The value below which a part of the values is, between neighbours in a straight line.
/// @param ascending  at least one. @param part  in [0, 1].
[[nodiscard]] double quantileOf(std::span<const double> ascending, double part);

}  // namespace followspot
