#pragma once

#include <cmath>

#include "core/types/detection.h"

namespace followspot::tracking {

/// Boxes that trackers take in: finite, within 10 million px, 0.01 px and more in size. What lies
/// beyond is no picture's, and would only cost the arithmetic its exactness.
[[nodiscard]] inline bool isUsable(const Box& box) {
  constexpr double kFarthest = 1e7;
  constexpr double kSmallest = 1e-2;
  return box.w >= kSmallest && box.h >= kSmallest && box.x >= -kFarthest && box.y >= -kFarthest &&
         box.right() <= kFarthest && box.bottom() <= kFarthest;
}

/// Detections that trackers take in: a usable box and a score that is a number.
[[nodiscard]] inline bool isUsable(const Detection& detection) {
  return isUsable(detection.box) && std::isfinite(detection.score);
}

}  // namespace followspot::tracking
