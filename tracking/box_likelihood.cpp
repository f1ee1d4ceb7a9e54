#include "tracking/box_likelihood.h"

#include <algorithm>

namespace followspot::tracking {

void NoiseScale::learn(const ExpectedBox& expected, const MeasuredBox& matched) {
  constexpr double kMostSurprise = 4;  // variances; a wrong match teaches no more than this
  constexpr double kLeast = 0.02;
  constexpr double kMost = 50;
  const auto miss = missesOf(expected, matched);
  for (std::size_t i = 0; i < 4; ++i) {
    const double surprise = std::min(miss[i] * miss[i] * expected.precision[i], kMostSurprise);
    factors_[i] = std::clamp(factors_[i] * (1 + rate_ * (surprise - 1)), kLeast, kMost);
  }
}

ExpectedBox expectedBox(const BoxFilter& filter, const BoxNoise& noise, const NoiseScale& scale) {
  ExpectedBox expected;
  expected.centre = MeasuredBox(filter.box());
  expected.perWidth = 1 / filter.width().value;
  expected.perHeight = 1 / filter.height().value;
  const double perArea[2] = {expected.perWidth * expected.perWidth,
                             expected.perHeight * expected.perHeight};
  const std::array<double, 4> variances = {filter.cx().varValue, filter.cy().varValue,
                                           filter.width().varValue, filter.height().varValue};
  double product = 1;
  for (std::size_t i = 0; i < 4; ++i) {
    const double measurement = noise.measurement[i] * noise.measurement[i];
    const double variance = scale.factors()[i] * (variances[i] * perArea[i % 2] + measurement);
    expected.precision[i] = 1 / variance;
    product *= variance;
  }
  expected.logVolume = 0.5 * portableLog(product);
  return expected;
}

}  // namespace followspot::tracking
