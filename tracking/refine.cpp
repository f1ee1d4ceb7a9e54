#include "tracking/refine.h"

#include <algorithm>
#include <cmath>

#include "core/base/contracts.h"
#include "tracking/track_path.h"

namespace followspot::tracking {
namespace {

/// For how long a path was seen, counting what a picture stands for.
double seenFor(const TrackPath& path, double perPicture) {
  return path.back().time - path.front().time + perPicture;
}

/// Usual time between two pictures: the median.
double timePerPicture(std::span<const TrackSet> pictures) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    steps.push_back(secondsOf(pictures[i].time) - secondsOf(pictures[i - 1].time));
  }
  if (steps.empty()) {
    return 0;
  }
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::ranges::nth_element(steps, middle);
  return *middle;
}

class Writer {
 public:
  explicit Writer(std::span<const TrackSet> pictures) {
    pictures_.resize(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      pictures_[i].frame = pictures[i].frame;
      pictures_[i].time = pictures[i].time;
      pictures_[i].size = pictures[i].size;
    }
  }

  void write(const TrackPath& path, double fillUpTo) {
    const double born = path.front().time;
    for (std::size_t k = 0; k < path.size(); ++k) {
      const double gap = k > 0 ? path[k].time - path[k - 1].time : 0;
      if (gap > 0 && gap <= fillUpTo && isBelievable(path, k)) {
        fill(path[k - 1], path[k], born);
      }
      put(path[k].picture, path[k].track, born);
    }
  }

  std::vector<TrackSet> take() {
    for (TrackSet& picture : pictures_) {
      std::ranges::sort(picture.items, {}, &Track::id);
    }
    return std::move(pictures_);
  }

  [[nodiscard]] std::size_t filled() const { return filled_; }

 private:
  /// Whether the object was seen on both sides of a gap about as much as in the gap it was not.
  /// What only flickers is more often an error of the detector than an object.
  [[nodiscard]] static bool isBelievable(const TrackPath& path, std::size_t k) {
    constexpr double kLeastSeen = 0.6;
    const std::size_t missing = path[k].picture - path[k - 1].picture - 1;
    const std::size_t first = path[k - 1].picture + 1;
    const std::size_t last = path[k].picture - 1;
    double seen = 0;
    for (std::size_t j = k; j-- > 0 && path[j].picture + missing >= first;) {
      ++seen;
    }
    for (std::size_t j = k; j < path.size() && path[j].picture <= last + missing; ++j) {
      ++seen;
    }
    return seen >= kLeastSeen * 2 * static_cast<double>(missing);
  }

  void put(std::size_t picture, Track track, double born) {
    track.age = Seconds(secondsOf(pictures_[picture].time) - born);
    pictures_[picture].items.push_back(track);
  }

  void fill(const PathPoint& before, const PathPoint& after, double born) {
    const BoxVector from = vectorOf(before.track.box);
    const BoxVector to = vectorOf(after.track.box);
    for (std::size_t i = before.picture + 1; i < after.picture; ++i) {
      const double time = secondsOf(pictures_[i].time);
      const double share = std::clamp((time - before.time) / (after.time - before.time), 0.0, 1.0);
      BoxVector box{};
      for (std::size_t c = 0; c < 4; ++c) {
        box[c] = from[c] + share * (to[c] - from[c]);
      }
      Track track = before.track;
      track.box = boxOf(box);
      track.score = std::min(before.track.score, after.track.score);
      track.sinceMatched = Seconds(time - before.time);
      put(i, track, born);
      ++filled_;
    }
  }

  std::vector<TrackSet> pictures_;
  std::size_t filled_ = 0;
};

}  // namespace

RefinedTracks refineTracks(std::span<const TrackSet> pictures, const RefineSettings& settings) {
  FS_EXPECTS(settings.isValid(), "times are not negative");
  RefinedTracks refined;
  auto paths = pathsOf(pictures);
  if (settings.joinOver > Seconds(0)) {
    refined.report.joined = joinPaths(paths, settings.joinOver.count());
  }
  const double perPicture = timePerPicture(pictures);
  refined.report.removed = std::erase_if(paths, [&](const TrackPath& path) {
    return seenFor(path, perPicture) < settings.shortest.count();
  });
  Writer writer(pictures);
  for (TrackPath& path : paths) {
    if (settings.smoothOver > Seconds(0)) {
      smoothPath(path, settings.smoothOver.count());
    }
    writer.write(path, settings.fillUpTo.count());
  }
  refined.report.filled = writer.filled();
  refined.pictures = writer.take();
  return refined;
}

}  // namespace followspot::tracking
