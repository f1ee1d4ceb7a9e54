#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `prepare` to the `model` group.
void addModelPrepareCommand(CLI::App& group, CommandContext& context);

}  // namespace followspot::cli
