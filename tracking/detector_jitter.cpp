#include "tracking/detector_jitter.h"

#include <algorithm>
#include <cmath>

namespace followspot::tracking {

void DetectorJitter::learn(JitterTrace& trace, double centreX, Timestamp time, bool inARow,
                           double perWidth) {
  constexpr double kLongestStep = 0.15;  // s
  constexpr double kMostSurprise = 9;    // variances; one wrong box teaches no more than this
  constexpr double kSlowest = 0.005;     // weight of one bend, in the long run
  constexpr double kHeadStart = 10;      // bends that the first guess is worth
  constexpr double kLeastVariance = 1e-5;
  if (!inARow) {
    trace.pictures = 0;
    trace.bendShare = -1;
  }
  if (trace.pictures >= 2) {
    const double before = std::chrono::duration<double>(trace.newerTime - trace.olderTime).count();
    const double after = std::chrono::duration<double>(time - trace.newerTime).count();
    if (before > 0 && after > 0 && before <= kLongestStep && after <= kLongestStep) {
      const double share = before / (before + after);
      const double line = trace.older + share * (centreX - trace.older);
      const double bend = (trace.newer - line) * perWidth;
      if (trace.bendShare >= 0) {
        const double most = kMostSurprise * variance_;
        const double sample =
            std::clamp(-bend * trace.bend / (1 - share + trace.bendShare), -most, most);
        const double rate = std::max(kSlowest, 1 / (bends_ + kHeadStart));
        variance_ = std::max(kLeastVariance, variance_ + rate * (sample - variance_));
        ++bends_;
      }
      trace.bend = bend;
      trace.bendShare = share;
    } else {
      trace.bendShare = -1;
    }
  }
  trace.older = trace.newer;
  trace.olderTime = trace.newerTime;
  trace.newer = centreX;
  trace.newerTime = time;
  trace.pictures = std::min(trace.pictures + 1, 2);
}

double DetectorJitter::deviation() const { return std::sqrt(variance_); }

double DetectorJitter::weakness() const {
  constexpr double kExact = 0.025;
  constexpr double kWeak = 0.035;
  return std::clamp((deviation() - kExact) / (kWeak - kExact), 0.0, 1.0);
}

BoxNoise mix(const BoxNoise& first, const BoxNoise& second, double share) {
  const auto between = [share](double a, double b) { return a + share * (b - a); };
  BoxNoise noise;
  noise.position = between(first.position, second.position);
  noise.velocity = between(first.velocity, second.velocity);
  noise.sizeVelocity = between(first.sizeVelocity, second.sizeVelocity);
  for (std::size_t i = 0; i < noise.measurement.size(); ++i) {
    noise.measurement[i] = between(first.measurement[i], second.measurement[i]);
  }
  noise.lowScoreDoubt = between(first.lowScoreDoubt, second.lowScoreDoubt);
  return noise;
}

}  // namespace followspot::tracking
