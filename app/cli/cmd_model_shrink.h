#pragma once

#include "app/cli/command.h"
#include "core/model/shrink/network_access.h"

namespace followspot::cli {

/// `model shrink`: makes a package smaller or faster. @param networks  as for `addModelCommands`.
void addModelShrinkCommand(CLI::App& group, CommandContext& context,
                           model::NetworkAccess* networks);

}  // namespace followspot::cli
