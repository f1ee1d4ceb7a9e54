#include "app/cli/cmd_model_shrink.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/cli/exit_code.h"
#include "app/cli/model_steps.h"
#include "app/cli/shrink_flags.h"
#include "app/cli/shrink_gain.h"
#include "app/cli/trial_option.h"
#include "core/model/model_package.h"
#include "core/model/shrink/shrink_model.h"

namespace followspot::cli {
namespace {

struct ShrinkCommand {
  std::string package;
  std::string output;
  std::string name;
  std::string keepSteps;
  std::string progress = "auto";
  ShrinkFlags flags;
  bool json = false;
};

int runShrink(const ShrinkCommand& command, const CommandContext& context,
              model::NetworkAccess* networks) {
  const auto package = model::loadModelPackage({.package = command.package});
  if (!package) {
    return report(package.error(), ModelInvalid);
  }
  auto model = model::modelOf(*package);
  if (!model) {
    return report(model.error(), ModelInvalid);
  }
  const std::string style = context.quiet ? "none" : command.progress;
  model::RecipeContext recipe;
  recipe.progress = stepProgress(style);
  recipe.stepDone = stepDoneProgress(style);
  recipe.stop = context.stop;
  recipe.keepSteps = command.keepSteps;
  model = shrinkAsAsked(std::move(*model), command.flags, networks, recipe);
  endStepProgress(style);
  if (!model) {
    return report(model.error(), modelExitCode(model.error()));
  }
  if (context.stop.stop_requested()) {
    return Interrupted;
  }
  if (!command.name.empty()) {
    model->manifest.name = command.name;
  }
  if (const auto saved = model::saveModelPackage(model->manifest, model->labels, model->binary,
                                                 model->text, command.output);
      !saved) {
    return report(saved.error(), savingExitCode(saved.error()));
  }
  std::optional<ShrinkGain> gain;
  if (wantsGain(command.flags, context)) {
    auto measured = measureGain(command.package, command.output, command.flags, context);
    if (!measured) {
      return report(measured.error(), modelExitCode(measured.error()));
    }
    gain = std::move(*measured);
  }
  if (command.json) {
    printStepsAsJson(*model, command.output, gain ? &*gain : nullptr);
  } else if (!context.quiet) {
    printSteps(*model);
    if (gain) {
      printGain(*gain);
    }
  }
  return Ok;
}

}  // namespace

void addModelShrinkCommand(CLI::App& group, CommandContext& context,
                           model::NetworkAccess* networks) {
  const auto options = std::make_shared<ShrinkCommand>();
  CLI::App& command =
      addCommand(group, context, "shrink", "Makes a model package smaller or faster.",
                 "followspot-cli model shrink people --quantize float16 -o people-half\n"
                 "followspot-cli model shrink people --single-file -o people-single",
                 [options, networks](const CommandContext& running) {
                   return runShrink(*options, running, networks);
                 });
  command.add_option("MODEL", options->package, "Model package, or a bare .pb.")
      ->required()
      ->type_name("PKG");
  addShrinkFlags(command, options->flags);
  command.add_option("-o,--output", options->output, "Folder for the package.")
      ->required()
      ->type_name("DIR");
  command.add_option("--name", options->name, "What the model is called; without: as it was.")
      ->type_name("TEXT");
  command.add_option("--keep-steps", options->keepSteps, "Folder for the model after every step.")
      ->type_name("DIR");
  command.add_option("--progress", options->progress, "Progress on standard error.")
      ->check(CLI::IsMember({"auto", "none", "json"}))
      ->capture_default_str();
  command.add_flag("--json", options->json, "What each step did, as one JSON document.");
}

}  // namespace followspot::cli
