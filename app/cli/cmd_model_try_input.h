#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

void addModelTryInputCommand(CLI::App& group, CommandContext& context);

}  // namespace followspot::cli
