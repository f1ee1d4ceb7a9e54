#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/transforms/step_report.h"

namespace followspot::model {

/// Keeps what `outputs` need; control inputs, devices and notes of shapes go.
/// @errors CorruptData: an output or input that is not there.
[[nodiscard]] Result<Graph> stripUnused(Graph graph, const std::vector<std::string>& outputs,
                                        StepReport& report);

/// Connects past nodes that hand on their input: Identity, StopGradient, CheckNumerics, ...;
/// `outputs` keep their names.
[[nodiscard]] Result<Graph> stripIdentity(Graph graph, const std::vector<std::string>& outputs,
                                          StepReport& report);

/// Puts every node behind its inputs. @errors CorruptData: a cycle.
[[nodiscard]] Result<Graph> sortTopologically(Graph graph, StepReport& report);

}  // namespace followspot::model
