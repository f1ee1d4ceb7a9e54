#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/types/detection.h"
#include "core/types/match_explanation.h"

/// What the trackers' answers to `Tracker::explain` have in common.
namespace followspot::tracking {

/// The target whose track has this id; null: there is none, or it has no id yet.
template <class Target>
[[nodiscard]] const Target* findTarget(const std::vector<Target>& targets, TrackId id) {
  const auto target =
      std::ranges::find_if(targets, [&](const Target& known) { return known.track.id == id; });
  return id == TrackId::None || target == targets.end() ? nullptr : &*target;
}

/// Begins an explanation: nothing was considered yet.
inline void beginExplanation(TrackId id, const Box& predicted, MatchExplanation& out) {
  out.id = id;
  out.predicted = predicted;
  out.candidates.clear();
}

/// Ends it, once all candidates are there: puts the best first and says what was decided.
inline void endExplanation(bool began, bool matched, MatchExplanation& out) {
  std::ranges::sort(out.candidates, std::ranges::greater{}, &MatchCandidate::similarity);
  out.decision = began                    ? MatchDecision::Began
                 : matched                ? MatchDecision::Matched
                 : out.candidates.empty() ? MatchDecision::NoCandidate
                                          : MatchDecision::Outbid;
}

/// The pairs of a picture that were judged by their overlap, as SORT and OC-SORT keep them.
struct OverlapPairs {
  std::span<const Detection> usable;   ///< [rows]
  std::span<const std::size_t> given;  ///< [rows]: where each stands in what came in.
  std::span<const double> iou;         ///< [rows, columns]; a target has its column.
  std::size_t columns = 0;
  double minIou = 0;
};

/// Adds the detections that overlap a target's prediction enough, each with the track that got it.
/// @param target  had its column when the pairs were made.
template <class Target>
void addOverlapping(const Target& target, const std::vector<Target>& targets,
                    const OverlapPairs& pairs, MatchExplanation& out) {
  for (std::size_t r = 0; r < pairs.usable.size(); ++r) {
    const double overlap = pairs.iou[r * pairs.columns + static_cast<std::size_t>(target.column)];
    if (overlap >= pairs.minIou) {
      const auto owner = std::ranges::find_if(
          targets, [&](const Target& known) { return known.sinceUpdate == 0 && known.row == r; });
      out.candidates.push_back({pairs.given[r], pairs.usable[r].box, pairs.usable[r].score, overlap,
                                pairs.minIou,
                                owner == targets.end() ? TrackId::None : owner->track.id});
    }
  }
}

}  // namespace followspot::tracking
