#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/types/geometry.h"

namespace followspot::model {

/// (yCenter, xCenter, height, width), relative to the picture.
using AnchorBox = std::array<float, 4>;

/// The ssd_anchor_generator of the TensorFlow Object Detection API. Defaults are those of its
/// sample configurations.
/// @source object_detection/protos/ssd_anchor_generator.proto,
/// anchor_generators/multiple_grid_anchor_generator.py
struct SsdAnchorGenerator {
  float minScale = 0.2F;
  float maxScale = 0.95F;
  std::vector<float> aspectRatios = {1.0F, 2.0F, 0.5F, 3.0F, 0.3333F};
  std::vector<float> scales;                  ///< Instead of min and max, one a layer.
  float interpolatedScaleAspectRatio = 1.0F;  ///< 0: no extra box between two scales.
  bool reduceBoxesInLowestLayer = true;
  float baseAnchorHeight = 1.0F;
  float baseAnchorWidth = 1.0F;
  std::vector<int> heightStride, widthStride, heightOffset,
      widthOffset;  ///< Pixels, one a layer; empty: even grid.

  /// @param grids  height and width of each feature map, finest first.
  /// @return all boxes, in the order of the network's outputs: layer, row, column, box.
  [[nodiscard]] std::vector<AnchorBox> generate(const std::vector<FrameSize>& grids,
                                                FrameSize input) const;
};

/// Sizes of the six feature maps of an SSD MobileNet: the input's side over 16, then halved,
/// rounded up each time.
[[nodiscard]] std::vector<FrameSize> ssdMobilenetGrids(FrameSize input, int layers = 6);

}  // namespace followspot::model
