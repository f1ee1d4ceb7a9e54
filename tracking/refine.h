#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/types/track.h"

namespace followspot::tracking {

/// What the second pass over the tracks of a recorded video may do; 0 turns a step off.
struct RefineSettings {
  /// Longest time out of sight over which two tracks can be one object's, >= 0.
  Seconds joinOver{2.0};
  /// Longest time out of sight for which the boxes between are made up, >= 0.
  Seconds fillUpTo{1.0};
  /// Tracks that were seen for less are taken for errors, >= 0.
  Seconds shortest{0.4};
  /// Over how much time boxes are smoothed: standard deviation of the window, >= 0.
  Seconds smoothOver{0.15};

  /// @return false for times that are negative or no numbers.
  [[nodiscard]] bool isValid() const;
};

/// What was done.
struct RefineReport {
  std::size_t joined = 0;   ///< Tracks that became the end of another one.
  std::size_t removed = 0;  ///< Tracks taken for errors.
  std::size_t filled = 0;   ///< Boxes made up between two that were seen.
};

struct RefinedTracks {
  std::vector<TrackSet> pictures;
  RefineReport report;
};

/// Goes over finished tracks once more, knowing what came later: joins the pieces of an object,
/// takes out what was too short to be one, smooths boxes, fills gaps.
///
/// @param pictures  all pictures in order of time, as the tracker gave them; only confirmed tracks
///                  are looked at. Stays as it is: keep it to go back.
/// @param settings  valid.
/// @return as many pictures, with confirmed tracks only, by id. A joined track has the id of its
///         first piece. Boxes made up have `sinceMatched` > 0.
/// @threading pure function; any thread. Time n log n in boxes.
[[nodiscard]] RefinedTracks refineTracks(std::span<const TrackSet> pictures,
                                         const RefineSettings& settings);

}  // namespace followspot::tracking
