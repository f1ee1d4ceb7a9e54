#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/analytics/line_counter.h"
#include "core/analytics/zone_watch.h"
#include "core/base/result.h"
#include "core/store/track_document.h"

namespace followspot {

/// What to count in a document of tracks. Tracks are where their boxes stand on the ground.
struct AnalysisPlan {
  std::vector<CountingLine> lines;
  std::vector<Zone> zones;
  CountRule rule = CountRule::OncePerDirection;
  /// Pixels; 2 % of the picture's height where nothing is said.
  std::optional<double> deadBand;
  std::vector<ClassId> classes;  ///< Only these; all where empty.
};

struct LineResult {
  std::string name;
  std::vector<Crossing> crossings;  ///< As they were completed.
};

struct ZoneResult {
  std::string name;
  std::vector<ZoneVisit> visits;  ///< As they ended.
  std::size_t peak = 0;           ///< Most tracks inside at once ...
  Timestamp peakTime{};           ///< ... for the first time.
};

struct TrackAnalysis {
  double deadBand = 0;  ///< That was used, pixels.
  std::vector<LineResult> lines;
  std::vector<ZoneResult> zones;
};

/// Counts anew, from stored tracks.
/// @errors InvalidArgument: a line or zone that is none (names it).
[[nodiscard]] Result<TrackAnalysis> analyseTracks(const TrackDocument& document,
                                                  const AnalysisPlan& plan);

}  // namespace followspot
