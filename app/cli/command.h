#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include <CLI/CLI.hpp>

#include "core/base/log.h"

namespace followspot::cli {

/// What a command gets from main.
struct CommandContext {
  std::stop_token stop;                   ///< Requested by Ctrl+C or SIGTERM.
  LogLevel logLevel = LogLevel::Warning;  ///< After -q or -v; the log sink is already set to it.
  bool quiet = false;                     ///< -q: nothing but errors; no progress, no summary.

  /// The chosen command, set while the command line is read; main runs it afterwards.
  std::function<int(const CommandContext&)> run;
};

/// Adds a command with -q and -v to `parent`.
///
/// A command is one file `cmd_<name>.cpp` with `void add<Name>Command(CLI::App&, CommandContext&)`,
/// listed in main.cpp:
///
///     void addProbeCommand(CLI::App& app, CommandContext& context) {
///       const auto options = std::make_shared<ProbeOptions>();
///       CLI::App& command = addCommand(
///           app, context, "probe", "Says what a video source is.",
///           "followspot-cli probe clip.mp4\n"
///           "followspot-cli probe clip.mp4 --json",
///           [options](const CommandContext& running) { return runProbe(*options, running); });
///       command.add_option("INPUT", options->input, "Video to look at.")->required();
///     }
///
/// Completion reads the kind of an option's value from its `type_name`: FILE and INPUT complete to
/// files, DIR and PKG to folders; the choices of `CLI::IsMember` complete to themselves.
/// @param examples  one command a line, at least one; shown at the end of its --help.
/// @param run       returns an `ExitCode`; standard output is for results, standard error for the
///                  rest.
CLI::App& addCommand(CLI::App& parent, CommandContext& context, const std::string& name,
                     const std::string& summary, const std::string& examples,
                     std::function<int(const CommandContext&)> run);

/// Adds a command that only holds others ("model"): they are added to the result.
CLI::App& addCommandGroup(CLI::App& parent, const std::string& name, const std::string& summary);

}  // namespace followspot::cli
