#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/model_package.h"
#include "core/model/prepare/ssd_network.h"
#include "core/model/transforms/step_report.h"

namespace followspot::model {

struct PreparationOptions {
  std::filesystem::path config;      ///< pipeline.config
  std::string configOverride;        ///< Text put over it; may be empty.
  std::filesystem::path checkpoint;  ///< Whatever of it is named.
  GraphOrigin graphOrigin = GraphOrigin::Auto;
  std::filesystem::path graph;  ///< In its place: a frozen graph, or a SavedModel's folder.
  /// `.txt` with one name a line, or a label map `.pbtxt`; empty: classes have numbers for names.
  std::filesystem::path labels;
  MovingAverages movingAverages = MovingAverages::Auto;
  /// In place of what the architecture says, for trainings whose pictures were read otherwise.
  std::optional<Normalization> normalization;
  bool rgb = true;  ///< Channel order of the network's input.
};

/// A model in memory, ready to be saved, and how it came about.
struct PreparedModel {
  ModelManifest manifest;
  LabelMap labels;
  Graph binary;
  Graph text;  ///< Without nodes for a single-file model.
  std::vector<StepReport> steps;
};

/// Turns a training checkpoint into a model: reads, cuts, freezes, folds, adds anchors and the
/// detection layer, and has the result checked by the validator.
///
/// Nothing is written but what `context.keepSteps` asks for.
/// @errors those of the readers, with file and place; Unsupported and InvalidArgument say what was
/// found and what to do; Cancelled.
/// @threading blocks; any thread. `context.progress` is called on it.
[[nodiscard]] Result<PreparedModel> prepareModel(const PreparationOptions& options,
                                                 const RecipeContext& context);

/// Class names for a model, from a `.txt` (one a line) or a label map in text format. A list
/// without background gets one before it where the model has one.
/// @errors InvalidArgument: another number of classes than the model's.
[[nodiscard]] Result<LabelMap> readLabels(const std::filesystem::path& file,
                                          const PipelineConfig& config);

}  // namespace followspot::model
