#pragma once

#include "app/cli/command.h"

namespace followspot::cli {

/// Adds `man`, which --help does not list: the manual page followspot-cli(1), made from the
/// commands themselves for the installer.
/// @source man-pages(7), groff_man(7).
void addManCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
