#include "tracking/tracker_factory.h"

#include <array>

#include "tracking/byte_tracker.h"
#include "tracking/oc_sort_tracker.h"
#include "tracking/sort_tracker.h"

namespace followspot::tracking {
namespace {

constexpr std::array kKinds = {TrackerKind::Auto, TrackerKind::Sort, TrackerKind::ByteTrack,
                               TrackerKind::OcSort};

}  // namespace

std::string_view nameOf(TrackerKind kind) {
  switch (kind) {
    case TrackerKind::Auto:
      return "auto";
    case TrackerKind::Sort:
      return "sort";
    case TrackerKind::ByteTrack:
      return "bytetrack";
    case TrackerKind::OcSort:
      return "ocsort";
  }
  return "unknown";
}

std::optional<TrackerKind> trackerNamed(std::string_view name) {
  for (const TrackerKind kind : kKinds) {
    if (nameOf(kind) == name) {
      return kind;
    }
  }
  return std::nullopt;
}

std::unique_ptr<Tracker> makeTracker(const TrackerSettings& settings) {
  switch (settings.kind) {
    case TrackerKind::Sort: {
      SortSettings sort;
      sort.pictureRate = settings.pictureRate;
      return std::make_unique<SortTracker>(sort);
    }
    case TrackerKind::ByteTrack: {
      ByteTrackSettings byteTrack;
      byteTrack.pictureRate = settings.pictureRate;
      return std::make_unique<ByteTracker>(byteTrack);
    }
    case TrackerKind::OcSort: {
      OcSortSettings ocSort;
      ocSort.pictureRate = settings.pictureRate;
      return std::make_unique<OcSortTracker>(ocSort);
    }
    case TrackerKind::Auto:
      break;
  }
  return std::make_unique<AutoTracker>(settings.automatic);
}

}  // namespace followspot::tracking
