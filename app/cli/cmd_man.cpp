#include "app/cli/cmd_man.h"

#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include "app/cli/exit_code.h"

namespace followspot::cli {
namespace {

/// Text as groff takes it: no character starts a request or an escape, a hyphen is a hyphen.
std::string roff(const std::string& text) {
  std::string escaped;
  bool lineStart = true;
  for (const char c : text) {
    if (lineStart && (c == '.' || c == '\'')) {
      escaped += "\\&";
    }
    switch (c) {
      case '\\':
        escaped += "\\e";
        break;
      case '-':
        escaped += "\\-";
        break;
      default:
        escaped += c;
    }
    lineStart = c == '\n';
  }
  return escaped;
}

std::vector<const CLI::App*> shownCommands(const CLI::App& app) {
  return app.get_subcommands(
      [](const CLI::App* sub) { return !sub->get_name().empty() && !sub->get_group().empty(); });
}

void writeOptions(std::ostringstream& page, const CLI::App& app) {
  for (const CLI::Option* const option : app.get_options()) {
    if (option->get_group().empty() || option->get_description().empty()) {
      continue;
    }
    page << ".TP\n.B " << roff(option->get_name(true, true));
    if (option->get_type_size() > 0 && !option->get_positional()) {
      page << " \\fI" << roff(option->get_type_name()) << "\\fR";
    }
    page << '\n' << roff(option->get_description());
    if (!option->get_default_str().empty()) {
      page << " (default: " << roff(option->get_default_str()) << ")";
    }
    page << '\n';
  }
  for (const CLI::App* const group :
       app.get_subcommands([](const CLI::App* sub) { return sub->get_name().empty(); })) {
    writeOptions(page, *group);
  }
}

void writeVerbatim(std::ostringstream& page, const std::string& text) {
  page << ".nf\n" << roff(text) << (text.ends_with('\n') ? "" : "\n") << ".fi\n";
}

void writeCommand(std::ostringstream& page, const CLI::App& command, const std::string& path) {
  page << ".SS " << roff("followspot-cli " + path) << '\n'
       << roff(command.get_description()) << '\n';
  const auto inner = shownCommands(command);
  if (inner.empty()) {
    writeOptions(page, command);
    if (!command.get_footer().empty()) {
      page << ".PP\n";
      writeVerbatim(page, command.get_footer());
    }
  }
  for (const CLI::App* const sub : inner) {
    writeCommand(page, *sub, path + " " + sub->get_name());
  }
}

std::string manualPage(const CLI::App& app, const std::string& version) {
  std::ostringstream page;
  page << ".TH FOLLOWSPOT\\-CLI 1 \"\" \"Followspot " << version << "\" \"User Commands\"\n"
       << ".SH NAME\nfollowspot\\-cli \\- track objects in video, prepare detection models\n"
       << ".SH SYNOPSIS\n.B followspot\\-cli\n\\fICOMMAND\\fR [\\fIOPTION\\fR]...\n"
       << ".SH DESCRIPTION\nFinds objects in videos and camera pictures with an SSD network, "
          "follows each of them, and prepares trained networks for that. Results go to files or "
          "standard output, all else to standard error; files appear under their name only when "
          "they are whole.\n"
       << ".SH COMMANDS\n";
  for (const CLI::App* const command : shownCommands(app)) {
    writeCommand(page, *command, command->get_name());
  }
  // The program's own footer ends with the table of exit codes.
  const std::string footer = app.get_footer();
  const std::string title = "Exit codes:\n";
  page << ".SH EXIT STATUS\n";
  writeVerbatim(page, footer.substr(footer.find(title) + title.size()));
  page << ".SH SEE ALSO\n.BR followspot (1)\n";
  return page.str();
}

}  // namespace

void addManCommand(CLI::App& app, CommandContext& context) {
  addCommand(app, context, "man", "Prints the manual page.", "followspot-cli man | man -l -",
             [&app](const CommandContext&) {
               std::fputs(manualPage(app, FOLLOWSPOT_VERSION).c_str(), stdout);
               return static_cast<int>(Ok);
             })
      .group("");
}

}  // namespace followspot::cli
