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
};

void addShrinkFlags(CLI::App& command, ShrinkFlags& flags);

/// The model as the flags want it; the model itself where they want nothing.
/// @errors as `model::shrinkModel`.
[[nodiscard]] Result<model::PreparedModel> shrinkAsAsked(model::PreparedModel model,
                                                         const ShrinkFlags& flags,
                                                         const CommandContext& context,
                                                         const model::RecipeContext& recipe);

}  // namespace followspot::cli
