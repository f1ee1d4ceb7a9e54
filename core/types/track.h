#pragma once

#include <vector>

#include "core/types/box.h"
#include "core/types/geometry.h"
#include "core/types/ids.h"
#include "core/types/timestamp.h"

namespace followspot {

enum class TrackState {
  Tentative,  ///< Too young to be believed; not exported.
  Confirmed,  ///< Matched with a detection of this very picture.
  Coasting,   ///< Predicted, no detection now: drawn dashed, exported only when asked.
};

/// Snapshot of one track at one picture; not the filter.
struct Track {
  TrackId id = TrackId::None;
  Box box;
  double score = 0;  ///< Of the last matched detection, in [0, 1].
  ClassId classId = ClassId::Unknown;
  TrackState state = TrackState::Confirmed;
  int hits = 0;             ///< Detections matched since birth.
  Seconds age{0};           ///< Since birth.
  Seconds sinceMatched{0};  ///< Since the last matched detection; 0 when matched now.
};

struct TrackSet {
  FrameId frame{};
  Timestamp time{};
  FrameSize size;
  std::vector<Track> items;  ///< Ids unique within the set.
};

}  // namespace followspot
