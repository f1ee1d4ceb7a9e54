#pragma once

#include <array>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/anchors.h"
#include "core/model/checkpoint/checkpoint.h"
#include "core/model/config/pipeline_config.h"
#include "core/model/graph.h"
#include "core/model/prepare/heads.h"
#include "core/model/prepare/recipe.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// Whether the averages that training kept beside the variables are used in their place.
enum class MovingAverages {
  Auto,  ///< Where the checkpoint has them and the configuration says that training or evaluation
         ///< uses them.
  Yes,
  No
};

/// Name of the float placeholder, as TensorFlow's export has it.
inline constexpr const char* kInputName = "normalized_input_image_tensor";

/// How pictures are brought to the network's input: (value - mean) * scale, RGB.
/// @source preprocess() of object_detection/models/ssd_*_feature_extractor.py
struct Normalization {
  std::array<float, 3> mean{127.5F, 127.5F, 127.5F};
  float scale = 1 / 127.5F;
};
[[nodiscard]] Normalization normalizationOf(const FeatureExtractor& extractor);

/// What turns the class logits into scores.
[[nodiscard]] ScoreConverter converterOf(const PipelineConfig& config);

/// logits / logit_scale, as a multiplication that folds into the predictors. @return the new heads.
[[nodiscard]] SsdHeads withLogitScale(Graph& graph, SsdHeads heads, float logitScale);

/// The one input size of a configuration's network.
/// @errors Unsupported: a resizer that gives pictures of many sizes.
[[nodiscard]] Result<FrameSize> inputSizeOf(const ImageResizer& resizer);

/// A graph that ends in an SSD network's predictors, not frozen yet, and where they are.
struct SsdSource {
  Graph graph;
  SsdHeads heads;
  std::vector<std::string> notes;  ///< Sentences about how the graph came about; may be empty.
};

/// Where the graph of a checkpoint's network comes from.
enum class GraphOrigin {
  Auto,   ///< The .meta file beside it; where there is none, or the configuration trains for 8-bit
          ///< numbers, as `Config`.
  Config  ///< Built from pipeline.config.
};

/// Reads values of variables, moving averages in their place where these are used.
class VariableReader {
 public:
  /// @errors InvalidArgument: averages asked for that the checkpoint has not.
  [[nodiscard]] static Result<VariableReader> create(const Checkpoint& checkpoint,
                                                     MovingAverages wanted,
                                                     const PipelineConfig& config);

  /// For a graph that is frozen already: there is nothing to read.
  [[nodiscard]] static VariableReader none() { return {nullptr, false, "the graph was frozen"}; }

  /// @errors Cancelled, and those of the checkpoint; Unsupported: there is none.
  [[nodiscard]] Result<Tensor> read(std::string_view name, const std::stop_token& stop);
  [[nodiscard]] bool usesAverages() const { return averages_; }
  /// A sentence about what was chosen, and how many variables had an average.
  [[nodiscard]] std::string note() const;

 private:
  VariableReader(const Checkpoint* checkpoint, bool averages, std::string why)
      : checkpoint_(checkpoint), averages_(averages), why_(std::move(why)) {}

  const Checkpoint* checkpoint_;
  bool averages_;
  std::string why_;
  std::size_t averaged_ = 0;
  std::size_t plain_ = 0;
};

/// The graph of a checkpoint's network, with its variables.
/// @errors those of the .meta file; Unsupported: it has not the predictors that the configuration
/// tells; those of `buildConfigNetwork` and `checkVariables`.
[[nodiscard]] Result<SsdSource> readSource(const Checkpoint& checkpoint,
                                           const PipelineConfig& config, FrameSize inputSize,
                                           GraphOrigin origin);

/// A graph from a file that needs no checkpoint: a frozen `.pb`, or a SavedModel that was frozen.
/// @errors as readAnyGraph and findHeads.
[[nodiscard]] Result<SsdSource> readFrozenSource(const std::filesystem::path& file,
                                                 const PipelineConfig& config);

/// Steps from any graph with variables to a frozen inference graph of the network alone, batch norm
/// in place: what the TFLite export starts from.
/// @param origin  how the graph came about, for the first step's report.
[[nodiscard]] std::vector<RecipeStep> freezingSteps(const SsdHeads& heads,
                                                    const std::vector<std::string>& origin,
                                                    FrameSize inputSize, VariableReader& variables,
                                                    const std::stop_token& stop);

/// Steps from a frozen graph to one that runs fast: identities gone, constants and batch norm
/// folded, sorted.
[[nodiscard]] std::vector<RecipeStep> optimizingSteps(const SsdHeads& heads);

/// Sizes of the network's feature maps, and its anchors.
struct NetworkShape {
  std::vector<FrameSize> maps;
  std::vector<AnchorBox> anchors;
};

/// Works out the shapes at the heads of a frozen graph, checks them against the configuration's
/// classes and anchors, and computes these.
/// @errors InvalidArgument: graph and configuration do not belong together (says where).
[[nodiscard]] Result<NetworkShape> shapeNetwork(const Graph& graph, const SsdHeads& heads,
                                                const PipelineConfig& config, FrameSize inputSize);

}  // namespace followspot::model
