#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/anchors.h"
#include "core/model/graph.h"

namespace followspot::model {

/// Where a frozen SSD graph ends.
struct SsdOutputs {
  std::string input;          ///< Placeholder.
  std::string boxEncodings;   ///< Node that gives [1, A, 4]: (ty, tx, th, tw).
  std::string classScores;    ///< Node that gives [1, A, C], after its sigmoid or not.
  int scoreColumns = 0;       ///< C
  bool hasBackground = true;  ///< Column 0 is background.
  std::vector<AnchorBox> anchors;
  std::array<float, 4> boxCoder{10, 10, 5, 5};  ///< y, x, h, w scales.
  float nmsIou = 0.6F;
};

/// Names of the layers that OpenCV's network then has.
inline constexpr const char* kRawBoxes = "raw_outputs/box_encodings";  ///< [1, A, 4]
inline constexpr const char* kRawLogits =
    "raw_outputs/class_logits";  ///< [1, A, C], before the sigmoid.
inline constexpr const char* kRawScores =
    "raw_outputs/class_predictions";                              ///< [1, A, C], after it.
inline constexpr const char* kDetectionOutput = "detection_out";  ///< [1, 1, N, 7]

struct OpenCvGraphs {
  Graph binary;  ///< model.pb: constants of the network, anchors, and the network itself as
                 ///< TensorFlow would run it.
  Graph text;    ///< model.pbtxt: what OpenCV runs; ends in DetectionOutput; its constants are in
                 ///< `binary`.
};

/// Makes the pair of graphs that cv::dnn::readNetFromTensorflow(pb, pbtxt) loads.
///
/// @param frozen  inference graph with dense constants; batch norm folded or fused; order does not
/// matter.
/// @errors Unsupported: heads of another build than reshaped and concatenated convolutions (names
/// the node).
[[nodiscard]] Result<OpenCvGraphs> makeOpenCvGraphs(const Graph& frozen, const SsdOutputs& outputs);

}  // namespace followspot::model
