#include "core/analytics/track_speed.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace followspot {
namespace {

struct Sample {
  double time = 0;  // s
  GroundPoint at;
};

struct WindowSpeed {
  double speed = 0;
  double error = 0;
  double length = 0;  // s
};

/// Least-squares line over time in both coordinates. @param samples  at least 3, not of one time.
WindowSpeed fitted(std::span<const Sample> samples) {
  const auto n = static_cast<double>(samples.size());
  double t = 0;
  double x = 0;
  double y = 0;
  for (const Sample& sample : samples) {
    t += sample.time / n;
    x += sample.at.x / n;
    y += sample.at.y / n;
  }
  double tt = 0;
  double tx = 0;
  double ty = 0;
  for (const Sample& sample : samples) {
    tt += (sample.time - t) * (sample.time - t);
    tx += (sample.time - t) * (sample.at.x - x);
    ty += (sample.time - t) * (sample.at.y - y);
  }
  const double vx = tx / tt;
  const double vy = ty / tt;
  double residuals = 0;
  for (const Sample& sample : samples) {
    const double dx = sample.at.x - x - vx * (sample.time - t);
    const double dy = sample.at.y - y - vy * (sample.time - t);
    residuals += dx * dx + dy * dy;
  }
  // Two lines with two parameters each went through 2 n numbers.
  const double variance = residuals / (2 * n - 4);
  return {std::hypot(vx, vy), std::sqrt(variance / tt), samples.back().time - samples.front().time};
}

/// The windows of a track on a plane; the last one takes what would be too short for its own.
std::vector<WindowSpeed> windowsOf(std::span<const TrackPoint> points, const GroundPlane& plane,
                                   double window) {
  std::vector<Sample> samples;
  for (const TrackPoint& point : points) {
    if (const auto ground = plane.toGround(point.at)) {
      samples.push_back({secondsOf(point.time), *ground});
    }
  }
  constexpr std::size_t kFewest = 4;
  constexpr double kShortest = 1.0 / 3;  // of a window
  std::vector<WindowSpeed> windows;
  const std::span<const Sample> all(samples);
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= all.size(); ++end) {
    const double length = all[end - 1].time - all[begin].time;
    const bool last = end == all.size();
    if (end - begin < kFewest || length <= 0 ||
        (last ? length < kShortest * window : length < window)) {
      continue;
    }
    const double rest = all.back().time - all[end - 1].time;
    if (!last && (rest < kShortest * window || all.size() - end + 1 < kFewest)) {
      continue;
    }
    windows.push_back(fitted(all.subspan(begin, end - begin)));
    begin = end - 1;  // where one ends the next one begins
  }
  return windows;
}

double meanOf(const std::vector<WindowSpeed>& windows) {
  double way = 0;
  double time = 0;
  for (const WindowSpeed& window : windows) {
    way += window.speed * window.length;
    time += window.length;
  }
  return time > 0 ? way / time : 0;
}

}  // namespace

std::optional<TrackSpeed> speedOf(std::span<const TrackPoint> points, const GroundPlane& plane,
                                  const SpeedSettings& settings) {
  const double length = settings.window.count();
  const auto windows = windowsOf(points, plane, length);
  if (windows.empty()) {
    return std::nullopt;
  }
  const auto fastest = std::ranges::max_element(windows, {}, &WindowSpeed::speed);
  const auto fastestNumber = fastest - windows.begin();
  TrackSpeed result;
  result.mean = meanOf(windows);
  result.fastest = fastest->speed;
  double time = 0;
  double scatter = 0;
  for (const WindowSpeed& window : windows) {
    time += window.length;
    scatter += std::pow(window.error * window.length, 2);
  }
  result.measured = Seconds(time);
  double meanSquares = scatter / (time * time);
  double fastestSquares = fastest->error * fastest->error;
  if (settings.markError > 0) {
    for (const GroundPlane& other : plane.disturbed(settings.markError)) {
      const auto moved = windowsOf(points, other, length);
      if (moved.size() == windows.size()) {
        meanSquares += std::pow(meanOf(moved) - result.mean, 2);
        fastestSquares +=
            std::pow(moved[static_cast<std::size_t>(fastestNumber)].speed - result.fastest, 2);
      }
    }
  }
  result.meanError = std::sqrt(meanSquares);
  result.fastestError = std::sqrt(fastestSquares);
  return result;
}

}  // namespace followspot
