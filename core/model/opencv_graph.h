#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/anchors.h"
#include "core/model/graph.h"

namespace followspot::model {

/// How raw class scores become scores.
enum class ScoreConverter { Identity, Sigmoid, Softmax };

/// Where a frozen SSD graph ends, and how its outputs are to be understood.
struct SsdOutputs {
  /// Convolution outputs, [1, h, w, k * 4] and [1, h, w, k * scoreColumns] each, finest map first.
  /// Where empty, they are searched from `boxEncodings` and `classScores`.
  std::vector<std::string> boxLayers;
  std::vector<std::string> classLayers;
  std::string boxEncodings;   ///< Node that gives [1, A, 4]: (ty, tx, th, tw).
  std::string classScores;    ///< Node that gives [1, A, C], after its converter or not.
  int scoreColumns = 0;       ///< C
  bool hasBackground = true;  ///< Column 0 is background.
  ScoreConverter converter = ScoreConverter::Sigmoid;
  std::vector<AnchorBox> anchors;
  std::array<float, 4> boxCoder{10, 10, 5, 5};  ///< y, x, h, w scales.
  float nmsIou = 0.6F;
  /// Boxes below are not given by DetectionOutput: low enough for every use, high enough to bound
  /// the work of its non-maximum suppression.
  float minScore = 0.01F;
};

/// Names of the layers that OpenCV's network then has.
inline constexpr const char* kRawBoxes = "raw_outputs/box_encodings";  ///< [1, A, 4]
/// [1, A, C], before the converter.
inline constexpr const char* kRawLogits = "raw_outputs/class_logits";
/// [1, A, C], after it; with ScoreConverter::Identity there is only this one.
inline constexpr const char* kRawScores = "raw_outputs/class_predictions";
inline constexpr const char* kDetectionOutput = "detection_out";  ///< [1, 1, N, 7]
/// Const of the binary graph with the anchors, float [A, 4] as in `AnchorBox`. OpenCV does not look
/// at it; it is there for decoders of our own.
inline constexpr const char* kAnchorsNode = "anchors";

struct OpenCvGraphs {
  Graph binary;  ///< model.pb: constants of the network, anchors, and the network itself as
                 ///< TensorFlow would run it.
  Graph text;    ///< model.pbtxt: what OpenCV runs; ends in DetectionOutput; its constants are in
                 ///< `binary`.
  /// The class output that decoders of our own read, and whether it still needs a sigmoid.
  std::string classScores;
  bool scoresAreLogits = true;
};

/// Makes the pair of graphs that cv::dnn::readNetFromTensorflow(pb, pbtxt) loads.
///
/// @param frozen  inference graph with dense constants; batch norm folded or fused; order does not
/// matter.
/// @errors Unsupported: heads of another build than reshaped and concatenated convolutions (names
/// the node).
/// @source opencv/modules/dnn/src/layers/detection_output_layer.cpp
[[nodiscard]] Result<OpenCvGraphs> makeOpenCvGraphs(const Graph& frozen, const SsdOutputs& outputs);

}  // namespace followspot::model
