#pragma once

#include <string>
#include <vector>

#include "core/analytics/model_choice.h"

namespace followspot::cli {

/// The figures of several models as a table for people, and which differences are within noise.
[[nodiscard]] std::string modelTable(const std::vector<ModelFigures>& models);
/// One row a model, a heading line, numbers with full precision.
[[nodiscard]] std::string modelCsv(const std::vector<ModelFigures>& models);
/// All figures and the choice as one JSON document.
[[nodiscard]] std::string modelJson(const std::vector<ModelFigures>& models,
                                    const ModelChoice* choice);

}  // namespace followspot::cli
