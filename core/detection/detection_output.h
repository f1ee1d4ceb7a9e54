#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/detection/detection_filter.h"
#include "core/detection/nms.h"
#include "core/types/detection.h"
#include "core/types/geometry.h"

namespace followspot {

/// Turns the rows of a network's own DetectionOutput layer into filtered detections.
///
/// The layer has already dropped low scores and overlapping boxes by its own limits; the filter
/// comes on top, so one that lets more through than the layer has no effect.
/// @threading one thread at a time.
class DetectionOutputReader {
 public:
  /// @param rows  [N, 7]: picture index, class, score, left, top, right, bottom; coordinates
  ///              relative to the picture, may lie outside. Rows with score 0 are padding.
  /// @param classCount  score columns of the network, background included.
  /// @param size  the picture's, both > 0.
  /// @param out   overwritten; best score first, ties in the order of the rows.
  /// @errors CorruptData: not rows of 7, a number that is not finite, a class out of range.
  /// @source OpenCV, modules/dnn/src/layers/detection_output_layer.cpp.
  [[nodiscard]] Result<void> read(std::span<const float> rows, int classCount, FrameSize size,
                                  const DetectionFilter& filter, std::vector<Detection>& out);

 private:
  std::vector<std::size_t> order_;  ///< Rows by score.
  GreedyNms nms_;
};

}  // namespace followspot
