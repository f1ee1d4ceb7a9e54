#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/transforms/step_report.h"

namespace followspot::model {

/// Gives the value of a variable.
using VariableSource = std::function<Result<Tensor>(std::string_view name)>;

/// Makes a constant of every variable (Variable, VariableV2, VarHandleOp), under its name; reads
/// of resources become Identity. Numbers come out as 32-bit floats where they were half, bfloat16
/// or double.
/// @errors those of `source`; CorruptData: a value of another shape than the graph's variable.
[[nodiscard]] Result<Graph> freezeVariables(Graph graph, const VariableSource& source,
                                            StepReport& report);

/// The same numbers as 32-bit floats; other types than half, bfloat16 and double stay as they are.
[[nodiscard]] Tensor asFloat(const Tensor& tensor);

[[nodiscard]] bool isVariable(const Node& node);

}  // namespace followspot::model
