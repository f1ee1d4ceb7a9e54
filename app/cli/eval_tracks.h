#pragma once

#include "app/cli/command.h"
#include "app/cli/eval_options.h"

namespace followspot::cli {

/// Scores tracks against ground truth: `eval --tracks`.
int runEvalTracks(const EvalOptions& options, const CommandContext& context);

}  // namespace followspot::cli
