#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `batch run`, `batch status`, `batch pause`, `batch resume` and `batch cancel`.
void addBatchCommands(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
