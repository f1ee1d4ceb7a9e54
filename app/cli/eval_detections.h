#pragma once

#include "app/cli/eval_options.h"

namespace followspot::cli {

/// Average precision of one class: `eval --detections`.
int runEvalDetections(const EvalOptions& options);

}  // namespace followspot::cli
