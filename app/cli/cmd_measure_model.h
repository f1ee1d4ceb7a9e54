#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Name of the command below.
inline constexpr const char* kMeasureCommand = "measure-model";

/// Adds `measure-model`, which is not for people: `model compare` runs it as a process of its own
/// for each round. It writes what it measured as JSON.
void addMeasureModelCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
