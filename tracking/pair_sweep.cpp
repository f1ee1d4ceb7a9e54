#include "tracking/pair_sweep.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace followspot::tracking {
namespace {

constexpr int kNotOnGrid = -1;

struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  [[nodiscard]] double length() const { return high - low; }
};

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// So far from the origin that no number lies between its edges.
bool hasVanished(const Box& box) { return !(box.x < box.right() && box.y < box.bottom()); }

/// Where most of the boxes begin, by a sample of them: a few far away must not stretch the grid.
Extent usualExtent(std::span<const Box> boxes, double Box::*coordinate) {
  constexpr std::size_t kSample = 32;
  constexpr std::size_t kTrimmed = 3;
  std::array<double, kSample> values{};
  for (std::size_t i = 0; i < kSample; ++i) {
    values.at(i) = boxes[i * (boxes.size() - 1) / (kSample - 1)].*coordinate;
  }
  std::ranges::sort(values);
  const double low = values.at(kTrimmed);
  const double high = values.at(kSample - 1 - kTrimmed);
  const double margin = (high - low) / 2;
  return {low - margin, high + margin};
}

}  // namespace

inline void PairSweep::look(const Box& box, int index, std::span<const Entry> entries) {
  if (pairs_.size() < found_ + entries.size()) {
    pairs_.resize(found_ + entries.size());
  }
  const double right = box.right();
  const double bottom = box.bottom();
  BoxPair* const pairs = pairs_.data();
  std::size_t found = found_;
  for (const Entry& entry : entries) {
    // Every box is written down and only counted where it touches: a branch could not be foreseen.
    pairs[found] = {index, entry.index};
    found += static_cast<std::size_t>(
        static_cast<int>(box.x < entry.right) & static_cast<int>(entry.left < right) &
        static_cast<int>(box.y < entry.bottom) & static_cast<int>(entry.top < bottom));
  }
  found_ = found;
}

std::span<const BoxPair> PairSweep::find(std::span<const Box> first, std::span<const Box> second) {
  found_ = 0;
  if (first.empty() || second.empty()) {
    return {};
  }
  layOut(second);
  fill(second);
  for (std::size_t i = 0; i < first.size(); ++i) {
    const Box& box = first[i];
    if (hasVanished(box)) {
      continue;
    }
    const int left = x_.cellBefore(box.x);
    const int right = x_.cellOf(box.right());
    const int bottom = y_.cellOf(box.bottom());
    for (int row = y_.cellBefore(box.y); row <= bottom; ++row) {
      // The cells of a row lie one behind the other.
      const std::size_t begin = at(cellBegin_[at(row * x_.cells + left)]);
      const std::size_t end = at(cellBegin_[at(row * x_.cells + right + 1)]);
      look(box, static_cast<int>(i), std::span(entries_).subspan(begin, end - begin));
    }
    if (!large_.empty()) {
      look(box, static_cast<int>(i), large_);
    }
  }
  return std::span(pairs_).first(found_);
}

void PairSweep::layOut(std::span<const Box> boxes) {
  Extent lefts;
  Extent tops;
  double width = 0;
  double height = 0;
  for (const Box& box : boxes) {
    lefts.take(box.x);
    tops.take(box.y);
    width += box.w;
    height += box.h;
  }
  const auto count = static_cast<double>(boxes.size());
  width /= count;
  height /= count;
  // Boxes so much larger than the mean would make every box look far around.
  constexpr double kLargeFactor = 4;
  largeWidth_ = kLargeFactor * width;
  largeHeight_ = kLargeFactor * height;
  const double mostCells = 2 * count;
  const auto cellsWanted = [&] { return lefts.length() / width * (tops.length() / height); };
  constexpr double kStretched = 100;
  constexpr std::size_t kEnoughToCare = 64;
  if (boxes.size() >= kEnoughToCare && !(cellsWanted() < kStretched * mostCells)) {
    lefts = usualExtent(boxes, &Box::x);
    tops = usualExtent(boxes, &Box::y);
  }
  // Cells as large as the mean box, or larger where that would be too many.
  const double shrink = std::min(1.0, std::sqrt(mostCells / cellsWanted()));
  const auto axisOver = [&](const Extent& extent, double size, double most) {
    const double cells = extent.length() / size * shrink;
    Axis axis;
    axis.begin = extent.low;
    axis.cells = cells >= 1 ? static_cast<int>(std::min(cells, most)) : 1;
    axis.last = axis.cells - 1;
    axis.perCell = axis.cells > 1 ? axis.cells / extent.length() : 0;
    return axis;
  };
  x_ = axisOver(lefts, width, mostCells);
  y_ = axisOver(tops, height, mostCells / x_.cells);
}

void PairSweep::fill(std::span<const Box> boxes) {
  cellOf_.resize(boxes.size());
  cellBegin_.assign(at(x_.cells * y_.cells) + 1, 0);
  large_.clear();
  int onGrid = 0;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Box& box = boxes[i];
    cellOf_[i] = kNotOnGrid;
    if (hasVanished(box)) {
      continue;
    }
    if (box.w > largeWidth_ || box.h > largeHeight_) {
      large_.push_back({box.x, box.right(), box.y, box.bottom(), static_cast<int>(i)});
      continue;
    }
    x_.reach = std::max(x_.reach, box.w);
    y_.reach = std::max(y_.reach, box.h);
    cellOf_[i] = y_.cellOf(box.y) * x_.cells + x_.cellOf(box.x);
    ++cellBegin_[at(cellOf_[i])];
    ++onGrid;
  }
  // From counts to ends; placing the boxes from behind makes beginnings of them.
  for (std::size_t cell = 1; cell < cellBegin_.size(); ++cell) {
    cellBegin_[cell] += cellBegin_[cell - 1];
  }
  entries_.resize(at(onGrid));
  for (std::size_t i = boxes.size(); i-- > 0;) {
    if (cellOf_[i] != kNotOnGrid) {
      const Box& box = boxes[i];
      entries_[at(--cellBegin_[at(cellOf_[i])])] = {box.x, box.right(), box.y, box.bottom(),
                                                    static_cast<int>(i)};
    }
  }
}

}  // namespace followspot::tracking
