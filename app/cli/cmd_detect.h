#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `detect`: video in, detections out.
void addDetectCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
