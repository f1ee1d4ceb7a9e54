#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/types/track.h"

namespace followspot::tracking {

/// Centre x, centre y, width, height of a box.
using BoxVector = std::array<double, 4>;

[[nodiscard]] BoxVector vectorOf(const Box& box);
[[nodiscard]] Box boxOf(const BoxVector& vector);

/// A track at one picture.
struct PathPoint {
  std::size_t picture = 0;  ///< Position in the list of pictures.
  double time = 0;          ///< s
  Track track;
};

/// One track from its first picture to its last.
using TrackPath = std::vector<PathPoint>;

/// @return one path for each id, by first picture, then id. Only confirmed tracks.
[[nodiscard]] std::vector<TrackPath> pathsOf(std::span<const TrackSet> pictures);

/// Joins paths that are pieces of one object's: the end of one leads to the beginning of the other
/// at the speed and size of both. Pieces go to each other so that all fit best together.
/// @return how many pieces were joined to another one.
std::size_t joinPaths(std::vector<TrackPath>& paths, double longest);

/// Smooths boxes by local straight lines, weighted by a Gaussian in time.
/// @param deviation  of the Gaussian, s, > 0.
void smoothPath(TrackPath& path, double deviation);

}  // namespace followspot::tracking
