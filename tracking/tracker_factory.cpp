#include "tracking/tracker_factory.h"

#include "tracking/sort_tracker.h"

namespace followspot::tracking {

std::string_view nameOf(TrackerKind kind) {
  switch (kind) {
    case TrackerKind::Sort:
      return "sort";
  }
  return "unknown";
}

std::optional<TrackerKind> trackerNamed(std::string_view name) {
  return name == nameOf(TrackerKind::Sort) ? std::optional(TrackerKind::Sort) : std::nullopt;
}

std::unique_ptr<Tracker> makeTracker(const TrackerSettings& settings) {
  SortSettings sort;
  sort.pictureRate = settings.pictureRate;
  return std::make_unique<SortTracker>(sort);
}

}  // namespace followspot::tracking
