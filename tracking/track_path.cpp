#include "tracking/track_path.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/base/sparse_assignment.h"

namespace followspot::tracking {
namespace {

/// Where a path goes at one of its ends.
struct PathEnd {
  double time = 0;
  BoxVector box{};
  std::array<double, 2> speed{};  // of the centre, px/s
  ClassId classId = ClassId::Unknown;
};

/// Least squares line through the points within a while of the end.
PathEnd endOf(const TrackPath& path, bool isLast) {
  constexpr double kWhile = 0.7;  // s
  const PathPoint& tip = isLast ? path.back() : path.front();
  PathEnd end;
  end.time = tip.time;
  end.classId = tip.track.classId;
  double n = 0;
  double t1 = 0;
  double t2 = 0;
  BoxVector sum{};
  BoxVector moment{};
  for (std::size_t k = 0; k < path.size(); ++k) {
    const PathPoint& point = isLast ? path[path.size() - 1 - k] : path[k];
    const double t = point.time - tip.time;
    if (std::abs(t) > kWhile && k >= 2) {
      break;
    }
    const BoxVector box = vectorOf(point.track.box);
    n += 1;
    t1 += t;
    t2 += t * t;
    for (std::size_t i = 0; i < 4; ++i) {
      sum[i] += box[i];
      moment[i] += t * box[i];
    }
  }
  const double spread = t2 - t1 * t1 / n;
  // A pinch of doubt keeps two points close in time from being a speed.
  constexpr double kDoubt = 0.01;  // s^2
  for (std::size_t i = 0; i < 4; ++i) {
    const double slope = (moment[i] - t1 * sum[i] / n) / (spread + kDoubt);
    if (i < 2) {
      end.speed[i] = slope;
      end.box[i] = (sum[i] - slope * t1) / n;
    } else {
      end.box[i] = sum[i] / n;
    }
  }
  return end;
}

/// How much likelier two ends are one object's than two objects'; <= 0: they are not.
double joinGain(const PathEnd& before, const PathEnd& after) {
  constexpr double kWorth = 3;
  constexpr double kPlace = 0.15;  // standard deviations, in shares of the size
  constexpr double kPlacePerSecond = 0.2;
  constexpr double kSize = 0.12;
  constexpr double kSizePerSecond = 0.03;
  const double gap = after.time - before.time;
  const double place = kPlace + kPlacePerSecond * gap;
  const double size = kSize + kSizePerSecond * gap;
  double gain = kWorth - 2 * std::log(place / kPlace) - 2 * std::log(size / kSize);
  for (std::size_t i = 0; i < 2; ++i) {
    const double scale = std::min(before.box[i + 2], after.box[i + 2]);
    const double way = after.box[i] - before.box[i];
    const double miss = (way - gap * (before.speed[i] + after.speed[i]) / 2) / scale / place;
    const double growth = std::log(after.box[i + 2] / before.box[i + 2]) / size;
    gain -= (miss * miss + growth * growth) / 2;
  }
  return gain;
}

}  // namespace

BoxVector vectorOf(const Box& box) { return {box.x + box.w / 2, box.y + box.h / 2, box.w, box.h}; }

Box boxOf(const BoxVector& v) { return {v[0] - v[2] / 2, v[1] - v[3] / 2, v[2], v[3]}; }

std::vector<TrackPath> pathsOf(std::span<const TrackSet> pictures) {
  std::vector<TrackPath> paths;
  std::unordered_map<std::uint64_t, std::size_t> pathOfId;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    for (const Track& track : pictures[i].items) {
      if (track.state != TrackState::Confirmed) {
        continue;
      }
      const auto [found, isNew] = pathOfId.try_emplace(numberOf(track.id), paths.size());
      if (isNew) {
        paths.emplace_back();
      }
      TrackPath& path = paths[found->second];
      if (path.empty() || path.back().picture < i) {
        path.push_back({i, secondsOf(pictures[i].time), track});
      }
    }
  }
  std::ranges::stable_sort(paths, [](const TrackPath& a, const TrackPath& b) {
    return a.front().picture != b.front().picture ? a.front().picture < b.front().picture
                                                  : a.front().track.id < b.front().track.id;
  });
  return paths;
}

std::size_t joinPaths(std::vector<TrackPath>& paths, double longest) {
  std::vector<PathEnd> begins;
  std::vector<PathEnd> ends;
  for (const TrackPath& path : paths) {
    begins.push_back(endOf(path, false));
    ends.push_back(endOf(path, true));
  }
  std::vector<SparseAssignment::Edge> edges;
  for (std::size_t a = 0; a < paths.size(); ++a) {
    // Paths are in order of their beginnings.
    auto b = static_cast<std::size_t>(
        std::ranges::upper_bound(begins, ends[a].time, {}, &PathEnd::time) - begins.begin());
    for (; b < paths.size() && begins[b].time <= ends[a].time + longest; ++b) {
      const double gain = begins[b].classId == ends[a].classId ? joinGain(ends[a], begins[b]) : 0;
      if (gain > 0) {
        edges.push_back({static_cast<int>(a), static_cast<int>(b), gain});
      }
    }
  }
  SparseAssignment assignment;
  const auto next = assignment.solve(edges, paths.size(), paths.size());
  std::size_t joined = 0;
  // From the last: by then, whatever a path leads to is complete.
  for (std::size_t a = paths.size(); a-- > 0;) {
    if (next[a] == SparseAssignment::kNone) {
      continue;
    }
    TrackPath& after = paths[static_cast<std::size_t>(next[a])];
    const TrackId id = paths[a].front().track.id;
    paths[a].insert(paths[a].end(), after.begin(), after.end());
    for (PathPoint& point : paths[a]) {
      point.track.id = id;
    }
    after.clear();
    ++joined;
  }
  std::erase_if(paths, [](const TrackPath& path) { return path.empty(); });
  return joined;
}

void smoothPath(TrackPath& path, double deviation) {
  const double reach = 3 * deviation;
  std::vector<BoxVector> smooth(path.size());
  std::size_t first = 0;
  for (std::size_t k = 0; k < path.size(); ++k) {
    while (path[k].time - path[first].time > reach) {
      ++first;
    }
    double w0 = 0;
    double w1 = 0;
    double w2 = 0;
    BoxVector sum{};
    BoxVector moment{};
    for (std::size_t j = first; j < path.size() && path[j].time - path[k].time <= reach; ++j) {
      const double t = (path[j].time - path[k].time) / deviation;
      const double weight = std::exp(-t * t / 2);
      const BoxVector box = vectorOf(path[j].track.box);
      w0 += weight;
      w1 += weight * t;
      w2 += weight * t * t;
      for (std::size_t i = 0; i < 4; ++i) {
        sum[i] += weight * box[i];
        moment[i] += weight * t * box[i];
      }
    }
    constexpr double kLeastSpread = 1e-6;  // one point alone has no slope
    const double spread = w2 - w1 * w1 / w0;
    for (std::size_t i = 0; i < 4; ++i) {
      const double slope = spread > kLeastSpread * w0 ? (moment[i] - w1 * sum[i] / w0) / spread : 0;
      smooth[k][i] = (sum[i] - slope * w1) / w0;
    }
    for (std::size_t i = 2; i < 4; ++i) {
      smooth[k][i] = std::max(smooth[k][i], vectorOf(path[k].track.box)[i] / 2);
    }
  }
  for (std::size_t k = 0; k < path.size(); ++k) {
    path[k].track.box = boxOf(smooth[k]);
  }
}

}  // namespace followspot::tracking
