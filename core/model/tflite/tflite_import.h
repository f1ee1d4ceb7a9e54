#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// An SSD network out of a TensorFlow Lite file, as a frozen TensorFlow graph.
struct TfliteNetwork {
  Graph graph;  ///< NHWC; Placeholder in, constants dense.
  std::string inputName;
  FrameSize inputSize;
  std::string boxEncodings;      ///< Node that gives [1, A, 4].
  std::string classScores;       ///< Node that gives [1, A, C].
  std::int64_t anchorCount = 0;  ///< A
  int scoreColumns = 0;          ///< C
  std::vector<std::array<float, 4>>
      anchors;  ///< (yc, xc, h, w) from the file's post-process op; else empty.
  std::optional<std::array<float, 4>>
      boxCoder;  ///< y, x, h, w scales, where the post-process op has them.
};

/// Reads an SSD network. The file is verified before any of it is used.
/// @errors CorruptData: not a TFLite file, or damaged. Unsupported: an operation, type or form that
/// cannot be turned into TensorFlow's (names it and its place), or no SSD network.
/// @source tensorflow/lite/schema (version 3).
[[nodiscard]] Result<TfliteNetwork> importTflite(const std::shared_ptr<const std::string>& bytes);

}  // namespace followspot::model
