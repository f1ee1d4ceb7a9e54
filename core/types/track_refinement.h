#pragma once

#include <cstddef>
#include <vector>

#include "core/types/track.h"

namespace followspot {

/// What the second pass over the tracks of a recorded video may do; 0 turns a step off.
struct RefineSettings {
  /// Longest time out of sight over which two tracks can be one object's, >= 0.
  Seconds joinOver{2.0};
  /// Longest time out of sight for which the boxes between are made up, >= 0. Not where the object
  /// was hardly seen on both sides either.
  Seconds fillUpTo{1.0};
  /// Tracks that were seen for less are taken for errors, >= 0.
  Seconds shortest{0.4};
  /// Over how much time boxes are smoothed: standard deviation of the window, >= 0.
  Seconds smoothOver{0.15};

  /// @return false for times that are negative or no numbers.
  [[nodiscard]] bool isValid() const {
    return joinOver.count() >= 0 && fillUpTo.count() >= 0 && shortest.count() >= 0 &&
           smoothOver.count() >= 0;
  }
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

}  // namespace followspot
