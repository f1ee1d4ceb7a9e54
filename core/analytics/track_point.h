#pragma once

#include "core/types/box.h"
#include "core/types/ids.h"
#include "core/types/timestamp.h"

namespace followspot {

/// A place in a picture, in pixels; y grows downwards.
struct PicturePoint {
  double x = 0;
  double y = 0;
  friend bool operator==(const PicturePoint&, const PicturePoint&) = default;
};

/// Where a track stands on one picture.
struct TrackPoint {
  TrackId track = TrackId::None;
  ClassId classId = ClassId::Unknown;
  FrameId frame{};
  Timestamp time{};
  PicturePoint at;
};

/// Where an object touches the ground: the middle of its box's lower edge.
[[nodiscard]] constexpr PicturePoint footOf(const Box& box) {
  return {box.x + box.w / 2, box.y + box.h};
}

}  // namespace followspot
