#pragma once

#include <string>

#include "core/analytics/heatmap.h"

namespace followspot {

/// A heatmap as a PNG file of the picture's size: clear where nothing was, then from pale yellow
/// over orange and red to dark violet, which people with any kind of colour vision can order. It
/// can be laid over a picture of the scene. Colours follow the square root of the time, as else one
/// who stands still hides all who walk.
/// @param size  of the picture.
[[nodiscard]] std::string heatPicture(const Heatmap& map, FrameSize size);

}  // namespace followspot
