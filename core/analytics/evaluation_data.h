#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/types/box.h"

namespace followspot {

/// One picture for the metrics: which objects and tracks are there, and how much each pair
/// overlaps.
struct EvaluatedFrame {
  std::int64_t number = 0;  ///< In the file, from 1.
  std::vector<int> truths;  ///< Object of each ground-truth box, 0 .. truthCount - 1, no two equal.
  std::vector<int> tracks;  ///< Track of each result box, 0 .. trackCount - 1, no two equal.
  std::vector<double> similarity;  ///< IoU, truths x tracks, row-major, in [0, 1].
  std::vector<Box> truthBoxes;     ///< As in the file; for lists of errors.
  std::vector<Box> trackBoxes;
};

/// A sequence after a benchmark's preprocessing.
struct EvaluatedSequence {
  int truthCount = 0;                  ///< Objects that occur.
  int trackCount = 0;                  ///< Tracks that occur.
  std::vector<std::int64_t> truthIds;  ///< The files' ids of the objects ...
  std::vector<std::int64_t> trackIds;  ///< ... and of the tracks.
  std::vector<EvaluatedFrame> frames;

  [[nodiscard]] std::size_t truthBoxes() const {
    std::size_t count = 0;
    for (const EvaluatedFrame& frame : frames) {
      count += frame.truths.size();
    }
    return count;
  }
  [[nodiscard]] std::size_t trackBoxes() const {
    std::size_t count = 0;
    for (const EvaluatedFrame& frame : frames) {
      count += frame.tracks.size();
    }
    return count;
  }
};

}  // namespace followspot
