#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `try-model`, which is not for people: other commands run it as a process of its own to see
/// whether OpenCV survives a model (core/model/model_trial.h).
void addTryModelCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
