#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "app/cli/cmd_model.h"
#include "app/cli/command.h"
#include "app/cli/command_line.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "core/base/this_process.h"

namespace {

/// Whether this program has a command of `model` in itself. Pruning runs networks.
bool isLight(std::string_view command, std::span<char*> options) {
  constexpr std::array<std::string_view, 8> kLight = {
      "preflight", "prepare", "shrink",  "export-tflite-graph",
      "textgraph", "import",  "inspect", "list"};
  return std::ranges::find(kLight, command) != kLight.end() &&
         std::ranges::none_of(options, [](std::string_view option) {
           return option.starts_with("--prune") || option.starts_with("--target-speed");
         });
}

}  // namespace

/// The command as the user calls it. Most of the `model` commands need no video and no OpenCV,
/// whose loading alone costs more than preparing a model: they run here. Everything else is the
/// program with all commands, which takes this one's place (ADR 11).
int main(int argc, char** argv) {
  using namespace followspot::cli;
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (argc > 2 && std::string_view(argv[1]) == "model" && isLight(argv[2], arguments.subspan(3))) {
    CLI::App app("Followspot: tracks objects in video.", "followspot-cli");
    app.require_subcommand(1);
    CommandContext context;
    context.stop = stopOnInterrupt();
    addModelCommands(app, context, nullptr);
    return runCommandLine(app, context, argc, argv);
  }
  const std::string program = followspot::companionProgram("followspot-cli-full").string();
  ::execv(program.c_str(), argv);
  std::fprintf(stderr, "followspot-cli: %s: cannot be started (%s). Install Followspot again.\n",
               program.c_str(), std::generic_category().message(errno).c_str());
  return Failed;
}
