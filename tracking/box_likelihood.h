#pragma once

#include <array>

#include "core/types/box.h"
#include "tracking/box_filter.h"
#include "tracking/portable_math.h"

namespace followspot::tracking {

/// A detection's box in the terms of the likelihood.
struct MeasuredBox {
  explicit MeasuredBox(const Box& box)
      : cx(box.x + box.w / 2),
        cy(box.y + box.h / 2),
        logWidth(portableLog(box.w)),
        logHeight(portableLog(box.h)) {}
  double cx = 0;
  double cy = 0;
  double logWidth = 0;
  double logHeight = 0;
};

/// Where a track's box is expected, and how surely.
struct ExpectedBox {
  MeasuredBox centre{Box{0, 0, 1, 1}};
  double perWidth = 1;   ///< 1 / predicted width.
  double perHeight = 1;  ///< 1 / predicted height.
  /// 1 / variance of what a detection misses: centre in shares of width and height, log width, log
  /// height.
  std::array<double, 4> precision{};
  double logVolume = 0;  ///< Half the log of the product of those variances.
};

/// How exact this detector's boxes are in this scene, learnt while tracking.
///
/// A filter's noise is set once, but detectors differ (a box is 1 % or 20 % off) and so do scenes.
/// Four factors, one for each coordinate, bring the variances that filters predict to what matched
/// detections really miss. They scale likelihoods only: the filter's gain does not depend on them.
/// @source innovation-based adaptive estimation: Mehra, IEEE TAC 15 (1970).
class NoiseScale {
 public:
  /// @param rate  how much one match counts against all before, in (0, 1).
  explicit NoiseScale(double rate) : rate_(rate) {}

  void learn(const ExpectedBox& expected, const MeasuredBox& matched);
  [[nodiscard]] const std::array<double, 4>& factors() const { return factors_; }

 private:
  double rate_;
  std::array<double, 4> factors_{1, 1, 1, 1};
};

[[nodiscard]] ExpectedBox expectedBox(const BoxFilter& filter, const BoxNoise& noise,
                                      const NoiseScale& scale);

/// What a detection misses the expectation by, coordinate by coordinate, as `precision` has them.
[[nodiscard]] inline std::array<double, 4> missesOf(const ExpectedBox& expected,
                                                    const MeasuredBox& box) {
  return {(box.cx - expected.centre.cx) * expected.perWidth,
          (box.cy - expected.centre.cy) * expected.perHeight,
          box.logWidth - expected.centre.logWidth, box.logHeight - expected.centre.logHeight};
}

/// The sum of the four squared misses in standard deviations.
[[nodiscard]] inline double squaredDistance(const ExpectedBox& expected, const MeasuredBox& box) {
  const auto miss = missesOf(expected, box);
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    sum += miss[i] * miss[i] * expected.precision[i];
  }
  return sum;
}

/// Log density of a detection around the expectation, less a constant: a Student distribution in
/// four dimensions, whose tails forgive the odd bad box.
/// @param tail  degrees of freedom, > 0.
[[nodiscard]] inline double logDensity(const ExpectedBox& expected, double squaredDistance,
                                       double tail) {
  return -0.5 * (tail + 4) * portableLog(1 + squaredDistance / tail) - expected.logVolume;
}

}  // namespace followspot::tracking
