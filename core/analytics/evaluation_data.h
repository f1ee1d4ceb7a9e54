#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/types/box.h"

namespace followspot {

/// An object's box and a track's box of one picture that overlap.
struct Overlap {
  int truth = 0;   ///< Position among the picture's truths ...
  int track = 0;   ///< ... and among its tracks.
  int pair = 0;    ///< Which object and track they are: index into EvaluatedSequence::pairs.
  double iou = 0;  ///< In (0, 1].
};

/// One picture for the metrics: which objects and tracks are there, and which of them overlap.
struct EvaluatedFrame {
  std::int64_t number = 0;        ///< In the file, from 1.
  std::vector<int> truths;        ///< Object of each ground-truth box, no two equal.
  std::vector<int> tracks;        ///< Track of each result box, no two equal.
  std::vector<Overlap> overlaps;  ///< By truth, then track. Boxes apart from each other have none.
  std::vector<Box> truthBoxes;    ///< As in the file; for lists of errors.
  std::vector<Box> trackBoxes;
};

/// An object and a track that overlap in some picture.
struct MetPair {
  int truth = 0;  ///< Object, 0 .. truthCount - 1.
  int track = 0;  ///< Track, 0 .. trackCount - 1.
};

/// A sequence after a benchmark's preprocessing. Its size is that of what the files hold, whatever
/// the sequence's length.
struct EvaluatedSequence {
  int truthCount = 0;                  ///< Objects that occur.
  int trackCount = 0;                  ///< Tracks that occur.
  std::vector<std::int64_t> truthIds;  ///< The files' ids of the objects ...
  std::vector<std::int64_t> trackIds;  ///< ... and of the tracks.
  std::vector<MetPair> pairs;          ///< No two equal.
  std::vector<EvaluatedFrame> frames;  ///< Ascending; pictures without any box are left out.

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
