#pragma once

#include <string>

#include "app/cli/command.h"
#include "core/model/prepare/recipe.h"
#include "core/model/shrink/shrink_model.h"

namespace followspot::cli {

/// What makes a model smaller, under the same flags in `model prepare` and `model shrink`.
struct ShrinkFlags {
  std::string quantize;  ///< Empty: weights stay as they are.
  bool singleFile = false;
  double prune = 0;
  double targetSpeed = 0;
  std::string calibration;
  bool noMeasure = false;
};

void addShrinkFlags(CLI::App& command, ShrinkFlags& flags);

/// The model as the flags want it; the model itself where they want nothing.
/// @param networks  may be null where no pruning is asked for.
/// @errors as `model::shrinkModel`.
[[nodiscard]] Result<model::PreparedModel> shrinkAsAsked(model::PreparedModel model,
                                                         const ShrinkFlags& flags,
                                                         model::NetworkAccess* networks,
                                                         const model::RecipeContext& recipe);

}  // namespace followspot::cli
