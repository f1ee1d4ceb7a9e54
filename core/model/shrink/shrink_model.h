#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/model/model_package.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/prepare/recipe.h"
#include "core/model/shrink/pruning.h"
#include "core/model/shrink/stored_weights.h"

namespace followspot::model {

/// What is to be done to a model that works already.
struct ShrinkOptions {
  std::optional<WeightType> weights;  ///< Nothing: they stay as they are.
  bool singleFile = false;            ///< All in model.pb; else as the model is.
  std::optional<PruneOptions> prune;  ///< Comes first.
};

/// A package as `prepareModel` would have given it; its steps so far are in the manifest.
/// @param package  its bytes need not live longer.
/// @errors CorruptData: graphs that cannot be read (a loaded package never has them).
[[nodiscard]] Result<PreparedModel> modelOf(const ModelPackage& package);

/// Makes a model smaller. The steps appear in `model.steps` and in its manifest, with what each
/// cost and gave.
/// @param access  needed for pruning only; may be null.
/// @errors those of `prune`; Cancelled; CorruptData and Unsupported: a result that the validator
/// refuses.
/// @threading blocks; any thread. `context.progress` is called on it.
[[nodiscard]] Result<PreparedModel> shrinkModel(PreparedModel model, const ShrinkOptions& options,
                                                const RecipeContext& context,
                                                NetworkAccess* access = nullptr);

}  // namespace followspot::model
