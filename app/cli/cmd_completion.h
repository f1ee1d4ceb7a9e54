#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `completion`: a script that completes commands and options in a shell. Made from the
/// commands themselves, so add it last.
void addCompletionCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
