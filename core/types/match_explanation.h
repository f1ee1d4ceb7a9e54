#pragma once

#include <vector>

#include "core/types/box.h"
#include "core/types/ids.h"

namespace followspot {

/// What became of a track at one picture.
enum class MatchDecision {
  Matched,      ///< It has one of the candidates.
  Outbid,       ///< Each of its candidates went to another track that it fits better.
  NoCandidate,  ///< No detection was likely enough.
  Began,        ///< The track began with a detection that no other track explained.
};

/// A detection that could have been a track's.
struct MatchCandidate {
  std::size_t detection = 0;  ///< Position in the detections that the tracker was given.
  Box box;
  double score = 0;
  /// How well it fits, at least `gate`. `auto`: log of how much likelier the detection is
  /// this track's than a new object's. `sort`, `ocsort`: overlap (IoU). `bytetrack`: overlap, times
  /// the score for detections of high score.
  double similarity = 0;
  double gate = 0;  ///< What the similarity had to reach.
  TrackId takenBy =
      TrackId::None;  ///< Who got it; None: nobody, or a track that is not yet believed.
};

/// Why a track is where it is in the last picture.
struct MatchExplanation {
  TrackId id = TrackId::None;
  MatchDecision decision = MatchDecision::NoCandidate;
  Box predicted;  ///< Where it was expected.
  /// Best first.
  std::vector<MatchCandidate> candidates;
};

}  // namespace followspot
