#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `export-tflite-graph` to the `model` group.
void addModelExportCommand(CLI::App& group, CommandContext& context);

}  // namespace followspot::cli
