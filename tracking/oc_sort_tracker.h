#pragma once

#include <memory>

#include "core/types/tracker.h"

namespace followspot::tracking {

struct OcSortSettings {
  double minScore = 0.6;    ///< Detections up to here are not used, in [0, 1).
  double minIou = 0.3;      ///< Least overlap of a pair, in (0, 1].
  int maxAge = 30;          ///< Pictures in a row without a match after which a track ends, >= 1.
  int minHits = 3;          ///< Matches in a row before a track is shown (except in the first
                            ///< minHits pictures), >= 0.
  int directionSpan = 3;    ///< Pictures over which a track's direction is taken, 1 .. 10.
  double inertia = 0.2;     ///< Weight of the direction against the overlap, >= 0.
  double pictureRate = 30;  ///< Pictures per second that the tracker sees; only `predict` uses it.
};

/// OC-SORT: SORT that trusts observations over its own predictions.
///
/// After a gap the filter is taken back and led along the straight line between the observations;
/// pairing also looks at the direction of motion; what stays alone is tried against the place where
/// it was last seen. Counts pictures, not seconds; does not look at classes.
/// @source Cao et al.: Observation-Centric SORT, CVPR 2023, sections 4.1 to 4.3.
class OcSortTracker final : public Tracker {
 public:
  explicit OcSortTracker(const OcSortSettings& settings);
  ~OcSortTracker() override;

  const TrackSet& update(const DetectionSet& detections) override;
  void predict(FrameId frame, Timestamp time, TrackSet& out) const override;
  void reset() override;
  bool explain(TrackId id, MatchExplanation& out) const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace followspot::tracking
