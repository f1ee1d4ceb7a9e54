#pragma once

#include "app/cli/command.h"
#include "app/cli/eval_options.h"
#include "core/analytics/evaluation_setup.h"
#include "core/base/result.h"

namespace followspot::cli {

/// Scores tracks against ground truth: `eval --tracks`.
int runEvalTracks(const EvalOptions& options, const CommandContext& context);

/// The pictures that count, by `--every` or `--keep-frames`. @errors as readFrameList.
[[nodiscard]] Result<KeptFrames> keptFrames(const EvalOptions& options);

}  // namespace followspot::cli
