#pragma once

#include <map>
#include <vector>

#include "core/analytics/track_point.h"
#include "core/store/track_document.h"
#include "core/types/geometry.h"

namespace followspot {

/// Where each track stood, by id; the places of a track by time. Tracks are where their boxes stand
/// on the ground.
/// @param classes  only these; all where empty.
[[nodiscard]] std::map<TrackId, std::vector<TrackPoint>> pathsOf(
    const TrackDocument& document, const std::vector<ClassId>& classes);

/// The picture's size; where it is not known, as large as the boxes need. At least 1 by 1.
[[nodiscard]] FrameSize pictureSizeOf(const TrackDocument& document);

}  // namespace followspot
