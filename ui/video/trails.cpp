#include "ui/video/trails.h"

namespace followspot::ui {

void Trails::add(const TrackSet& tracks) {
  if (any_ && (tracks.time < newest_ || tracks.time - newest_ > kLength)) {
    clear();
  }
  newest_ = tracks.time;
  any_ = true;
  for (const Track& track : tracks.items) {
    if (track.state == TrackState::Tentative) {
      continue;
    }
    Trail& trail = trails_[numberOf(track.id)];
    const QPointF foot(track.box.x + track.box.w / 2, track.box.bottom());
    if (!trail.empty() && trail.back().time == tracks.time) {
      trail.back().at = foot;  // The same picture again, tracked anew.
      continue;
    }
    trail.push_back({foot, tracks.time});
    while (trail.size() > kMaxPoints || tracks.time - trail.front().time > kLength) {
      trail.pop_front();
    }
  }
  constexpr Seconds kKeep{1.0};
  std::erase_if(trails_, [&](const auto& entry) {
    return entry.second.empty() || tracks.time - entry.second.back().time > kKeep;
  });
}

void Trails::clear() {
  trails_.clear();
  any_ = false;
}

const Trails::Trail* Trails::of(TrackId id) const {
  const auto found = trails_.find(numberOf(id));
  return found == trails_.end() ? nullptr : &found->second;
}

}  // namespace followspot::ui
