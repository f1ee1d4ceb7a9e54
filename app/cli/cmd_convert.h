#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `convert`.
void addConvertCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
