#include "core/model/prepare/config_anchors.h"

#include <cmath>
#include <string>
#include <variant>

namespace followspot::model {
namespace {

constexpr std::size_t kMaxAnchors = 4'000'000;

/// One feature map: shapes in pixels, and where their centres lie.
struct PixelGrid {
  std::vector<std::array<double, 2>> shapes;  // height, width
  double strideY = 0;
  double strideX = 0;
  double offsetY = 0;
  double offsetX = 0;
};

std::array<double, 2> shapeOf(double size, double aspectRatio) {
  return {size / std::sqrt(aspectRatio), size * std::sqrt(aspectRatio)};
}

PixelGrid gridOf(const MultiscaleAnchorOptions& options, std::size_t map, FrameSize input) {
  PixelGrid grid;
  const int level = options.minLevel + static_cast<int>(map);
  const double stride = std::ldexp(1.0, level);
  for (const double ratio : options.aspectRatios) {
    for (int scale = 0; scale < options.scalesPerOctave; ++scale) {
      const double size = stride * static_cast<double>(options.anchorScale) *
                          std::exp2(static_cast<double>(scale) / options.scalesPerOctave);
      grid.shapes.push_back(shapeOf(size, ratio));
    }
  }
  grid.strideY = stride;
  grid.strideX = stride;
  // Centred in the cell only where the cells divide the picture.
  const int cell = 1 << level;
  grid.offsetY = input.height % cell == 0 || input.height == 1 ? stride / 2 : 0;
  grid.offsetX = input.width % cell == 0 || input.width == 1 ? stride / 2 : 0;
  return grid;
}

PixelGrid gridOf(const FlexibleGridAnchorOptions& options, std::size_t map, FrameSize /*input*/) {
  const auto& given = options.grids[map];
  PixelGrid grid;
  for (std::size_t i = 0; i < given.baseSizes.size(); ++i) {
    grid.shapes.push_back(shapeOf(given.baseSizes[i], given.aspectRatios[i]));
  }
  grid.strideY = given.heightStride;
  grid.strideX = given.widthStride;
  grid.offsetY = given.heightOffset;
  grid.offsetX = given.widthOffset;
  return grid;
}

std::size_t mapsOf(const MultiscaleAnchorOptions& options) {
  const int levels = options.maxLevel - options.minLevel + 1;
  return static_cast<std::size_t>(levels);
}
std::size_t mapsOf(const FlexibleGridAnchorOptions& options) { return options.grids.size(); }
std::size_t mapsOf(const SsdAnchorConfig& config) {
  return static_cast<std::size_t>(config.numLayers);
}

std::size_t shapesOf(const SsdAnchorConfig& config, std::size_t map) {
  return anchorsPerCell(config.options, map);
}
std::size_t shapesOf(const MultiscaleAnchorOptions& options, std::size_t /*map*/) {
  return options.aspectRatios.size() * static_cast<std::size_t>(options.scalesPerOctave);
}
std::size_t shapesOf(const FlexibleGridAnchorOptions& options, std::size_t map) {
  return map < options.grids.size() ? options.grids[map].baseSizes.size() : 0;
}

template <class Options>
std::vector<AnchorBox> tiled(const Options& options, const std::vector<FrameSize>& maps,
                             FrameSize input) {
  const double height = options.normalizeCoordinates ? input.height : 1;
  const double width = options.normalizeCoordinates ? input.width : 1;
  std::vector<AnchorBox> anchors;
  for (std::size_t map = 0; map < maps.size(); ++map) {
    const PixelGrid grid = gridOf(options, map, input);
    for (int row = 0; row < maps[map].height; ++row) {
      for (int column = 0; column < maps[map].width; ++column) {
        for (const auto& [shapeHeight, shapeWidth] : grid.shapes) {
          anchors.push_back({static_cast<float>((row * grid.strideY + grid.offsetY) / height),
                             static_cast<float>((column * grid.strideX + grid.offsetX) / width),
                             static_cast<float>(shapeHeight / height),
                             static_cast<float>(shapeWidth / width)});
        }
      }
    }
  }
  return anchors;
}

}  // namespace

std::size_t anchorsPerCell(const AnchorConfig& config, std::size_t map) {
  return std::visit([map](const auto& options) { return shapesOf(options, map); }, config);
}

Result<std::vector<AnchorBox>> generateAnchors(const AnchorConfig& config,
                                               const std::vector<FrameSize>& featureMaps,
                                               FrameSize input) {
  const std::size_t expected =
      std::visit([](const auto& options) { return mapsOf(options); }, config);
  if (featureMaps.size() != expected || featureMaps.empty()) {
    return fail(ErrorCode::InvalidArgument,
                "the anchor generator is set up for " + std::to_string(expected) +
                    " feature maps, the network has " + std::to_string(featureMaps.size()) +
                    ". Give the pipeline.config that the network was trained with.");
  }
  std::size_t count = 0;
  for (std::size_t map = 0; map < featureMaps.size(); ++map) {
    const FrameSize size = featureMaps[map];
    count += static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
             anchorsPerCell(config, map);
    if (size.width < 1 || size.height < 1 || count > kMaxAnchors) {
      return fail(ErrorCode::Unsupported, "the anchor generator would make more than " +
                                              std::to_string(kMaxAnchors) + " boxes.");
    }
  }
  if (const auto* const ssd = std::get_if<SsdAnchorConfig>(&config)) {
    return generateSsdAnchors(ssd->options, featureMaps, input);
  }
  if (const auto* const scaled = std::get_if<MultiscaleAnchorOptions>(&config)) {
    return tiled(*scaled, featureMaps, input);
  }
  return tiled(std::get<FlexibleGridAnchorOptions>(config), featureMaps, input);
}

}  // namespace followspot::model
