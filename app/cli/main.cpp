#include <CLI/CLI.hpp>

#include "app/cli/exit_code.h"

// Each command lives in a cmd_<name>.cpp of its own and adds itself to the application here.
int main(int argc, char** argv) {
  using namespace followspot::cli;
  CLI::App app("Followspot: tracks objects in video.", "followspot-cli");
  app.set_version_flag("--version", "followspot-cli " FOLLOWSPOT_VERSION);
  app.require_subcommand(0, 1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? Ok : Usage;
  }
  return Ok;
}
