#pragma once

#include <string>

#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "core/model/model_package.h"

namespace followspot::cli {

/// Adds --try to a command that makes a package.
void addTrialOption(CLI::App& command, bool& wanted);

/// What a package must pass before it is put in place: with `wanted`, that OpenCV loads it and runs
/// it once in a process of its own; else nothing more.
/// @param output  what messages call the package.
[[nodiscard]] model::PackageCheck trialCheck(bool wanted, const std::string& output,
                                             const CommandContext& context);

/// Which exit code tells about an error of saving a package: the model's or the disk's.
[[nodiscard]] ExitCode savingExitCode(const Error& error);

}  // namespace followspot::cli
