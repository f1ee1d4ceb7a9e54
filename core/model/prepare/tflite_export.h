#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/prepare/ssd_network.h"

namespace followspot::model {

/// The flags of TensorFlow's `export_tflite_ssd_graph.py`, with its defaults.
struct TfliteExportOptions {
  std::filesystem::path config;
  std::string configOverride;
  std::filesystem::path checkpoint;
  GraphOrigin graphOrigin = GraphOrigin::Auto;
  MovingAverages movingAverages = MovingAverages::Auto;
  bool addPostprocessing = true;
  int maxDetections = 10;
  int maxClassesPerDetection = 1;
  int detectionsPerClass = 100;
  bool useRegularNms = false;
};

/// Makes the frozen graph that TensorFlow's script makes, for the TFLite converter: the network
/// with its batch norms, `raw_outputs/...`, `anchors`, and the post-process operation; nodes, names
/// and attributes as there.
///
/// One difference: the script takes moving averages only where eval_config says so; `Auto` here
/// also where the optimizer kept them.
/// @param reports  what each step did.
/// @errors as prepareModel; Unsupported: a resizer other than fixed_shape_resizer.
/// @source object_detection/export_tflite_ssd_graph_lib.py
[[nodiscard]] Result<Graph> exportTfliteGraph(const TfliteExportOptions& options,
                                              const RecipeContext& context,
                                              std::vector<StepReport>& reports);

}  // namespace followspot::model
