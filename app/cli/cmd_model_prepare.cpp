#include "app/cli/cmd_model_prepare.h"

#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli/exit_code.h"
#include "app/cli/trial_option.h"
#include "core/base/this_process.h"
#include "core/model/prepare/model_preparation.h"

namespace followspot::cli {
namespace {

struct PrepareOptions {
  std::string config;
  std::string configOverride;
  std::string checkpoint;
  std::string graph;
  std::string labels;
  std::string movingAverages = "auto";
  std::string keepSteps;
  std::string output;
  std::string progress = "auto";
  bool fromConfig = false;
  bool singleFile = false;
  bool json = false;
  bool trial = false;
};

/// Shows which step is at work, on standard error.
ProgressSink progressSink(const std::string& style) {
  if (style == "json") {
    return [](const Progress& progress) {
      std::fprintf(stderr, "{\"step\":\"%.*s\",\"done\":%lld,\"total\":%lld}\n",
                   static_cast<int>(progress.step.size()), progress.step.data(),
                   static_cast<long long>(progress.done), static_cast<long long>(progress.total));
    };
  }
  if (style == "none" || ::isatty(STDERR_FILENO) == 0) {
    return {};
  }
  return [](const Progress& progress) {
    std::fprintf(stderr, "\r\033[K%s/%s %.*s...", std::to_string(progress.done + 1).c_str(),
                 std::to_string(progress.total).c_str(), static_cast<int>(progress.step.size()),
                 progress.step.data());
    std::fflush(stderr);
  };
}

/// Clears the line that progress was shown on.
void endProgress(const std::string& style) {
  if (style == "auto" && ::isatty(STDERR_FILENO) != 0) {
    std::fputs("\r\033[K", stderr);
  }
}

nlohmann::ordered_json asJson(const model::PreparedModel& model, const std::string& output) {
  nlohmann::ordered_json json;
  json["package"] = output;
  json["architecture"] = model.manifest.architecture;
  json["steps"] = nlohmann::ordered_json::array();
  for (const auto& step : model.steps) {
    const auto cost = [](const model::GraphCost& each) {
      return nlohmann::ordered_json{
          {"nodes", each.nodes}, {"bytes", each.bytes}, {"macs", each.macs}};
    };
    json["steps"].push_back({{"name", step.name},
                             {"ms", step.milliseconds},
                             {"touched", step.touched},
                             {"before", cost(step.before)},
                             {"after", cost(step.after)},
                             {"notes", step.notes}});
  }
  json["peak_memory_bytes"] = peakMemoryBytes();
  return json;
}

void printSteps(const model::PreparedModel& model) {
  std::printf("%-26s %8s %8s %10s %9s %8s\n", "step", "nodes", "touched", "MB", "MMAC", "ms");
  for (const auto& step : model.steps) {
    std::printf("%-26s %8zu %8zu %10.2f %9.1f %8.2f\n", step.name.c_str(), step.after.nodes,
                step.touched, static_cast<double>(step.after.bytes) / 1e6,
                static_cast<double>(step.after.macs) / 1e6, step.milliseconds);
    for (const std::string& note : step.notes) {
      std::printf("  %s\n", note.c_str());
    }
  }
}

model::MovingAverages movingAveragesOf(const std::string& word) {
  return word == "auto" ? model::MovingAverages::Auto
         : word == "no" ? model::MovingAverages::No
                        : model::MovingAverages::Yes;
}

int runPrepare(const PrepareOptions& options, const CommandContext& context) {
  if (options.checkpoint.empty() && options.graph.empty()) {
    std::fputs("followspot-cli: model prepare needs --checkpoint or --graph.\n", stderr);
    return Usage;
  }
  const std::string style = context.quiet ? "none" : options.progress;
  model::PreparationOptions preparation;
  preparation.config = options.config;
  preparation.configOverride = options.configOverride;
  preparation.checkpoint = options.checkpoint;
  preparation.graphOrigin =
      options.fromConfig ? model::GraphOrigin::Config : model::GraphOrigin::Auto;
  preparation.graph = options.graph;
  preparation.labels = options.labels;
  preparation.movingAverages = movingAveragesOf(options.movingAverages);
  preparation.form = options.singleFile ? model::PreparationOptions::Form::SingleFile
                                        : model::PreparationOptions::Form::Pair;
  model::RecipeContext recipe;
  recipe.progress = progressSink(style);
  recipe.stop = context.stop;
  recipe.keepSteps = options.keepSteps;
  const auto model = model::prepareModel(preparation, recipe);
  endProgress(style);
  if (!model) {
    return report(model.error(), modelExitCode(model.error()));
  }
  if (context.stop.stop_requested()) {
    return Interrupted;
  }
  if (const auto saved = model::saveModelPackage(
          model->manifest, model->labels, model->binary, model->text, options.output,
          trialCheck(options.trial, options.output, context));
      !saved) {
    return report(saved.error(), savingExitCode(saved.error()));
  }
  if (options.json) {
    std::printf("%s\n", asJson(*model, options.output)
                            .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
                            .c_str());
  } else if (!context.quiet) {
    printSteps(*model);
    std::fprintf(stderr, "%s: %s, %dx%d, %d classes\n", options.output.c_str(),
                 model->manifest.architecture.c_str(), model->manifest.inputSize.width,
                 model->manifest.inputSize.height, model->manifest.classCount);
  }
  return Ok;
}

}  // namespace

void addModelPrepareCommand(CLI::App& group, CommandContext& context) {
  const auto options = std::make_shared<PrepareOptions>();
  CLI::App& command = addCommand(
      group, context, "prepare", "Turns a training checkpoint into a model package.",
      "followspot-cli model prepare --config pipeline.config --checkpoint train -o people\n"
      "followspot-cli model prepare --config pipeline.config --checkpoint train/model.ckpt-1000 "
      "--labels labels.txt --use-moving-averages=no -o people",
      [options](const CommandContext& running) { return runPrepare(*options, running); });
  command.add_option("--config", options->config, "pipeline.config of the training.")
      ->required()
      ->type_name("FILE");
  command
      .add_option("--config-override", options->configOverride,
                  "Text in the same format, put over it.")
      ->type_name("TEXT");
  CLI::Option* const checkpoint =
      command
          .add_option("--checkpoint", options->checkpoint,
                      "Checkpoint: its folder, its name without ending, or any of its files.")
          ->type_name("FILE");
  CLI::Option* const fromConfig = command.add_flag(
      "--from-config", options->fromConfig,
      "The graph is built from pipeline.config, not read from the checkpoint's .meta file (this is "
      "so without the option where there is none).");
  command
      .add_option("--graph", options->graph,
                  "Instead of a checkpoint: a frozen graph (.pb) or the folder of a TensorFlow 1 "
                  "SavedModel.")
      ->type_name("FILE")
      ->excludes(checkpoint)
      ->excludes(fromConfig);
  command
      .add_option("--labels", options->labels,
                  "Class names: one a line, or a label map (.pbtxt). Without: numbers.")
      ->type_name("FILE");
  command
      .add_flag("--use-moving-averages{yes}", options->movingAverages,
                "Averages of the variables in their place: =auto (where there are some and the "
                "configuration uses them; this is so without the option), =yes or =no.")
      ->check(CLI::IsMember({"auto", "yes", "no"}));
  command.add_flag("--single-file", options->singleFile,
                   "All in model.pb, without a text graph beside it.");
  command.add_option("--keep-steps", options->keepSteps, "Folder for the graph after every step.")
      ->type_name("DIR");
  command.add_option("-o,--output", options->output, "Folder for the package.")
      ->required()
      ->type_name("DIR");
  command.add_option("--progress", options->progress, "Progress on standard error.")
      ->check(CLI::IsMember({"auto", "none", "json"}))
      ->capture_default_str();
  addTrialOption(command, options->trial);
  command.add_flag("--json", options->json, "What each step did, as one JSON document.");
}

}  // namespace followspot::cli
