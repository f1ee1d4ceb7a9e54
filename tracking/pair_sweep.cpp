#include "tracking/pair_sweep.h"

#include <algorithm>
#include <limits>

namespace followspot::tracking {

std::span<const BoxPair> PairSweep::find(std::span<const Box> first, std::span<const Box> second) {
  pairs_.clear();
  if (first.empty() || second.empty()) {
    return pairs_;
  }
  double bottom = -std::numeric_limits<double>::infinity();
  double heights = 0;
  top_ = std::numeric_limits<double>::infinity();
  for (const auto boxes : {first, second}) {
    for (const Box& box : boxes) {
      top_ = std::min(top_, box.y);
      bottom = std::max(bottom, box.bottom());
      heights += box.h;
    }
  }
  // Strips no lower than the mean box: a box lies in two strips on average, whatever the sizes.
  const auto count = static_cast<double>(first.size() + second.size());
  stripHeight_ = std::max(heights / count, (bottom - top_) / count);
  strips_ = 1 + static_cast<int>(std::min((bottom - top_) / stripHeight_, count));
  distribute(first, first_);
  distribute(second, second_);
  for (int strip = 0; strip < strips_; ++strip) {
    sweep(first, second, strip);
  }
  return pairs_;
}

int PairSweep::stripOf(double y) const {
  return static_cast<int>(std::clamp((y - top_) / stripHeight_, 0.0, strips_ - 1.0));
}

void PairSweep::distribute(std::span<const Box> boxes, Side& side) const {
  side.byLeft.resize(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    side.byLeft[i] = static_cast<int>(i);
  }
  std::ranges::sort(side.byLeft, [&](int a, int b) {
    const double left = boxes[static_cast<std::size_t>(a)].x;
    const double right = boxes[static_cast<std::size_t>(b)].x;
    return left < right || (left == right && a < b);
  });
  side.stripBegin.assign(static_cast<std::size_t>(strips_) + 1, 0);
  for (const Box& box : boxes) {
    const int last = stripOf(box.bottom());
    for (int strip = stripOf(box.y); strip <= last; ++strip) {
      ++side.stripBegin[static_cast<std::size_t>(strip) + 1];
    }
  }
  for (std::size_t strip = 0; strip < static_cast<std::size_t>(strips_); ++strip) {
    side.stripBegin[strip + 1] += side.stripBegin[strip];
  }
  side.entries.resize(static_cast<std::size_t>(side.stripBegin.back()));
  side.fill.assign(side.stripBegin.begin(), side.stripBegin.end() - 1);
  for (const int i : side.byLeft) {
    const Box& box = boxes[static_cast<std::size_t>(i)];
    const int last = stripOf(box.bottom());
    for (int strip = stripOf(box.y); strip <= last; ++strip) {
      int& at = side.fill[static_cast<std::size_t>(strip)];
      side.entries[static_cast<std::size_t>(at++)] = i;
    }
  }
}

void PairSweep::sweep(std::span<const Box> first, std::span<const Box> second, int strip) {
  const auto at = static_cast<std::size_t>(strip);
  const auto entriesOf = [&](const Side& side) {
    return std::span(side.entries)
        .subspan(static_cast<std::size_t>(side.stripBegin[at]),
                 static_cast<std::size_t>(side.stripBegin[at + 1] - side.stripBegin[at]));
  };
  const auto as = entriesOf(first_);
  const auto bs = entriesOf(second_);
  std::size_t i = 0;
  std::size_t j = 0;
  // Of a pair, the box that begins further left meets the other one here.
  while (i < as.size() && j < bs.size()) {
    const Box& a = first[static_cast<std::size_t>(as[i])];
    const Box& b = second[static_cast<std::size_t>(bs[j])];
    if (a.x <= b.x) {
      const double right = a.right();
      for (std::size_t k = j; k < bs.size() && second[static_cast<std::size_t>(bs[k])].x < right;
           ++k) {
        report(first, second, as[i], bs[k], strip);
      }
      ++i;
    } else {
      const double right = b.right();
      for (std::size_t k = i; k < as.size() && first[static_cast<std::size_t>(as[k])].x < right;
           ++k) {
        report(first, second, as[k], bs[j], strip);
      }
      ++j;
    }
  }
}

void PairSweep::report(std::span<const Box> first, std::span<const Box> second, int a, int b,
                       int strip) {
  const Box& one = first[static_cast<std::size_t>(a)];
  const Box& other = second[static_cast<std::size_t>(b)];
  const double top = std::max(one.y, other.y);
  // Boxes that share several strips are reported in the first of them.
  if (top < std::min(one.bottom(), other.bottom()) && stripOf(top) == strip) {
    pairs_.push_back({a, b});
  }
}

}  // namespace followspot::tracking
