#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/anchors.h"
#include "core/model/graph.h"
#include "core/model/model_package.h"
#include "core/model/opencv_graph.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/prepare/ssd_network.h"
#include "core/model/reference/reference_executor.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// A network as its makers left it, and how it is read: what a model made of it is measured by.
struct ParentGraph {
  std::string name;  ///< For messages.
  Graph graph;       ///< With constants in place of variables; nothing folded or fused.
  std::string input;
  FrameSize inputSize;
  Normalization normalization;  ///< What it makes of values 0..255.
  SsdHeads heads;  ///< Give encodings [A, 4] and logits [A, C], one after the other; the latter ...
  float logitScale = 1;                                 ///< ... are divided by this ...
  ScoreConverter converter = ScoreConverter::Identity;  ///< ... and converted.
  std::string decoded;             ///< Gives the boxes that it decodes itself; may be empty.
  std::vector<AnchorBox> anchors;  ///< [A]; empty where not known.
  std::array<float, 4> boxCoder{10, 10, 5, 5};
  std::optional<float> nmsIou;  ///< Overlap at which it drops boxes, where it says so.
};

/// Reads a parent: a checkpoint or a frozen graph with its configuration, or a frozen graph that
/// says all by itself (`tflite_graph.pb`, `frozen_inference_graph.pb`, a SavedModel of the latter).
/// @param options  `labels` is not looked at; `config` may be empty where `graph` is given.
/// @param size     of the pictures that the model to be measured sees; the parent must see the
/// same.
/// @errors those of the readers; InvalidArgument: it sees pictures of another size. Unsupported: no
/// SSD network, or one that does not show where its predictors are. Cancelled.
[[nodiscard]] Result<ParentGraph> readParentGraph(const PreparationOptions& options, FrameSize size,
                                                  const std::stop_token& stop);

/// A model package as a parent: what OpenCV runs of it. @errors as `modelOf`; Unsupported: a
/// package without raw outputs.
[[nodiscard]] Result<ParentGraph> parentOf(const ModelPackage& package);

/// The same network as a model that OpenCV can run, for what takes too long otherwise.
/// @param like  the model to be measured: labels and background are taken from it.
/// @errors as the steps of `prepareModel`; Unsupported: a parent whose anchors are not known.
[[nodiscard]] Result<PreparedModel> standInFor(const ParentGraph& parent, const ModelPackage& like);

/// What a network says about a picture.
struct RawAnswer {
  std::vector<double> boxes;    ///< [A, 4]: ty, tx, th, tw.
  std::vector<double> scores;   ///< [A, C], 0..1.
  std::vector<double> decoded;  ///< [A, 4]: top, left, bottom, right by the picture; may be empty.
};

/// Boxes from their encodings. @param boxes  [A, 4]. @return [A, 4]: top, left, bottom, right.
/// @source Ren et al., "Faster R-CNN", 2015, equation 2
[[nodiscard]] std::vector<double> decodeBoxes(std::span<const double> boxes,
                                              std::span<const AnchorBox> anchors,
                                              const std::array<float, 4>& coder);

/// Runs a parent by the reference executor.
/// @param pixels  [3, height, width], 0..255, in the order of colours that the network sees.
/// @errors those of `ReferenceExecutor::run`.
[[nodiscard]] Result<RawAnswer> answerOf(const ParentGraph& parent, std::span<const float> pixels,
                                         const std::stop_token& stop,
                                         Precision precision = Precision::Double);

}  // namespace followspot::model
