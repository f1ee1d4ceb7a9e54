#include "app/cli/cmd_model_prepare.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/model_steps.h"
#include "app/cli/shrink_flags.h"
#include "app/cli/shrink_gain.h"
#include "app/cli/trial_option.h"
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
  std::vector<float> mean;
  std::optional<float> scale;
  std::string colorOrder = "RGB";
  bool fromConfig = false;
  ShrinkFlags shrink;
  bool json = false;
  bool trial = false;
};

/// CLI::Range lets a NaN pass.
std::string refuseNoNumber(const std::string& value) {
  return value.find_first_of("nN") == std::string::npos ? "" : "\"" + value + "\" is no number.";
}

int runPrepare(const PrepareOptions& options, const CommandContext& context,
               model::NetworkAccess* networks) {
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
  preparation.rgb = options.colorOrder == "RGB";
  if (options.scale) {
    preparation.normalization =
        model::Normalization{{options.mean[0], options.mean[1], options.mean[2]}, *options.scale};
  }
  model::RecipeContext recipe;
  recipe.progress = stepProgress(style);
  recipe.stepDone = stepDoneProgress(style);
  recipe.stop = context.stop;
  recipe.keepSteps = options.keepSteps;
  auto model = model::prepareModel(preparation, recipe);
  std::optional<TemporaryFolder> before;  // the model as it was, to be measured beside the other
  if (model && wantsGain(options.shrink, context)) {
    auto folder = TemporaryFolder::create();
    const auto saved = folder
                           ? model::saveModelPackage(model->manifest, model->labels, model->binary,
                                                     model->text, folder->path() / "before")
                           : Result<void>(fail(folder.error()));
    if (!saved) {
      return report(saved.error(), OutputUnwritable);
    }
    before = std::move(*folder);
  }
  if (model) {
    model = shrinkAsAsked(std::move(*model), options.shrink, networks, recipe);
  }
  if (!model) {
    endStepProgress(style);
    return report(model.error(), modelExitCode(model.error()));
  }
  if (context.stop.stop_requested()) {
    endStepProgress(style);
    return Interrupted;
  }
  const auto saved = asStep(style, "write the package", [&] {
    const auto trial = trialCheck(options.trial, options.output, context);
    return model::saveModelPackage(
        model->manifest, model->labels, model->binary, model->text, options.output,
        trial ? [&](const std::filesystem::path& written) {
          return asStep(style, "load and run once in OpenCV", [&] { return trial(written); });
        } : model::PackageCheck());
  });
  endStepProgress(style);
  if (!saved) {
    return report(saved.error(), savingExitCode(saved.error()));
  }
  std::optional<ShrinkGain> gain;
  if (before) {
    auto measured =
        measureGain((before->path() / "before").string(), options.output, options.shrink, context);
    if (!measured) {
      return report(measured.error(), modelExitCode(measured.error()));
    }
    gain = std::move(*measured);
  }
  if (options.json) {
    printStepsAsJson(*model, options.output, gain ? &*gain : nullptr);
  } else if (!context.quiet) {
    printSteps(*model);
    if (gain) {
      printGain(*gain);
    }
    std::fprintf(stderr, "%s: %s, %dx%d, %d classes\n", options.output.c_str(),
                 model->manifest.architecture.c_str(), model->manifest.inputSize.width,
                 model->manifest.inputSize.height, model->manifest.classCount);
  }
  return Ok;
}

}  // namespace

void addModelPrepareCommand(CLI::App& group, CommandContext& context,
                            model::NetworkAccess* networks) {
  const auto options = std::make_shared<PrepareOptions>();
  CLI::App& command = addCommand(
      group, context, "prepare", "Turns a training checkpoint into a model package.",
      "followspot-cli model prepare --config pipeline.config --checkpoint train -o people\n"
      "followspot-cli model prepare --config pipeline.config --checkpoint train/model.ckpt-1000 "
      "--labels labels.txt --use-moving-averages=no -o people",
      [options, networks](const CommandContext& running) {
        return runPrepare(*options, running, networks);
      });
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
  CLI::Option* const mean =
      command
          .add_option("--mean", options->mean,
                      "With --scale: (value - mean) * scale goes into the network, three means in "
                      "its channel order. Without: as the architecture was trained.")
          ->expected(3)
          ->check(refuseNoNumber)
          ->check(CLI::Range(-1000.0, 1000.0))
          ->type_name("NUMBER");
  CLI::Option* const scale = command.add_option("--scale", options->scale, "See --mean.")
                                 ->check(refuseNoNumber)
                                 ->check(CLI::Range(1e-6, 1000.0))
                                 ->needs(mean)
                                 ->type_name("NUMBER");
  mean->needs(scale);
  command.add_option("--color-order", options->colorOrder, "Channels as the network wants them.")
      ->check(CLI::IsMember({"RGB", "BGR"}))
      ->capture_default_str();
  addShrinkFlags(command, options->shrink);
  command
      .add_option("--keep-steps", options->keepSteps,
                  "Folder for the graph after every step, those of making it smaller included.")
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
