#include "app/cli/command.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "core/base/contracts.h"
#include "core/base/text.h"

namespace followspot::cli {

CLI::App& addCommand(CLI::App& parent, CommandContext& context, const std::string& name,
                     const std::string& summary, const std::string& examples,
                     std::function<int(const CommandContext&)> run) {
  FS_EXPECTS(!examples.empty(), "every command shows an example");
  CLI::App& command = *parent.add_subcommand(name, summary);
  std::string footer = "Examples:\n";
  for (const std::string_view line : split(examples, '\n')) {
    footer.append("  ").append(line).append("\n");
  }
  command.footer(footer);
  command
      .add_flag_callback(
          "-q,--quiet",
          [&context] {
            context.quiet = true;
            context.logLevel = LogLevel::Error;
          },
          "Errors only: no progress, no summary.")
      ->trigger_on_parse();
  command
      .add_flag_function(
          "-v,--verbose",
          [&context](std::int64_t times) {
            context.logLevel = times > 1 ? LogLevel::Debug : LogLevel::Info;
          },
          "Says what it does; -vv says more.")
      ->excludes("--quiet");
  command.callback([&context, run = std::move(run)] { context.run = run; });
  return command;
}

CLI::App& addCommandGroup(CLI::App& parent, const std::string& name, const std::string& summary) {
  CLI::App& group = *parent.add_subcommand(name, summary);
  group.require_subcommand(1);
  return group;
}

}  // namespace followspot::cli
