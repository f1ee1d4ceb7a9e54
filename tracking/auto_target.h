#pragma once

#include <cstdint>

#include "core/types/track.h"
#include "tracking/box_filter.h"
#include "tracking/box_likelihood.h"
#include "tracking/detector_jitter.h"

namespace followspot::tracking {

/// One object that the `auto` tracker knows of.
struct AutoTarget {
  enum class Phase {
    New,      ///< Seen once; ends with the first picture that does not show it.
    Tracked,  ///< Seen in the last picture.
    Lost,     ///< Believed, out of sight.
    Ended,    ///< To be forgotten.
  };

  static constexpr int kNone = -1;

  BoxFilter filter;
  Track track;  ///< Id None until confirmed.
  ExpectedBox expected;
  Box predicted;
  Timestamp born, matched;
  Phase phase = Phase::New;
  int misses = 0;         ///< Pictures in a row without a match.
  int detection = kNone;  ///< Of the last picture: position in the tracker's list.
  int slot = kNone;       ///< Position when the last picture's pairs were made.
  double classWeight = 0;
  JitterTrace jitter;

  /// Takes part in the vote on the class: a majority of scores wins.
  void voteForClass(ClassId seen, double score) {
    constexpr double kMostWeight = 10;
    if (seen == track.classId) {
      classWeight = classWeight + score < kMostWeight ? classWeight + score : kMostWeight;
    } else if ((classWeight -= score) < 0) {
      track.classId = seen;
      classWeight = -classWeight;
    }
  }
};

}  // namespace followspot::tracking
