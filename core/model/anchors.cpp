#include "core/model/anchors.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace followspot::model {
namespace {

struct BoxShape {
  double scale = 0;
  double aspectRatio = 1;
};

/// Shapes of the boxes of each cell of one feature map.
std::vector<BoxShape> shapesOf(const SsdAnchorOptions& options, const std::vector<double>& scales,
                               std::size_t index) {
  const double scale = scales[index];
  const double next = scales[index + 1];
  if (index == 0 && options.reduceBoxesInLowestLayer) {
    return {{0.1, 1.0}, {scale, 2.0}, {scale, 0.5}};
  }
  std::vector<BoxShape> shapes;
  for (const double ratio : options.aspectRatios) {
    shapes.push_back({scale, ratio});
  }
  if (options.interpolatedScaleAspectRatio > 0) {
    shapes.push_back({std::sqrt(scale * next), options.interpolatedScaleAspectRatio});
  }
  return shapes;
}

/// Whether a list gives one positive number a feature map, or is left out.
bool fits(const std::vector<int>& list, std::size_t maps) {
  return list.empty() || list.size() == maps;
}

}  // namespace

std::size_t anchorsPerCell(const SsdAnchorOptions& options, std::size_t index) {
  if (index == 0 && options.reduceBoxesInLowestLayer) {
    return 3;
  }
  return options.aspectRatios.size() + (options.interpolatedScaleAspectRatio > 0 ? 1 : 0);
}

Result<std::vector<AnchorBox>> generateSsdAnchors(const SsdAnchorOptions& options,
                                                  const std::vector<FrameSize>& featureMaps,
                                                  FrameSize input) {
  const std::size_t maps = featureMaps.size();
  if (maps == 0 || input.width <= 0 || input.height <= 0 ||
      std::ranges::any_of(featureMaps,
                          [](FrameSize map) { return map.width <= 0 || map.height <= 0; })) {
    return fail(ErrorCode::InvalidArgument, "anchors need feature maps and an input size.");
  }
  if ((!options.scales.empty() && options.scales.size() != maps) ||
      !fits(options.heightStride, maps) || !fits(options.widthStride, maps) ||
      !fits(options.heightOffset, maps) || !fits(options.widthOffset, maps)) {
    return fail(ErrorCode::InvalidArgument,
                "the anchor generator lists scales, strides or offsets "
                "for another number of feature maps than the " +
                    std::to_string(maps) + " there are.");
  }
  std::vector<double> scales = options.scales;
  for (std::size_t i = 0; scales.size() < maps; ++i) {
    scales.push_back(maps == 1 ? options.minScale
                               : options.minScale + (options.maxScale - options.minScale) *
                                                        static_cast<double>(i) /
                                                        static_cast<double>(maps - 1));
  }
  scales.push_back(1.0);
  const auto positive = [](double value) { return value > 0 && std::isfinite(value); };
  if (!std::ranges::all_of(scales, positive) ||
      !std::ranges::all_of(options.aspectRatios, positive)) {
    return fail(ErrorCode::InvalidArgument, "anchor scales and aspect ratios must be above 0.");
  }

  const double inputHeight = input.height;
  const double inputWidth = input.width;
  const double shorter = std::min(inputHeight, inputWidth);
  std::vector<AnchorBox> anchors;
  for (std::size_t i = 0; i < maps; ++i) {
    const auto shapes = shapesOf(options, scales, i);
    const double strideY = options.heightStride.empty() || options.heightStride[i] == 0
                               ? inputHeight / featureMaps[i].height
                               : options.heightStride[i];
    const double strideX = options.widthStride.empty() || options.widthStride[i] == 0
                               ? inputWidth / featureMaps[i].width
                               : options.widthStride[i];
    const double offsetY = options.heightOffset.empty() ? strideY / 2 : options.heightOffset[i];
    const double offsetX = options.widthOffset.empty() ? strideX / 2 : options.widthOffset[i];
    for (int row = 0; row < featureMaps[i].height; ++row) {
      for (int column = 0; column < featureMaps[i].width; ++column) {
        for (const BoxShape& shape : shapes) {
          const double root = std::sqrt(shape.aspectRatio);
          anchors.push_back({static_cast<float>((row * strideY + offsetY) / inputHeight),
                             static_cast<float>((column * strideX + offsetX) / inputWidth),
                             static_cast<float>(shape.scale / root * shorter / inputHeight *
                                                options.baseAnchorHeight),
                             static_cast<float>(shape.scale * root * shorter / inputWidth *
                                                options.baseAnchorWidth)});
        }
      }
    }
  }
  return anchors;
}

}  // namespace followspot::model
