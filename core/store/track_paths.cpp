#include "core/store/track_paths.h"

#include <algorithm>
#include <cmath>

#include "core/store/track_codecs.h"

namespace followspot {

std::map<TrackId, std::vector<TrackPoint>> pathsOf(const TrackDocument& document,
                                                   const std::vector<ClassId>& classes) {
  std::map<TrackId, std::vector<TrackPoint>> paths;
  const DocumentIndex index(document);
  for (const BoxRow& row : document.boxes) {
    const ClassId classId = index.track(row.track).classId;
    if (classes.empty() || std::ranges::find(classes, classId) != classes.end()) {
      paths[row.track].push_back(
          {row.track, classId, row.frame, index.time(row.frame), footOf(row.value.box)});
    }
  }
  return paths;
}

FrameSize pictureSizeOf(const TrackDocument& document) {
  if (document.media.size.width > 0 && document.media.size.height > 0) {
    return document.media.size;
  }
  double right = 1;
  double bottom = 1;
  for (const BoxRow& row : document.boxes) {
    right = std::max<double>(right, row.value.box.right());
    bottom = std::max<double>(bottom, row.value.box.bottom());
  }
  constexpr double kMost = 32'768;
  return {static_cast<int>(std::ceil(std::min(right, kMost))),
          static_cast<int>(std::ceil(std::min(bottom, kMost)))};
}

}  // namespace followspot
