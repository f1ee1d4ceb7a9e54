#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// `model shrink`: makes a package smaller or faster.
void addModelShrinkCommand(CLI::App& group, CommandContext& context);

}  // namespace followspot::cli
