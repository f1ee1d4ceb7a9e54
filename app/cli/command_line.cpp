#include "app/cli/command_line.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <new>

#include "app/cli/exit_code.h"

namespace followspot::cli {
namespace {

/// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

/// The innermost command that was recognised before the mistake.
CLI::App& reached(CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : reached(*chosen.front());
}

std::string fullName(const CLI::App& command) {
  const CLI::App* const parent = command.get_parent();
  return parent == nullptr ? command.get_name() : fullName(*parent) + " " + command.get_name();
}

std::vector<std::string> commandNames(CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* const sub : command.get_subcommands([](CLI::App*) { return true; })) {
    if (!sub->get_group().empty()) {  // else hidden
      names.push_back(sub->get_name());
    }
  }
  return names;
}

std::vector<std::string> optionNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* const option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

std::string sentence(std::string text) {
  if (!text.empty() && text.back() != '.') {
    text += '.';
  }
  return text;
}

/// What was wrong with the command line, in our words where CLI11's are not helpful.
std::string explain(CLI::App& command, const CLI::ParseError& error) {
  const std::vector<std::string> commands = commandNames(command);
  const std::vector<std::string> extras = command.remaining();
  const std::string stranger = extras.empty() ? "" : extras.front();
  if (!commands.empty() && command.get_subcommands().empty() && !stranger.starts_with("-")) {
    if (stranger.empty()) {
      return "a command is missing.";
    }
    const std::string_view meant = nearest(stranger, commands);
    return "there is no command \"" + stranger + "\"." +
           (meant.empty() ? "" : " Did you mean \"" + std::string(meant) + "\"?");
  }
  if (stranger.starts_with("-")) {
    const std::string name = stranger.substr(0, stranger.find('='));
    const std::string_view meant = nearest(name, optionNames(command));
    return "there is no option " + name + "." +
           (meant.empty() ? "" : " Did you mean " + std::string(meant) + "?");
  }
  if (!stranger.empty()) {
    return "\"" + stranger + "\" is one argument too many.";
  }
  return sentence(error.what());
}

int usageError(CLI::App& app, const CLI::ParseError& error) {
  CLI::App& command = reached(app);
  const std::string name = fullName(command);
  std::fprintf(stderr, "%s: %s \"%s --help\" shows what can be given.\n", name.c_str(),
               explain(command, error).c_str(), name.c_str());
  return Usage;
}

void logToStandardError(LogLevel level, std::string_view category, std::string_view text) {
  const std::string_view word = nameOf(level);
  std::fprintf(stderr, "%.*s %.*s: %.*s\n", static_cast<int>(word.size()), word.data(),
               static_cast<int>(category.size()), category.data(), static_cast<int>(text.size()),
               text.data());
}

}  // namespace

std::string_view nearest(std::string_view word, const std::vector<std::string>& names) {
  std::string_view best;
  std::size_t bestDistance = word.size() / 3 + 1;
  for (const std::string& name : names) {
    const std::size_t d = distance(word, name);
    if (d < bestDistance) {
      bestDistance = d;
      best = name;
    }
  }
  return best;
}

int runCommandLine(CLI::App& app, CommandContext& context, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);  // --help and --version
  } catch (const CLI::ParseError& error) {
    return usageError(app, error);
  }
  setLogSink(logToStandardError, context.logLevel);
  try {
    return context.run(context);
  } catch (const std::bad_alloc&) {
    std::fputs("followspot-cli: out of memory. Close other programs, or use a smaller input.\n",
               stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "followspot-cli: internal error: %s. Please report it.\n", error.what());
  }
  return Failed;
}

}  // namespace followspot::cli
