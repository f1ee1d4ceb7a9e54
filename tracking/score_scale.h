#pragma once

#include <span>

#include "core/types/detection.h"

namespace followspot::tracking {

/// Brings the scores of any detector to one scale, learnt while tracking.
///
/// A sure detection has 0.95 with one network and 0.55 with another, so a fixed threshold finds
/// everything here and nothing there. The level of the sure ones is learnt from the stream: each
/// picture's mean score, weighted by the eighth power of the score, which what is weak does not
/// move. The level follows better pictures within a second or so and forgets within half a minute,
/// so that an empty scene does not turn clutter into objects.
///
/// Where the level is that of a strong detector nothing changes. Below, scores rise by the 3/4th
/// power of what is missing, not by all of it: a weak detector's clutter is not weaker.
/// @threading one thread at a time.
class ScoreScale {
 public:
  /// Takes a picture's detections into account.
  /// @param seconds   since the picture before; of the first, any.
  /// @param minScore  detections up to here are not looked at.
  void learn(std::span<const Detection> detections, double seconds, double minScore);

  /// @param score  as the detector gives it, in [0, 1].
  /// @return the score on the scale of a strong detector, in [0, 1].
  [[nodiscard]] double scaled(double score) const {
    const double result = score * factor_;
    return result < 1 ? result : 1;
  }

  void reset() { *this = ScoreScale(); }

 private:
  double level_ = 0;  // 0: nothing seen yet
  double factor_ = 1;
};

}  // namespace followspot::tracking
