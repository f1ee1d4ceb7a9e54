#include "app/cli/cmd_try_model.h"

#include <cstdio>
#include <memory>
#include <string>

#include <sys/resource.h>

#include "app/cli/exit_code.h"
#include "app/wiring/detector_pool.h"
#include "core/model/model_trial.h"

namespace followspot::cli {
namespace {

struct TryOptions {
  std::string package;
  std::string textGraph;
  std::string labels;
};

int runTry(const TryOptions& options) {
  const rlimit noDump{0, 0};  // A crash is expected here and tells nothing to a person.
  ::setrlimit(RLIMIT_CORE, &noDump);
  const auto tried = wiring::loadOnce(
      {.package = options.package, .textGraph = options.textGraph, .labels = options.labels});
  if (!tried) {
    return report(tried.error(), ModelInvalid);
  }
  std::printf("%s\n", wiring::runtimeName().c_str());
  return Ok;
}

}  // namespace

void addTryModelCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<TryOptions>();
  CLI::App& command =
      addCommand(app, context, model::kTrialCommand, "Loads a model and runs it once.",
                 "followspot-cli try-model people",
                 [options](const CommandContext&) { return runTry(*options); });
  command.group("");  // not shown in --help
  command.add_option("MODEL", options->package, "Model package, or a bare .pb.")
      ->required()
      ->type_name("PKG");
  command.add_option("--text-graph", options->textGraph, "With a bare .pb: its text graph.")
      ->type_name("FILE");
  command.add_option("--labels", options->labels, "With a bare .pb: its class names.")
      ->type_name("FILE");
}

}  // namespace followspot::cli
