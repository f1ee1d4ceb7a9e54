#pragma once

#include <array>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/media/frame.h"
#include "core/media/source_info.h"
#include "core/model/model_package.h"
#include "core/types/detection.h"

namespace followspot::wiring {

/// A way to bring pictures to a network, and what came of it.
struct InputCandidate {
  std::string key;  ///< "as-is", "swapped", "other-range", "swapped-other-range".
  std::array<float, 3> mean{};
  float scale = 1;
  bool rgb = true;
  double topScore = 0;      ///< Best of all pictures, in [0, 1].
  double meanTopScore = 0;  ///< Mean of the pictures' best scores.
  DetectionSet shown;       ///< On `InputTrial::picture`, score >= 0.3.
};

struct InputTrial {
  std::vector<InputCandidate> candidates;  ///< As-is first.
  std::size_t best = 0;                    ///< By mean top score.
  std::vector<Frame> picture;  ///< The one that anything was seen best on; none without a source.
};

/// Runs a model with its channels in both orders and its values in both usual ranges ([-1, 1] and
/// [0, 1]; or [-1, 1] beside the model's own): a network sees most in the input it was trained for.
/// @param source  no location: nothing is run, as-is is the best.
/// @errors those of the model, the source and the detector; Cancelled.
/// @threading blocks; any thread.
[[nodiscard]] Result<InputTrial> tryInputs(const model::ModelLocation& location,
                                           const SourceSpec& source, const std::stop_token& stop);

}  // namespace followspot::wiring
