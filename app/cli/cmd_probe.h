#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `probe`.
void addProbeCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
