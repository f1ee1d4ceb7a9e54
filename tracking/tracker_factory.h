#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "core/types/tracker.h"
#include "tracking/auto_tracker.h"

namespace followspot::tracking {

enum class TrackerKind { Auto, Sort, ByteTrack, OcSort };

/// The name on the command line.
[[nodiscard]] std::string_view nameOf(TrackerKind kind);
[[nodiscard]] std::optional<TrackerKind> trackerNamed(std::string_view name);

struct TrackerSettings {
  TrackerKind kind = TrackerKind::Auto;
  /// Pictures per second that the tracker will see, > 0. `auto` goes by time stamps and needs none.
  double pictureRate = 25;
  AutoSettings automatic;  ///< For `auto` only.
};

[[nodiscard]] std::unique_ptr<Tracker> makeTracker(const TrackerSettings& settings);

}  // namespace followspot::tracking
