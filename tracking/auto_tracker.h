#pragma once

#include <memory>

#include "core/types/tracker.h"
#include "tracking/auto_model.h"

namespace followspot::tracking {

/// The few things about `auto` that depend on what it is wanted for.
struct AutoSettings {
  double lowScore = 0.1;    ///< Detections up to here are not used, in [0, 1).
  double highScore = 0.5;   ///< Up to here they only keep tracks alive, in [lowScore, 1).
  double birthScore = 0.7;  ///< From here on they begin tracks, in [highScore, 1].
  /// How long an object that went out of sight is waited for (at least two pictures), > 0.
  Seconds waitFor{2.0};
  /// How long a track without detection is shown at its predicted place, >= 0.
  Seconds coastFor{0.5};
};

/// Tracker for any detector, rate and camera, without appearance.
///
/// Time is real: prediction, noise and lifetimes go by the pictures' time stamps, so pictures may
/// be missing or irregular. Pairs are made by the likelihood that a detection is a track's, in
/// competition with its being a new object; how exact the detector is, is learnt on the way. A
/// moving camera is followed by what `DetectionSet::cameraMotion` says, and by what all boxes
/// together show. Boxes beyond 10 million px or smaller than 0.01 px are left out.
/// @source README.md in this folder.
class AutoTracker final : public Tracker {
 public:
  explicit AutoTracker(const AutoSettings& settings, const AutoModel& model = {});
  ~AutoTracker() override;

  const TrackSet& update(const DetectionSet& detections) override;
  void predict(FrameId frame, Timestamp time, TrackSet& out) const override;
  void reset() override;
  bool explain(TrackId id, MatchExplanation& out) const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace followspot::tracking
