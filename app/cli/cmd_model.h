#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `model import`, `model inspect` and `model list`.
void addModelCommands(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
