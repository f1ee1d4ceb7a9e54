#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `project create`, `project import`, `project export` and `project info`.
void addProjectCommands(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
