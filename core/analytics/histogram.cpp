#include "core/analytics/histogram.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/base/contracts.h"

namespace followspot {

double roundStep(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    // Rounding must not make 0.30000000000000004 of 0.3.
    constexpr double kSlack = 1 - 1e-12;
    if (factor * power >= least * kSlack) {
      return factor * power;
    }
  }
  return 10 * power;
}

Histogram histogramOf(std::span<const double> values, int mostBins) {
  FS_EXPECTS(mostBins >= 1, "there is a bin");
  Histogram histogram;
  if (values.empty()) {
    return histogram;
  }
  const double highest = *std::ranges::max_element(values);
  histogram.width = highest > 0 ? roundStep(highest / mostBins) : 1;
  if (std::floor(highest / histogram.width) >= mostBins) {
    histogram.width = roundStep(histogram.width * 1.5);  // the highest is on the last edge
  }
  histogram.counts.resize(static_cast<std::size_t>(highest / histogram.width) + 1);
  for (const double value : values) {
    ++histogram.counts[static_cast<std::size_t>(value / histogram.width)];
  }
  return histogram;
}

double quantileOf(std::span<const double> ascending, double part) {
  FS_EXPECTS(!ascending.empty(), "there is a value");
  const double at = part * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  return ascending[below] +
         (at - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

}  // namespace followspot
