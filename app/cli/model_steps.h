#pragma once

#include <functional>
#include <string>

#include "app/cli/shrink_gain.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/model/prepare/model_preparation.h"

namespace followspot::cli {

/// The value of --use-moving-averages: "auto", "yes" or "no".
[[nodiscard]] model::MovingAverages movingAveragesOf(const std::string& word);

/// Shows which step is at work, on standard error.
/// @param style  "auto": a line that is written over, on a terminal only; "json": one object a
/// line; "none".
[[nodiscard]] ProgressSink stepProgress(const std::string& style);
/// Says what each step did when it is done, on standard error: with "json" one object a line
/// (`step_done`, `ms`, `notes`, and of a graph `touched`, `before`, `after`), else nothing.
[[nodiscard]] std::function<void(const model::StepReport&)> stepDoneProgress(
    const std::string& style);
/// A step that is not one of a graph, such as writing a package, shown in the same way while `work`
/// runs.
[[nodiscard]] Result<void> asStep(const std::string& style, const std::string& name,
                                  const std::function<Result<void>()>& work);
/// Clears the line that progress was shown on.
void endStepProgress(const std::string& style);

/// What each step that made a model did, on standard output: a table, or one JSON document.
void printSteps(const model::PreparedModel& model);
/// @param gain  may be null.
void printStepsAsJson(const model::PreparedModel& model, const std::string& package,
                      const ShrinkGain* gain = nullptr);

}  // namespace followspot::cli
