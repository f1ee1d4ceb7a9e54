#pragma once

#include <array>
#include <span>

#include "core/analytics/evaluation_data.h"

namespace followspot {

/// HOTA and its parts at 19 localisation thresholds 0.05, 0.10, ... 0.95.
/// @source Luiten et al., HOTA: A Higher Order Metric for Evaluating Multi-Object Tracking, IJCV
/// 2020.
struct HotaScores {
  static constexpr std::size_t kThresholds = 19;
  using Curve = std::array<double, kThresholds>;

  Curve truePositives{}, falseNegatives{}, falsePositives{};  ///< Counts.
  Curve assA{}, assRe{}, assPr{}, locA{};                     ///< In [0, 1].

  [[nodiscard]] Curve detA() const;
  [[nodiscard]] Curve detRe() const;
  [[nodiscard]] Curve detPr() const;
  [[nodiscard]] Curve hota() const;
  /// Mean over the thresholds.
  [[nodiscard]] static double mean(const Curve& curve);
};

/// @threading pure function; any thread.
[[nodiscard]] HotaScores evaluateHota(const EvaluatedSequence& sequence);

/// Several sequences as one: counts are summed, association and localisation weighted by true
/// positives.
[[nodiscard]] HotaScores combine(std::span<const HotaScores> sequences);

}  // namespace followspot
