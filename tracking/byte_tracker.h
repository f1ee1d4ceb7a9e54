#pragma once

#include <memory>

#include "core/types/tracker.h"

namespace followspot::tracking {

struct ByteTrackSettings {
  double highScore = 0.6;      ///< Detections above are paired first, in (0, 1).
  double lowScore = 0.1;       ///< Detections up to here are not used, in [0, highScore).
  double birthMargin = 0.1;    ///< A track begins at highScore + birthMargin, >= 0.
  double firstLimit = 0.9;     ///< Largest 1 - IoU x score in the first pass, in (0, 1).
  double secondLimit = 0.5;    ///< Largest 1 - IoU in the pass over low scores, in (0, 1).
  double newLimit = 0.7;       ///< Largest 1 - IoU x score for tracks seen once, in (0, 1).
  double duplicateIou = 0.85;  ///< Of a shown and a lost track that overlap more, one ends.
  double overlapMargin =
      1;                  ///< Pixels by which boxes are taken wider and higher for overlaps, >= 0.
  int lostPictures = 30;  ///< Pictures that a lost track is kept, >= 0.
  double pictureRate = 30;  ///< Pictures per second that the tracker sees; only `predict` uses it.
};

/// ByteTrack: detections of low score are not thrown away but keep tracks alive in a second pass.
///
/// Counts pictures, not seconds; does not look at classes. Kept as the authors' program has it
/// (overlaps count the last pixel in), as a reference that other trackers are measured against.
/// @source Zhang et al.: ByteTrack: Multi-Object Tracking by Associating Every Detection Box, ECCV
/// 2022, with the constants of its MOT17 runs.
class ByteTracker final : public Tracker {
 public:
  explicit ByteTracker(const ByteTrackSettings& settings);
  ~ByteTracker() override;

  const TrackSet& update(const DetectionSet& detections) override;
  void predict(FrameId frame, Timestamp time, TrackSet& out) const override;
  void reset() override;
  bool explain(TrackId id, MatchExplanation& out) const override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace followspot::tracking
