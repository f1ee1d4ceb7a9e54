#include "core/project/track_delta.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace followspot {
namespace {

using BoxKey = std::pair<FrameId, TrackId>;
using Boxes = std::map<BoxKey, StoredBox>;

Boxes boxesOf(const std::vector<TrackContent>& tracks) {
  Boxes boxes;
  for (const TrackContent& track : tracks) {
    for (const BoxRow& row : track.boxes) {
      boxes.emplace(BoxKey{row.frame, row.track}, row.value);
    }
  }
  return boxes;
}

/// What is in `a` and not, with the same value, in `b`.
Boxes without(const Boxes& a, const Boxes& b) {
  Boxes rest;
  for (const auto& [key, value] : a) {
    const auto other = b.find(key);
    if (other == b.end() || other->second != value) {
      rest.emplace(key, value);
    }
  }
  return rest;
}

/// Pairs boxes that go with the same boxes of other tracks that come on the same picture.
std::vector<TrackDelta::BoxMove> takeMoves(Boxes& gone, Boxes& come) {
  std::vector<TrackDelta::BoxMove> moves;
  for (auto from = gone.begin(); from != gone.end();) {
    const FrameId frame = from->first.first;
    auto to = come.lower_bound({frame, TrackId::None});
    while (to != come.end() && to->first.first == frame &&
           (to->second != from->second || to->first.second == from->first.second)) {
      ++to;
    }
    if (to == come.end() || to->first.first != frame) {
      ++from;
      continue;
    }
    moves.push_back({from->first.second, to->first.second, frame});
    come.erase(to);
    from = gone.erase(from);
  }
  std::ranges::sort(moves, {}, [](const TrackDelta::BoxMove& move) {
    return std::tuple(move.from, move.to, move.frame);
  });
  return moves;
}

}  // namespace

TrackDelta deltaBetween(const std::vector<TrackContent>& before,
                        const std::vector<TrackContent>& after) {
  TrackDelta delta;
  std::map<TrackId, TrackDelta::TrackChange> tracks;
  for (const TrackContent& track : before) {
    tracks[track.info.id].before = track.info;
  }
  for (const TrackContent& track : after) {
    tracks[track.info.id].after = track.info;
  }
  for (auto& [id, change] : tracks) {
    if (change.before != change.after) {
      change.id = id;
      delta.tracks.push_back(std::move(change));
    }
  }
  const Boxes was = boxesOf(before);
  const Boxes becomes = boxesOf(after);
  Boxes gone = without(was, becomes);
  Boxes come = without(becomes, was);
  delta.moves = takeMoves(gone, come);
  std::map<std::pair<TrackId, FrameId>, TrackDelta::BoxChange> changes;
  for (const auto& [key, value] : gone) {
    changes[{key.second, key.first}].before = value;
  }
  for (const auto& [key, value] : come) {
    changes[{key.second, key.first}].after = value;
  }
  for (auto& [key, change] : changes) {
    std::tie(change.track, change.frame) = key;
    delta.boxes.push_back(change);
  }
  return delta;
}

TrackDelta inverse(TrackDelta delta) {
  for (auto& change : delta.tracks) {
    std::swap(change.before, change.after);
  }
  for (auto& change : delta.boxes) {
    std::swap(change.before, change.after);
  }
  for (auto& move : delta.moves) {
    std::swap(move.from, move.to);
  }
  std::ranges::sort(delta.moves, {}, [](const TrackDelta::BoxMove& move) {
    return std::tuple(move.from, move.to, move.frame);
  });
  return delta;
}

}  // namespace followspot
