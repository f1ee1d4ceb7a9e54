#pragma once

#include <memory>

#include "core/types/tracker.h"

namespace followspot::tracking {

struct SortSettings {
  double minIou = 0.3;  ///< A detection and a track that overlap less are never paired; in (0, 1].
  int minHits = 3;      ///< Matches in a row before a track is shown (except in the first minHits
                        ///< pictures), >= 0.
  int maxAge = 1;       ///< Pictures in a row without a match after which a track ends, >= 1.
  double pictureRate = 25;  ///< Pictures per second that the tracker sees; only `predict` uses it.
};

/// SORT as its paper has it: a constant-velocity Kalman filter on (u, v, s, r), IoU, optimal
/// assignment.
///
/// Counts pictures, not seconds; uses neither scores nor classes for pairing. Kept exactly so as
/// the reference that other trackers are measured against.
/// @source Bewley, Ge, Ott, Ramos, Upcroft: Simple Online and Realtime Tracking, ICIP 2016.
class SortTracker final : public Tracker {
 public:
  explicit SortTracker(const SortSettings& settings);
  ~SortTracker() override;

  const TrackSet& update(const DetectionSet& detections) override;
  void predict(FrameId frame, Timestamp time, TrackSet& out) const override;
  void reset() override;
  bool explain(TrackId id, MatchExplanation& out) const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace followspot::tracking
