#pragma once

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/transforms/step_report.h"

namespace followspot::model {

/// Connects past dropout in each of the forms that TensorFlow 1 and 2 build: a mask made of random
/// numbers, by which scaled activations are multiplied or selected.
[[nodiscard]] Result<Graph> removeDropout(Graph graph, StepReport& report);

/// Makes an inference graph of a training graph that has been cut: batch norm uses the moving
/// statistics (fused, and unfused over batch moments), fake quantisation is connected past.
///
/// Variables that the training graph kept elsewhere (moving_mean, moving_variance) are added.
/// @errors Unsupported: batch norm whose statistics cannot be found (names the node).
[[nodiscard]] Result<Graph> toInference(Graph graph, StepReport& report);

}  // namespace followspot::model
