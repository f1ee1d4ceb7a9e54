#include "app/cli/cmd_measure_model.h"

#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/wiring/model_measurement.h"

namespace followspot::cli {
namespace {

struct MeasureOptions {
  std::string package;
  int runs = 1;
};

int runMeasure(const MeasureOptions& options) {
  const auto measured = wiring::measureHere({.package = options.package}, options.runs);
  if (!measured) {
    return report(measured.error(), ModelInvalid);
  }
  const nlohmann::json json = {{"load_ms", measured->loadMs},
                               {"forward_ms", measured->forwardMs},
                               {"peak_bytes", measured->peakBytes}};
  std::printf("%s\n", json.dump().c_str());
  return Ok;
}

}  // namespace

void addMeasureModelCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<MeasureOptions>();
  CLI::App& command =
      addCommand(app, context, kMeasureCommand, "Measures what running a model costs.",
                 "followspot-cli measure-model people --runs 15",
                 [options](const CommandContext&) { return runMeasure(*options); });
  command.group("");  // not shown in --help
  command.add_option("MODEL", options->package, "Model package.")->required()->type_name("PKG");
  command.add_option("--runs", options->runs, "Runs, after the warm-up.")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
}

}  // namespace followspot::cli
