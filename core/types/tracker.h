#pragma once

#include "core/types/detection.h"
#include "core/types/match_explanation.h"
#include "core/types/track.h"

namespace followspot {

/// Gives detections of successive pictures lasting identities.
/// @threading one thread at a time.
class Tracker {
 public:
  Tracker() = default;
  Tracker(const Tracker&) = delete;
  Tracker& operator=(const Tracker&) = delete;
  virtual ~Tracker() = default;

  /// Takes the detections of the next picture; an empty set counts as a picture too. Frames and
  /// times strictly increase.
  /// @return tracks at that picture; valid until the next call. No allocation once its buffers have
  /// grown.
  virtual const TrackSet& update(const DetectionSet& detections) = 0;

  /// Where the living tracks would be at a later time, as `Coasting`; changes nothing. For drawing
  /// between detections.
  /// @param out  cleared first, capacity kept.
  virtual void predict(FrameId frame, Timestamp time, TrackSet& out) const = 0;

  /// Why a track is where it is after the last `update`. Costs nothing unless asked.
  /// @param out  filled anew, capacity kept.
  /// @return false where the tracker cannot say, or has no such track.
  virtual bool explain(TrackId /*id*/, MatchExplanation& /*out*/) const { return false; }

  /// Forgets all tracks (after a seek). Ids go on counting.
  virtual void reset() = 0;
};

}  // namespace followspot
