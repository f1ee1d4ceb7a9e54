#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/transforms/step_report.h"

namespace followspot::model {

/// Replaces what does not depend on the picture by constants of the same names: arithmetic on
/// weights, shapes of tensors and what is computed from them.
/// @errors CorruptData: a cycle or a missing input.
[[nodiscard]] Result<Graph> foldConstants(Graph graph, StepReport& report);

/// Moves batch norm into the convolution before it, in every form: fused (version 1, 2, 3), and
/// unfused as multiplication, division, addition and subtraction with constants, in any order of
/// operands. What is left is the convolution and one BiasAdd, which has the batch norm's name.
///
/// w' = w g / sqrt(v + e), b' = (b - m) g / sqrt(v + e) + beta; computed in double precision.
/// Where convolutions share their weights, batch norm stays (the same weights cannot hold several).
/// @source Jacob et al. 2018 (arXiv:1712.05877), section 3.2.
[[nodiscard]] Result<Graph> foldBatchNorm(Graph graph, StepReport& report);

/// Replaces combinations of operations by the one that runtimes know: Minimum of Relu and 6,
/// nearest-neighbour enlarging by repetition and reshaping.
[[nodiscard]] Result<Graph> fusePatterns(Graph graph, StepReport& report);

}  // namespace followspot::model
