#pragma once

#include <span>
#include <vector>

#include "core/analytics/evaluation_data.h"
#include "core/types/box.h"

namespace followspot {

/// Intersection over union with the roundings of the benchmarks' programs, which first turn width
/// and height into right and bottom: an overlap of exactly a threshold falls on the same side.
/// 0 where a box has no area. Symmetric.
[[nodiscard]] double benchmarkIou(const Box& a, const Box& b);

/// Finds the boxes of a picture that overlap.
///
/// Sweeps over the tracks from left to right, so that boxes far apart cost nothing.
/// @threading one thread at a time.
class OverlapFinder {
 public:
  /// Appends to `overlaps`, by truth, then track; `pair` is left at 0. Boxes are finite.
  void find(std::span<const Box> truths, std::span<const Box> tracks,
            std::vector<Overlap>& overlaps);

 private:
  struct Start {
    double left = 0;
    int track = 0;
  };
  std::vector<Start> starts_;  // of the tracks, by left
};

}  // namespace followspot
