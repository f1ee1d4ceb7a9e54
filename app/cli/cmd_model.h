#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `model` with the commands that need no OpenCV. @return the group, for more of them.
CLI::App& addModelCommands(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
