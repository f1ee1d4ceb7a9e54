#pragma once

#include "app/cli/command.h"
#include "core/model/shrink/network_access.h"

namespace followspot::cli {

/// Adds `prepare` to the `model` group. @param networks  as for `addModelCommands`.
void addModelPrepareCommand(CLI::App& group, CommandContext& context,
                            model::NetworkAccess* networks);

}  // namespace followspot::cli
