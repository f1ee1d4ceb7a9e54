#include "app/cli/cmd_model_preflight.h"

#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "core/model/prepare/preflight.h"

namespace followspot::cli {
namespace {

struct FlightOptions {
  std::string given;
  std::string config;
  std::string labels;
  bool json = false;
};

void print(const model::Preflight& flight) {
  for (const model::PreflightLine& line : flight.lines) {
    std::printf("%-8s %s\n", std::string(nameOf(line.level)).c_str(), line.what.c_str());
    for (const std::string& more : {line.why, line.fix}) {
      if (!more.empty()) {
        std::printf("         %s\n", more.c_str());
      }
    }
  }
}

void printJson(const model::Preflight& flight) {
  nlohmann::ordered_json json = {{"ready", flight.ready()},
                                 {"config", flight.config.string()},
                                 {"checkpoint", flight.checkpoint.string()},
                                 {"labels", flight.labels.string()},
                                 {"architecture", flight.architecture},
                                 {"width", flight.inputSize.width},
                                 {"height", flight.inputSize.height},
                                 {"mean", flight.mean},
                                 {"scale", flight.scale},
                                 {"background", flight.hasBackground},
                                 {"classes", flight.classes}};
  json["lines"] = nlohmann::ordered_json::array();
  for (const model::PreflightLine& line : flight.lines) {
    json["lines"].push_back(
        {{"level", nameOf(line.level)}, {"what", line.what}, {"why", line.why}, {"fix", line.fix}});
  }
  std::printf("%s\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

int runPreflight(const FlightOptions& options, const CommandContext& context) {
  const model::Preflight flight =
      model::preflight({options.given, options.config, options.labels, context.stop});
  if (context.stop.stop_requested()) {
    return Interrupted;
  }
  if (options.json) {
    printJson(flight);
  } else {
    print(flight);
  }
  return flight.ready() ? Ok : ModelInvalid;
}

}  // namespace

void addModelPreflightCommand(CLI::App& group, CommandContext& context) {
  const auto options = std::make_shared<FlightOptions>();
  CLI::App& command = addCommand(
      group, context, "preflight", "Says whether a model can be prepared from what training left.",
      "followspot-cli model preflight train\n"
      "followspot-cli model preflight train --labels labels.txt --json",
      [options](const CommandContext& running) { return runPreflight(*options, running); });
  command
      .add_option("FOLDER", options->given,
                  "The training's folder, a checkpoint, or any of its files.")
      ->required()
      ->type_name("FILE");
  command.add_option("--config", options->config, "pipeline.config, where it is elsewhere.")
      ->type_name("FILE");
  command.add_option("--labels", options->labels, "Class names, where they are elsewhere.")
      ->type_name("FILE");
  command.add_flag("--json", options->json, "As one JSON document.");
}

}  // namespace followspot::cli
