#pragma once

// Takes the place of tracking/pair_sweep.h where a tracker is built in its dense form.

#include <algorithm>
#include <span>
#include <vector>

#include "core/types/box.h"

namespace followspot::tracking {

struct BoxPair {
  int first = 0;
  int second = 0;
};

/// Looks at all pairs.
class PairSweep {
 public:
  std::span<const BoxPair> find(std::span<const Box> first, std::span<const Box> second) {
    pairs_.clear();
    for (std::size_t a = 0; a < first.size(); ++a) {
      for (std::size_t b = 0; b < second.size(); ++b) {
        if (std::max(first[a].x, second[b].x) < std::min(first[a].right(), second[b].right()) &&
            std::max(first[a].y, second[b].y) < std::min(first[a].bottom(), second[b].bottom())) {
          pairs_.push_back({static_cast<int>(a), static_cast<int>(b)});
        }
      }
    }
    return pairs_;
  }

 private:
  std::vector<BoxPair> pairs_;
};

}  // namespace followspot::tracking
