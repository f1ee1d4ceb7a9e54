#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/model/model_package.h"

namespace followspot::wiring {

/// What running a model costs in a process that does nothing else.
struct Measurement {
  double loadMs = 0;              ///< Reading, checking, loading and a first run.
  std::vector<double> forwardMs;  ///< A picture of 1280x720 to detections, warm-up left out.
  std::int64_t peakBytes = 0;
};

/// Measures in this very process: call it in one of its own.
/// @param runs  >= 1.
/// @errors as loadOnce.
[[nodiscard]] Result<Measurement> measureHere(const model::ModelLocation& location, int runs);

}  // namespace followspot::wiring
