#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command.h"

namespace followspot::cli {

/// The name among `names` that `word` is a misspelling of; empty where none is near (more than a
/// third of its letters wrong). Counts insertions, deletions, replacements and swaps of neighbours.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       const std::vector<std::string>& names);

/// Reads the command line, and runs the command chosen in it.
/// @return an `ExitCode`; a wrong command line is Usage, whatever CLI11 would have given.
int runCommandLine(CLI::App& app, CommandContext& context, int argc, char** argv);

}  // namespace followspot::cli
