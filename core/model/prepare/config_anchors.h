#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/model/anchors.h"
#include "core/model/config/pipeline_config.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// The anchors of a configuration, computed as the Object Detection API does, in the order of the
/// network's boxes: feature map, row, column, shape.
/// @param featureMaps  size of each map in cells, finest first.
/// @param input        size of the network's input in pixels.
/// @errors InvalidArgument: the configuration is for another number of maps. Unsupported: so many
/// that no network has them.
/// @source
/// object_detection/anchor_generators/{multiple,multiscale,flexible}_grid_anchor_generator.py,
/// grid_anchor_generator.py
[[nodiscard]] Result<std::vector<AnchorBox>> generateAnchors(
    const AnchorConfig& config, const std::vector<FrameSize>& featureMaps, FrameSize input);

/// Boxes that each cell of a feature map has.
[[nodiscard]] std::size_t anchorsPerCell(const AnchorConfig& config, std::size_t map);

}  // namespace followspot::model
