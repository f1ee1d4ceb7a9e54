#include "app/cli/cmd_completion.h"

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/exit_code.h"

namespace followspot::cli {
namespace {

/// What can follow a command: other commands and options.
struct Words {
  std::string path;  ///< "model import"; empty for the program itself.
  std::vector<const CLI::App*> commands;
  std::vector<std::pair<std::string, std::string>> options;  ///< "--csv" and what it does.
};

void collectOptions(const CLI::App& app, Words& words) {
  for (const CLI::Option* const option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      words.options.emplace_back("--" + name, option->get_description());
    }
  }
}

void collect(const CLI::App& app, const std::string& path, std::vector<Words>& all) {
  Words words;
  words.path = path;
  collectOptions(app, words);
  for (const CLI::App* const sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (sub->get_name().empty()) {
      collectOptions(*sub, words);           // a group of options
    } else if (!sub->get_group().empty()) {  // else hidden
      words.commands.push_back(sub);
    }
  }
  all.push_back(words);
  for (const CLI::App* const sub : words.commands) {
    collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), all);
  }
}

std::string wordList(const Words& words) {
  std::string list;
  for (const CLI::App* const command : words.commands) {
    list += command->get_name() + " ";
  }
  for (const auto& [name, description] : words.options) {
    list += name + " ";
  }
  return list;
}

std::string bashScript(const std::vector<Words>& all) {
  std::string script =
      "_followspot_cli() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} path= word words\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    case \"$path $word\" in\n";
  for (const Words& words : all) {
    if (!words.path.empty()) {
      script +=
          "      \" " + words.path + "\"|\"" + words.path + "\") path=\"" + words.path + "\" ;;\n";
    }
  }
  script +=
      "    esac\n"
      "  done\n"
      "  case \"$path\" in\n";
  for (const Words& words : all) {
    script += "    \"" + words.path + "\") words=\"" + wordList(words) + "\" ;;\n";
  }
  script +=
      "  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$current\"))\n"
      "}\n"
      "complete -o filenames -F _followspot_cli followspot-cli\n";
  return script;
}

std::string quotedForFish(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return quoted + "'";
}

std::string fishScript(const std::vector<Words>& all) {
  std::string script;
  for (const Words& words : all) {
    std::string condition = "__fish_use_subcommand";
    if (!words.path.empty()) {
      // Every word of the path must have been given.
      condition.clear();
      std::string path = words.path + " ";
      for (std::size_t at = 0, end = 0; (end = path.find(' ', at)) != std::string::npos;
           at = end + 1) {
        condition += (condition.empty() ? "" : "; and ") +
                     ("__fish_seen_subcommand_from " + path.substr(at, end - at));
      }
    }
    for (const CLI::App* const command : words.commands) {
      script += "complete -c followspot-cli -n " + quotedForFish(condition) + " -f -a " +
                command->get_name() + " -d " + quotedForFish(command->get_description()) + "\n";
    }
    for (const auto& [name, description] : words.options) {
      script += "complete -c followspot-cli -n " + quotedForFish(condition) + " -l " +
                name.substr(2) + " -d " + quotedForFish(description) + "\n";
    }
  }
  return script;
}

int runCompletion(const CLI::App& app, const std::string& shell) {
  std::vector<Words> all;
  collect(app, "", all);
  std::string script;
  if (shell == "fish") {
    script = fishScript(all);
  } else {
    script =
        (shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "") + bashScript(all);
  }
  std::fputs(script.c_str(), stdout);
  return Ok;
}

}  // namespace

void addCompletionCommand(CLI::App& app, CommandContext& context) {
  const auto shell = std::make_shared<std::string>();
  CLI::App& command = addCommand(
      app, context, "completion", "Prints a script that completes this program's commands.",
      "source <(followspot-cli completion bash)\n"
      "followspot-cli completion fish > ~/.config/fish/completions/followspot-cli.fish",
      [shell, &app](const CommandContext&) { return runCompletion(app, *shell); });
  command.add_option("SHELL", *shell, "bash, zsh or fish.")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

}  // namespace followspot::cli
