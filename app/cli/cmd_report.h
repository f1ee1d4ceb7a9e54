#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `report`.
void addReportCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
