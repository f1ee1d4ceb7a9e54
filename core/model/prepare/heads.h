#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/config/pipeline_config.h"
#include "core/model/graph.h"

namespace followspot::model {

/// The last nodes of a network's convolutions, one a feature map, finest map first.
struct SsdHeads {
  std::vector<std::string> boxes;    ///< Give [1, h, w, k * 4].
  std::vector<std::string> classes;  ///< Give [1, h, w, k * score columns].

  /// Both lists in one.
  [[nodiscard]] std::vector<std::string> all() const;
};

/// Finds where the network ends: what adds the biases of the box and class predictors. They are
/// known by the variables they read (frozen or not), which the configuration's predictor names;
/// node names play no part but to tell the maps of a shared predictor apart.
/// @errors Unsupported: not there, or not one pair a map (says what is).
/// @source object_detection/predictors/convolutional_box_predictor.py
[[nodiscard]] Result<SsdHeads> findHeads(const Graph& graph, BoxPredictor::Kind kind);

}  // namespace followspot::model
