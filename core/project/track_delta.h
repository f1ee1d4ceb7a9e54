#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_types.h"

namespace followspot {

/// A track with all its boxes.
struct TrackContent {
  TrackInfo info;
  std::vector<BoxRow> boxes;  ///< By frame, no two equal; all of `info.id`.
  friend bool operator==(const TrackContent&, const TrackContent&) = default;
};

/// What an edit does to a run's tracks, so that it can be done, undone and done again.
///
/// Done in this order: boxes with a `before` go, moves, boxes with an `after` come; tracks are
/// replaced.
struct TrackDelta {
  struct TrackChange {
    TrackId id = TrackId::None;
    std::optional<TrackInfo> before;  ///< Nothing where the track is new ...
    std::optional<TrackInfo> after;   ///< ... or where it is gone.
    friend bool operator==(const TrackChange&, const TrackChange&) = default;
  };
  struct BoxChange {
    TrackId track = TrackId::None;
    FrameId frame{};
    std::optional<StoredBox> before;
    std::optional<StoredBox> after;
    friend bool operator==(const BoxChange&, const BoxChange&) = default;
  };
  /// A box that changes its track and nothing else.
  struct BoxMove {
    TrackId from = TrackId::None;
    TrackId to = TrackId::None;
    FrameId frame{};
    friend bool operator==(const BoxMove&, const BoxMove&) = default;
  };
  std::vector<TrackChange> tracks;  ///< By id.
  std::vector<BoxChange> boxes;     ///< By track, then frame.
  std::vector<BoxMove> moves;       ///< By tracks, then frame.
  friend bool operator==(const TrackDelta&, const TrackDelta&) = default;
};

/// The shortest way from some tracks to what they shall be.
/// @param before, after  by id; a track in only one of them comes or goes.
[[nodiscard]] TrackDelta deltaBetween(const std::vector<TrackContent>& before,
                                      const std::vector<TrackContent>& after);

/// The way back.
[[nodiscard]] TrackDelta inverse(TrackDelta delta);

/// As bytes for the journal; a box that only moves takes about one.
[[nodiscard]] std::string encode(const TrackDelta& delta);

/// @errors CorruptData: no such bytes, whatever they are.
[[nodiscard]] Result<TrackDelta> decodeDelta(std::string_view bytes);

}  // namespace followspot
