#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/analytics/clear_metrics.h"
#include "core/analytics/evaluation_data.h"
#include "core/analytics/hota.h"

namespace followspot {

/// Every score of one sequence, or of several together.
struct SequenceScores {
  std::string name;
  HotaScores hota;
  ClearScores clear;
  IdentityScores identity;
};

/// @param events  null, or receives the errors that the CLEAR scores count.
[[nodiscard]] SequenceScores scoreSequence(std::string name, const EvaluatedSequence& sequence,
                                           std::vector<TrackingErrorEvent>* events = nullptr);

/// Several sequences as one; not the mean of their scores.
[[nodiscard]] SequenceScores combine(std::string name, std::span<const SequenceScores> sequences);

/// A score by the name that the evaluation programs of the field use.
struct Figure {
  std::string_view name;
  double value = 0;    ///< Percent, or a whole number where it counts.
  bool count = false;  ///< How many, not how much.
};

/// All figures, in one order.
[[nodiscard]] std::vector<Figure> figuresOf(const SequenceScores& scores);

}  // namespace followspot
