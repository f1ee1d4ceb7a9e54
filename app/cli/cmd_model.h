#pragma once

#include "app/cli/command.h"
#include "core/model/shrink/network_access.h"

namespace followspot::cli {

/// Adds `model` with the commands that need no OpenCV. @return the group, for more of them.
/// @param networks  for pruning, outlives the run; null in the launcher, which starts without
/// OpenCV
///                  and leaves pruning to the program with all commands.
CLI::App& addModelCommands(CLI::App& app, CommandContext& context, model::NetworkAccess* networks);

}  // namespace followspot::cli
