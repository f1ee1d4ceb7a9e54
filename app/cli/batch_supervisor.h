#pragma once

#include <filesystem>
#include <string>

#include "app/cli/command.h"

namespace followspot::cli {

/// Lets a process of its own work on a queue, and starts another one where it crashes: the file it
/// was at has then failed. Waits for the end.
/// @return the last worker's exit code.
[[nodiscard]] int superviseBatch(const std::filesystem::path& folder, int threads,
                                 const std::string& progress, const CommandContext& context);

}  // namespace followspot::cli
