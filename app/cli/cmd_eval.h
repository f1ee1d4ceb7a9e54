#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `eval`: tracks or detections against ground truth.
void addEvalCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
