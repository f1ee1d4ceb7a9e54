#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "core/types/tracker.h"

namespace followspot::tracking {

enum class TrackerKind { Sort, ByteTrack, OcSort };

/// The name on the command line.
[[nodiscard]] std::string_view nameOf(TrackerKind kind);
[[nodiscard]] std::optional<TrackerKind> trackerNamed(std::string_view name);

struct TrackerSettings {
  TrackerKind kind = TrackerKind::Sort;
  double pictureRate = 25;  ///< Pictures per second that the tracker will see, > 0.
};

[[nodiscard]] std::unique_ptr<Tracker> makeTracker(const TrackerSettings& settings);

}  // namespace followspot::tracking
