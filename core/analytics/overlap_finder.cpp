#include "core/analytics/overlap_finder.h"

#include <algorithm>
#include <limits>

namespace followspot {

double benchmarkIou(const Box& a, const Box& b) {
  constexpr double kNothing = std::numeric_limits<double>::epsilon();
  const double width = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const double height = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const double areaOfA = (a.right() - a.x) * (a.bottom() - a.y);
  const double areaOfB = (b.right() - b.x) * (b.bottom() - b.y);
  const double both = width * height;
  const double either = areaOfA + areaOfB - both;
  return areaOfA > kNothing && areaOfB > kNothing && either > kNothing ? both / either : 0;
}

void OverlapFinder::find(std::span<const Box> truths, std::span<const Box> tracks,
                         std::vector<Overlap>& overlaps) {
  starts_.clear();
  double widest = 0;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    starts_.push_back({tracks[i].x, static_cast<int>(i)});
    widest = std::max(widest, tracks[i].w);
  }
  std::ranges::sort(starts_, {}, &Start::left);
  for (std::size_t t = 0; t < truths.size(); ++t) {
    const Box& truth = truths[t];
    const std::size_t first = overlaps.size();
    // A pixel more than the widest: x + w may have been rounded.
    for (auto start = std::ranges::lower_bound(starts_, truth.x - widest - 1, {}, &Start::left);
         start != starts_.end() && start->left < truth.right(); ++start) {
      const double iou = benchmarkIou(truth, tracks[static_cast<std::size_t>(start->track)]);
      if (iou > 0) {
        overlaps.push_back({static_cast<int>(t), start->track, 0, iou});
      }
    }
    std::sort(overlaps.begin() + static_cast<std::ptrdiff_t>(first), overlaps.end(),
              [](const Overlap& a, const Overlap& b) { return a.track < b.track; });
  }
}

}  // namespace followspot
