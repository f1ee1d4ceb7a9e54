#include "tracking/box_likelihood.h"

#include <algorithm>
#include <cmath>

#include "tracking/portable_math.h"

namespace followspot::tracking {
namespace {

std::array<double, 4> misses(const ExpectedBox& expected, const MeasuredBox& box) {
  return {(box.cx - expected.centre.cx) * expected.perWidth,
          (box.cy - expected.centre.cy) * expected.perHeight,
          box.logWidth - expected.centre.logWidth, box.logHeight - expected.centre.logHeight};
}

}  // namespace

MeasuredBox::MeasuredBox(const Box& box)
    : cx(box.x + box.w / 2),
      cy(box.y + box.h / 2),
      logWidth(portableLog(box.w)),
      logHeight(portableLog(box.h)) {}

void NoiseScale::learn(const ExpectedBox& expected, const MeasuredBox& matched) {
  constexpr double kMostSurprise = 4;  // variances; a wrong match teaches no more than this
  constexpr double kLeast = 0.02;
  constexpr double kMost = 50;
  const auto miss = misses(expected, matched);
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
  const double measurement = noise.measurement * noise.measurement;
  const double perArea[2] = {expected.perWidth * expected.perWidth,
                             expected.perHeight * expected.perHeight};
  const std::array<double, 4> variances = {filter.cx().varValue, filter.cy().varValue,
                                           filter.width().varValue, filter.height().varValue};
  double product = 1;
  for (std::size_t i = 0; i < 4; ++i) {
    const double variance = scale.factors()[i] * (variances[i] * perArea[i % 2] + measurement);
    expected.precision[i] = 1 / variance;
    product *= variance;
  }
  expected.logVolume = 0.5 * portableLog(product);
  return expected;
}

double squaredDistance(const ExpectedBox& expected, const MeasuredBox& box) {
  const auto miss = misses(expected, box);
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    sum += miss[i] * miss[i] * expected.precision[i];
  }
  return sum;
}

double logDensity(const ExpectedBox& expected, double squaredDistance, double tail) {
  return -0.5 * (tail + 4) * portableLog(1 + squaredDistance / tail) - expected.logVolume;
}

}  // namespace followspot::tracking
