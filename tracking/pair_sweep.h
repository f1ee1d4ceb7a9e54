#pragma once

#include <algorithm>
#include <cmath>
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
/// The second list lies on a grid whose cells are about as large as a box; each box of the first
/// list looks at the cells around it. Time n + pairs at a given density of boxes; no allocation
/// once the buffers have grown.
/// @threading one thread at a time.
class PairSweep {
 public:
  /// @param first, second  proper boxes (`isProper`).
  /// @return every pair with an intersection of positive area, once, by position in `first`; valid
  /// until the next call. The order depends on the boxes only.
  std::span<const BoxPair> find(std::span<const Box> first, std::span<const Box> second);

 private:
  /// One direction of the grid: cells of equal size, those at the ends without end.
  struct Axis {
    double begin = 0;
    double perCell = 0;  // 1 / size of a cell; 0: one cell
    int cells = 1;
    double last = 0;   // cell
    double reach = 0;  // longest box on the grid
    [[nodiscard]] int cellOf(double at) const {
      // In this order also for what is no number, after an overflow: then there is one cell.
      return static_cast<int>(std::min(std::max(0.0, (at - begin) * perCell), last));
    }
    /// The first cell in which a box may begin that ends behind `at`.
    [[nodiscard]] int cellBefore(double at) const {
      const double rounding = (std::abs(at) + reach) * 0x1p-50;
      return cellOf(at - reach - rounding);
    }
  };

  struct Entry {
    double left = 0, right = 0, top = 0, bottom = 0;
    int index = 0;
  };

  void layOut(std::span<const Box> boxes);
  void fill(std::span<const Box> boxes);
  void look(const Box& box, int index, std::span<const Entry> entries);

  Axis x_, y_;
  double largeWidth_ = 0;  // larger boxes are not on the grid, and looked at by all
  double largeHeight_ = 0;
  std::vector<int> cellOf_;     // of each box
  std::vector<int> cellBegin_;  // where each cell begins in `entries_`, row by row
  std::vector<Entry> entries_, large_;
  std::vector<BoxPair> pairs_;  // the first `found_` count
  std::size_t found_ = 0;
};

}  // namespace followspot::tracking
