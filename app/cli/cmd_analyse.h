#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `analyse`.
void addAnalyseCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
