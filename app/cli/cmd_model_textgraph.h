#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `textgraph` to the `model` group.
void addModelTextGraphCommand(CLI::App& group, CommandContext& context);

}  // namespace followspot::cli
