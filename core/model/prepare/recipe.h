#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/transforms/step_report.h"

namespace followspot::model {

/// One named transform of a graph.
struct RecipeStep {
  std::string name;
  std::function<Result<Graph>(Graph, StepReport&)> run;
};

/// What a recipe's run is watched and stopped by.
struct RecipeContext {
  ProgressSink progress;  ///< May be empty. Unit: steps.
  /// Gets each step's report as soon as it is done; may be empty. Called on the working thread.
  std::function<void(const StepReport&)> stepDone;
  std::stop_token stop;             ///< Asked before every step.
  std::filesystem::path keepSteps;  ///< Folder for the graph after every step; empty: none is kept.
};

/// Writes a graph as "07-fold-constants.pb", or as its text for one that OpenCV runs beside it.
/// @errors those of OutputFile.
enum class KeptAs { Binary, Text };
[[nodiscard]] Result<void> keepGraph(const Graph& graph, const std::filesystem::path& folder,
                                     std::size_t number, const std::string& step,
                                     KeptAs form = KeptAs::Binary);

/// Runs the steps in order.
/// @param reports  gets one report a step, also of those before one that fails.
/// @errors those of the steps, with the step's name; Cancelled; those of writing a kept graph.
[[nodiscard]] Result<Graph> runRecipe(const std::vector<RecipeStep>& steps, Graph graph,
                                      const RecipeContext& context,
                                      std::vector<StepReport>& reports);

}  // namespace followspot::model
