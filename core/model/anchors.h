#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "core/base/result.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// Prior box as TensorFlow keeps it: (yCenter, xCenter, height, width), relative to the picture.
using AnchorBox = std::array<float, 4>;

/// Options of the Object Detection API's `ssd_anchor_generator`, with its defaults; the aspect
/// ratios are those of all its published SSD configurations.
/// @source object_detection/protos/ssd_anchor_generator.proto
struct SsdAnchorOptions {
  double minScale = 0.2;
  double maxScale = 0.95;
  std::vector<double> scales;  ///< One a feature map; where given, instead of min and max.
  std::vector<double> aspectRatios{1.0, 2.0, 0.5, 3.0, 0.3333};
  double interpolatedScaleAspectRatio = 1.0;  ///< 0: no box of in-between scale.
  bool reduceBoxesInLowestLayer = true;
  double baseAnchorHeight = 1.0;
  double baseAnchorWidth = 1.0;
  /// Pixels of the input, one a feature map; where empty, the picture divided by the map.
  std::vector<int> heightStride;
  std::vector<int> widthStride;
  std::vector<int> heightOffset;
  std::vector<int> widthOffset;
};

/// Anchors a cell of feature map `index` of `count` gets.
[[nodiscard]] std::size_t anchorsPerCell(const SsdAnchorOptions& options, std::size_t index);

/// All anchors in the order in which the heads give their boxes: feature map, row, column, shape.
/// @param featureMaps  size of each map in cells.
/// @param input        size of the network's input in pixels.
/// @errors InvalidArgument: lists of a length other than the number of maps, or values that make no
/// boxes.
/// @source object_detection/anchor_generators/multiple_grid_anchor_generator.py
[[nodiscard]] Result<std::vector<AnchorBox>> generateSsdAnchors(
    const SsdAnchorOptions& options, const std::vector<FrameSize>& featureMaps, FrameSize input);

}  // namespace followspot::model
