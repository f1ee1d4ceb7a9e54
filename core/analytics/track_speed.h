#pragma once

#include <optional>
#include <span>

#include "core/analytics/ground_plane.h"
#include "core/analytics/track_point.h"

namespace followspot {

struct SpeedSettings {
  /// Speed is measured over this long, > 0: the path within goes straight at one speed.
  Seconds window{1.0};
  /// How far marks set by hand are off, pixels, >= 0; one standard deviation.
  double markError = 1;
};

/// How fast a track went over the ground, metres per second.
struct TrackSpeed {
  double mean = 0;          ///< Over all of its windows.
  double meanError = 0;     ///< One standard deviation: of boxes and of marks.
  double fastest = 0;       ///< The fastest window's.
  double fastestError = 0;  ///< Its.
  Seconds measured{0};      ///< Length of all windows.
};

/// Measures a track's speed.
///
/// The path is cut into windows; in each a straight line over time is fitted through the places on
/// the ground, whose scatter round it tells the error. To it comes what the marks, each coordinate
/// off by `markError`, would change.
/// @param points  of one track, by time.
/// @return nothing for a track that was on the ground for less than a third of a window, or on
/// fewer than 4 pictures.
[[nodiscard]] std::optional<TrackSpeed> speedOf(std::span<const TrackPoint> points,
                                                const GroundPlane& plane,
                                                const SpeedSettings& settings);

}  // namespace followspot
