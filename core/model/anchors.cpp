#include "core/model/anchors.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace followspot::model {
namespace {

/// Scale and aspect ratio of one box of a cell.
using BoxSpec = std::pair<float, float>;

std::vector<std::vector<BoxSpec>> specsOf(const SsdAnchorGenerator& generator, std::size_t layers) {
  std::vector<float> scales = generator.scales;
  if (scales.empty()) {
    for (std::size_t i = 0; i < layers; ++i) {
      scales.push_back(generator.minScale +
                       (generator.maxScale - generator.minScale) * static_cast<float>(i) /
                           static_cast<float>(std::max<std::size_t>(layers - 1, 1)));
    }
  }
  scales.push_back(1.0F);
  std::vector<std::vector<BoxSpec>> specs(layers);
  for (std::size_t layer = 0; layer < layers && layer + 1 < scales.size(); ++layer) {
    const float scale = scales[layer];
    if (layer == 0 && generator.reduceBoxesInLowestLayer) {
      specs[layer] = {{0.1F, 1.0F}, {scale, 2.0F}, {scale, 0.5F}};
      continue;
    }
    for (const float ratio : generator.aspectRatios) {
      specs[layer].emplace_back(scale, ratio);
    }
    if (generator.interpolatedScaleAspectRatio > 0) {
      specs[layer].emplace_back(std::sqrt(scale * scales[layer + 1]),
                                generator.interpolatedScaleAspectRatio);
    }
  }
  return specs;
}

}  // namespace

std::vector<AnchorBox> SsdAnchorGenerator::generate(const std::vector<FrameSize>& grids,
                                                    FrameSize input) const {
  const auto specs = specsOf(*this, grids.size());
  // Normalised by the sides, sizes refer to the shorter one.
  const auto height = static_cast<float>(input.height);
  const auto width = static_cast<float>(input.width);
  const float shorter = std::min(height, width);
  std::vector<AnchorBox> anchors;
  for (std::size_t layer = 0; layer < grids.size(); ++layer) {
    const FrameSize grid = grids[layer];
    const auto at = [&](const std::vector<int>& given, float usual) {
      return layer < given.size() ? static_cast<float>(given[layer]) : usual;
    };
    const float strideY = at(heightStride, height / static_cast<float>(grid.height)) / height;
    const float strideX = at(widthStride, width / static_cast<float>(grid.width)) / width;
    const float offsetY =
        layer < heightOffset.size() ? at(heightOffset, 0) / height : 0.5F * strideY;
    const float offsetX = layer < widthOffset.size() ? at(widthOffset, 0) / width : 0.5F * strideX;
    for (int row = 0; row < grid.height; ++row) {
      for (int column = 0; column < grid.width; ++column) {
        for (const auto& [scale, ratio] : specs[layer]) {
          const float root = std::sqrt(ratio);
          anchors.push_back({static_cast<float>(row) * strideY + offsetY,
                             static_cast<float>(column) * strideX + offsetX,
                             scale / root * baseAnchorHeight * shorter / height,
                             scale * root * baseAnchorWidth * shorter / width});
        }
      }
    }
  }
  return anchors;
}

std::vector<FrameSize> ssdMobilenetGrids(FrameSize input, int layers) {
  const auto halved = [](int side) { return (side + 1) / 2; };
  FrameSize grid = input;
  for (int i = 0; i < 4; ++i) {
    grid = {halved(grid.width), halved(grid.height)};
  }
  std::vector<FrameSize> grids;
  for (int i = 0; i < layers; ++i) {
    grids.push_back(grid);
    grid = {halved(grid.width), halved(grid.height)};
  }
  return grids;
}

}  // namespace followspot::model
