#include "app/cli/shrink_flags.h"

#include <utility>

namespace followspot::cli {

void addShrinkFlags(CLI::App& command, ShrinkFlags& flags) {
  command
      .add_option(
          "--quantize", flags.quantize,
          "How model.pb keeps the weights: none (32 bits), float16 (half the size) or uint8 "
          "(a quarter). The network computes in 32 bits all the same.")
      ->check(CLI::IsMember({"none", "float16", "uint8"}));
  command.add_flag("--single-file", flags.singleFile,
                   "All in model.pb, without a text graph beside it.");
}

Result<model::PreparedModel> shrinkAsAsked(model::PreparedModel model, const ShrinkFlags& flags,
                                           const CommandContext& /*context*/,
                                           const model::RecipeContext& recipe) {
  model::ShrinkOptions options;
  options.singleFile = flags.singleFile;
  for (const auto type :
       {model::WeightType::Float32, model::WeightType::Float16, model::WeightType::UInt8}) {
    if (flags.quantize == nameOf(type)) {
      options.weights = type;
    }
  }
  return model::shrinkModel(std::move(model), options, recipe);
}

}  // namespace followspot::cli
