#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>

#include <QPointF>

#include "core/types/track.h"

namespace followspot::ui {

/// Where each visible track's foot point (middle of the lower edge) has been, in source pixels.
///
/// A track that leaves is kept for one second of media time, so that it can come back.
/// @threading one thread at a time; copies are independent.
class Trails {
 public:
  /// Length of a trail in media time.
  static constexpr Seconds kLength{3.0};
  static constexpr std::size_t kMaxPoints = 256;

  struct Point {
    QPointF at;
    Timestamp time;
  };
  using Trail = std::deque<Point>;

  /// Takes the tracks of the next picture; a jump back in time or ahead of the trail length starts
  /// anew.
  void add(const TrackSet& tracks);
  void clear();

  /// Oldest first; null where the track has none.
  [[nodiscard]] const Trail* of(TrackId id) const;

 private:
  std::unordered_map<std::uint64_t, Trail> trails_;
  Timestamp newest_{};
  bool any_ = false;
};

}  // namespace followspot::ui
