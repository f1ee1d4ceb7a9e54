#include "core/analytics/detection_agreement.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace followspot {

double DetectionAgreement::agreement() const {
  const double twice = 2 * static_cast<double>(matched);
  const double all = twice + static_cast<double>(lost + added);
  return all > 0 ? twice / all : 1;
}

void AgreementCounter::add(std::span<const Detection> before, std::span<const Detection> after) {
  const auto counts = [&](const Detection& detection) { return detection.score >= minScore_; };
  const auto mayMatch = [&](const Detection& detection) {
    return detection.score >= minScore_ / 2;
  };
  ++sums_.pictures;
  pairs_.clear();
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (std::size_t k = 0; mayMatch(before[i]) && k < after.size(); ++k) {
      if (before[i].classId != after[k].classId || !mayMatch(after[k])) {
        continue;
      }
      const double overlap = iou(before[i].box, after[k].box);
      if (overlap >= minIou_) {
        pairs_.push_back({overlap, i, k});
      }
    }
  }
  std::ranges::sort(pairs_, [](const Pair& a, const Pair& b) {
    return std::tuple(-a.iou, a.before, a.after) < std::tuple(-b.iou, b.before, b.after);
  });
  std::vector<bool> beforeTaken(before.size());
  std::vector<bool> afterTaken(after.size());
  for (const Pair& pair : pairs_) {
    if (beforeTaken[pair.before] || afterTaken[pair.after]) {
      continue;
    }
    beforeTaken[pair.before] = true;
    afterTaken[pair.after] = true;
    if (counts(before[pair.before]) || counts(after[pair.after])) {
      const double drift = after[pair.after].score - before[pair.before].score;
      ++sums_.matched;
      sums_.drift += drift;
      sums_.absoluteDrift += std::abs(drift);
      sums_.largestDrift = std::max(sums_.largestDrift, std::abs(drift));
      iouSum_ += pair.iou;
    }
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    sums_.before += counts(before[i]) ? 1 : 0;
    sums_.lost += counts(before[i]) && !beforeTaken[i] ? 1 : 0;
  }
  for (std::size_t k = 0; k < after.size(); ++k) {
    sums_.after += counts(after[k]) ? 1 : 0;
    sums_.added += counts(after[k]) && !afterTaken[k] ? 1 : 0;
  }
}

DetectionAgreement AgreementCounter::result() const {
  DetectionAgreement result = sums_;
  if (result.matched > 0) {
    const auto pairs = static_cast<double>(result.matched);
    result.drift /= pairs;
    result.absoluteDrift /= pairs;
    result.meanIou = iouSum_ / pairs;
  }
  return result;
}

}  // namespace followspot
