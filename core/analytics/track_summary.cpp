#include "core/analytics/track_summary.h"

namespace followspot {

double TrackSummary::perPicture() const {
  return pictures > 0 ? static_cast<double>(boxes) / static_cast<double>(pictures) : 0;
}

double TrackSummary::meanLength() const {
  return ids > 0 ? static_cast<double>(boxes) / static_cast<double>(ids) : 0;
}

void TrackCounter::add(const TrackSet& tracks) {
  ++summary_.pictures;
  for (const Track& track : tracks.items) {
    if (track.state != TrackState::Confirmed) {
      continue;
    }
    ++summary_.boxes;
    const auto [seen, isNew] = lastSeen_.try_emplace(track.id, summary_.pictures);
    if (isNew) {
      ++summary_.ids;
    } else if (seen->second + 1 < summary_.pictures) {
      ++summary_.interruptions;
    }
    seen->second = summary_.pictures;
  }
}

}  // namespace followspot
