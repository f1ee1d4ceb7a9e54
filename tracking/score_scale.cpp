#include "tracking/score_scale.h"

#include <algorithm>
#include <cmath>

namespace followspot::tracking {
namespace {

constexpr double kStrongLevel = 0.85;  // of detectors whose scores are taken as they are
constexpr double kLeastLevel = 0.2;
constexpr double kRiseTime = 1;  // s
constexpr double kFallTime = 30;

double eighthPower(double x) {
  const double x2 = x * x;
  const double x4 = x2 * x2;
  return x4 * x4;
}

}  // namespace

void ScoreScale::learn(std::span<const Detection> detections, double seconds, double minScore) {
  double weights = 0;
  double sum = 0;
  for (const Detection& detection : detections) {
    if (detection.score > minScore) {
      const double score = std::min(detection.score, 1.0);
      const double weight = eighthPower(score);
      weights += weight;
      sum += weight * score;
    }
  }
  if (!(weights > 0)) {
    return;  // says nothing about the detector
  }
  const double seen = sum / weights;
  if (level_ == 0) {
    level_ = seen;
  } else {
    // The share of a first-order lag, in a form without exponential: the same on every machine.
    const double time = seen > level_ ? kRiseTime : kFallTime;
    level_ += seconds / (time + seconds) * (seen - level_);
  }
  const double missing = std::max(1.0, kStrongLevel / std::max(level_, kLeastLevel));
  factor_ = std::sqrt(missing) * std::sqrt(std::sqrt(missing));
}

}  // namespace followspot::tracking
