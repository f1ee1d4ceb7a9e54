#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/types/box.h"

namespace followspot::tracking {

struct BoxPair {
  int first = 0;
  int second = 0;
};

/// Finds which boxes of two lists touch, without looking at all pairs.
///
/// Boxes go into horizontal strips about as high as a box; each strip is swept from left to right.
/// Time n log n + pairs at a given density of boxes; no allocation once the buffers have grown.
/// @threading one thread at a time.
class PairSweep {
 public:
  /// @param first, second  proper boxes (`isProper`).
  /// @return every pair with an intersection of positive area, once; valid until the next call. The
  /// order depends on the boxes only.
  std::span<const BoxPair> find(std::span<const Box> first, std::span<const Box> second);

 private:
  struct Side {
    std::vector<int> byLeft;      // boxes by left edge
    std::vector<int> stripBegin;  // where each strip begins in `entries`
    std::vector<int> entries;     // boxes strip by strip, by left edge within each
    std::vector<int> fill;
  };

  void distribute(std::span<const Box> boxes, Side& side) const;
  [[nodiscard]] int stripOf(double y) const;
  void sweep(std::span<const Box> first, std::span<const Box> second, int strip);
  void report(std::span<const Box> first, std::span<const Box> second, int a, int b, int strip);

  Side first_;
  Side second_;
  double top_ = 0;
  double stripHeight_ = 1;
  int strips_ = 1;
  std::vector<BoxPair> pairs_;
};

}  // namespace followspot::tracking
