#include "core/analytics/zone_watch.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace followspot {

Result<ZoneWatch> ZoneWatch::create(Zone zone, double deadBand) {
  constexpr std::size_t kFewest = 3;
  constexpr std::size_t kMost = 1000;
  const bool finite = std::ranges::all_of(zone.corners, [](const PicturePoint& corner) {
    return std::isfinite(corner.x) && std::isfinite(corner.y);
  });
  if (zone.corners.size() < kFewest || zone.corners.size() > kMost || !finite ||
      !std::isfinite(deadBand) || deadBand < 0) {
    return fail(ErrorCode::InvalidArgument,
                "Zone \"" + zone.name + "\": give 3 to 1,000 corners and a dead-band from 0.");
  }
  return ZoneWatch(std::move(zone), deadBand);
}

bool ZoneWatch::contains(PicturePoint point) const {
  bool inside = false;
  const auto& corners = zone_.corners;
  for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    const PicturePoint& a = corners[i];
    const PicturePoint& b = corners[j];
    if ((a.y > point.y) != (b.y > point.y) &&
        point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x) {
      inside = !inside;
    }
  }
  return inside;
}

double ZoneWatch::distanceToEdge(PicturePoint point) const {
  double nearest = std::numeric_limits<double>::infinity();
  const auto& corners = zone_.corners;
  for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    const PicturePoint& a = corners[j];
    const double dx = corners[i].x - a.x;
    const double dy = corners[i].y - a.y;
    const double square = dx * dx + dy * dy;
    const double along =
        square > 0 ? std::clamp(((point.x - a.x) * dx + (point.y - a.y) * dy) / square, 0.0, 1.0)
                   : 0;
    nearest = std::min(nearest, std::hypot(point.x - a.x - along * dx, point.y - a.y - along * dy));
  }
  return nearest;
}

std::optional<ZoneVisit> ZoneWatch::update(const TrackPoint& point) {
  const auto [entry, isNew] = states_.try_emplace(point.track);
  State& state = entry->second;
  const bool raw = contains(point.at);
  if (isNew || raw != state.raw) {
    state.raw = raw;
    state.changed = point.time;
    state.changedFrame = point.frame;
  }
  if (state.inside) {
    state.visit.leave = point.time;
  }
  if (raw == state.inside || (deadBand_ > 0 && distanceToEdge(point.at) < deadBand_)) {
    return std::nullopt;
  }
  state.inside = raw;
  if (raw) {
    ++occupancy_;
    state.visit = {point.track, point.classId, state.changedFrame, state.changed, point.time};
    return std::nullopt;
  }
  --occupancy_;
  state.visit.leave = state.changed;
  state.visit.left = true;
  return state.visit;
}

std::optional<ZoneVisit> ZoneWatch::endTrack(TrackId track) {
  const auto found = states_.find(track);
  if (found == states_.end()) {
    return std::nullopt;
  }
  std::optional<ZoneVisit> visit;
  if (found->second.inside) {
    --occupancy_;
    visit = found->second.visit;
  }
  states_.erase(found);
  return visit;
}

std::vector<ZoneVisit> ZoneWatch::finish() {
  std::vector<ZoneVisit> visits;
  for (const auto& [track, state] : states_) {
    if (state.inside) {
      visits.push_back(state.visit);
    }
  }
  states_.clear();
  occupancy_ = 0;
  std::ranges::sort(visits, {}, &ZoneVisit::track);
  return visits;
}

}  // namespace followspot
