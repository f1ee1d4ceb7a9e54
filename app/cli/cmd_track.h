#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `track`: video in, tracks out.
void addTrackCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
