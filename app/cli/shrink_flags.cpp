#include "app/cli/shrink_flags.h"

#include <utility>

namespace followspot::cli {
namespace {

/// What people will look for and not find: says why.
std::string refuseInt8(const std::string& value) {
  return value != "int8"
             ? ""
             : "computing in 8 bits is slower than in 32 with OpenCV's networks (1.8 times, "
               "measured "
               "with 4.6), and they cannot be kept in a file. For speed use --prune, for size "
               "--quantize uint8.";
}

}  // namespace

void addShrinkFlags(CLI::App& command, ShrinkFlags& flags) {
  command
      .add_option(
          "--quantize", flags.quantize,
          "How model.pb keeps the weights: none (32 bits), float16 (half the size) or uint8 "
          "(a quarter). The network computes in 32 bits all the same.")
      ->check(refuseInt8)
      ->check(CLI::IsMember({"none", "float16", "uint8"}));
  command.add_flag("--single-file", flags.singleFile,
                   "All in model.pb, without a text graph beside it.");
  CLI::Option* const calibration =
      command
          .add_option("--calibration", flags.calibration,
                      "Video or folder of pictures like those that the model will see.")
          ->type_name("INPUT");
  CLI::Option* const prune =
      command
          .add_option("--prune", flags.prune,
                      "Take out channels until this share of the work for a picture is saved.")
          ->check(CLI::Range(0.01, 0.9))
          ->needs(calibration);
  command
      .add_option("--target-speed", flags.targetSpeed,
                  "Take out channels until the network is this many times as fast here.")
      ->check(CLI::Range(1.01, 10.0))
      ->needs(calibration)
      ->excludes(prune);
  command.add_flag("--no-measure", flags.noMeasure,
                   "Do not measure what --quantize, --prune and --target-speed gain on this "
                   "machine (some seconds).");
}

Result<model::PreparedModel> shrinkAsAsked(model::PreparedModel model, const ShrinkFlags& flags,
                                           model::NetworkAccess* networks,
                                           const model::RecipeContext& recipe) {
  model::ShrinkOptions options;
  options.singleFile = flags.singleFile;
  for (const auto type :
       {model::WeightType::Float32, model::WeightType::Float16, model::WeightType::UInt8}) {
    if (flags.quantize == nameOf(type)) {
      options.weights = type;
    }
  }
  if (flags.prune > 0 || flags.targetSpeed > 0) {
    options.prune = model::PruneOptions{flags.prune, flags.targetSpeed, flags.calibration};
  }
  return model::shrinkModel(std::move(model), options, recipe, networks);
}

}  // namespace followspot::cli
