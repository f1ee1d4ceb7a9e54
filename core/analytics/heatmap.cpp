#include "core/analytics/heatmap.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace followspot {
namespace {

/// Half of a Gaussian: weight of the middle, then of the neighbours on one side; they and their
/// mirror sum up to 1.
std::vector<double> kernelFor(double sigma) {
  constexpr double kReach = 3;
  const auto reach = static_cast<int>(std::ceil(kReach * sigma));
  std::vector<double> weights;
  double sum = 0;
  for (int k = 0; k <= reach; ++k) {
    weights.push_back(std::exp(-0.5 * k * k / (sigma * sigma)));
    sum += weights.back() * (k == 0 ? 1 : 2);
  }
  for (double& weight : weights) {
    weight /= sum;
  }
  return weights;
}

/// Spreads values along lines of a grid: each gives to its neighbours; what would fall over an edge
/// is mirrored back.
void spread(std::vector<double>& values, std::ptrdiff_t lines, std::ptrdiff_t lineStep,
            std::ptrdiff_t length, std::ptrdiff_t step, const std::vector<double>& kernel) {
  std::vector<double> line(static_cast<std::size_t>(length));
  for (std::ptrdiff_t k = 0; k < lines; ++k) {
    std::ranges::fill(line, 0.0);
    double* const first = values.data() + k * lineStep;
    for (std::ptrdiff_t from = 0; from < length; ++from) {
      const double value = first[from * step];
      if (value == 0) {
        continue;
      }
      const auto reach = static_cast<std::ptrdiff_t>(kernel.size()) - 1;
      for (std::ptrdiff_t away = -reach; away <= reach; ++away) {
        // -1 is 0, -2 is 1; at the other end alike. A kernel may be longer than the line.
        const std::ptrdiff_t period = 2 * length;
        std::ptrdiff_t to = (from + away) % period;
        to = to < 0 ? to + period : to;
        to = to < length ? to : period - 1 - to;
        line[static_cast<std::size_t>(to)] +=
            value * kernel[static_cast<std::size_t>(std::abs(away))];
      }
    }
    for (std::ptrdiff_t at = 0; at < length; ++at) {
      first[at * step] = line[static_cast<std::size_t>(at)];
    }
  }
}

}  // namespace

Result<Heatmap> Heatmap::create(FrameSize size, int cell) {
  constexpr std::int64_t kMostCells = 16'000'000;
  const auto cellsOver = [&](int pixels) { return (std::int64_t{pixels} + cell - 1) / cell; };
  if (size.width <= 0 || size.height <= 0 || cell <= 0 ||
      cellsOver(size.width) * cellsOver(size.height) > kMostCells) {
    return fail(ErrorCode::InvalidArgument,
                "A heatmap needs the size of the picture, and cells of at least a pixel.");
  }
  Heatmap map;
  map.size_ = size;
  map.cell_ = cell;
  map.columns_ = static_cast<int>(cellsOver(size.width));
  map.rows_ = static_cast<int>(cellsOver(size.height));
  map.seconds_.resize(static_cast<std::size_t>(map.columns_) * static_cast<std::size_t>(map.rows_));
  return map;
}

void Heatmap::add(std::span<const TrackPoint> points, Seconds longestStay) {
  for (std::size_t k = 0; k + 1 < points.size(); ++k) {
    const PicturePoint at = points[k].at;
    if (!(at.x >= 0) || !(at.y >= 0) || at.x > size_.width || at.y > size_.height) {
      continue;
    }
    // Feet stand on the lower edge of the last row, too.
    const auto column = std::min(static_cast<int>(at.x) / cell_, columns_ - 1);
    const auto row = std::min(static_cast<int>(at.y) / cell_, rows_ - 1);
    const Seconds stay = points[k + 1].time - points[k].time;
    seconds_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
             static_cast<std::size_t>(column)] += std::min(stay, longestStay).count();
  }
}

void Heatmap::smooth(double sigma) {
  if (!(sigma > 0)) {
    return;
  }
  const auto kernel = kernelFor(sigma);
  spread(seconds_, rows_, columns_, columns_, 1, kernel);
  spread(seconds_, columns_, 1, rows_, columns_, kernel);
}

}  // namespace followspot
