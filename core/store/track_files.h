#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_types.h"
#include "core/types/label_map.h"
#include "core/types/track.h"

namespace followspot {

/// Tracks read back from a file of ours.
struct TrackTable {
  std::vector<TrackSet> pictures;  ///< By frame, ascending; only frames that the file has.
  LabelMap labels;                 ///< As far as the file tells; gaps are empty names.
  /// What only edited tracks have: names given by a person, and boxes that no detector made.
  std::map<TrackId, std::string> names;
  std::map<std::pair<FrameId, TrackId>, BoxOrigin> origins;
};

/// Reads `track --csv`: rows in any order, columns found by the names in the first line.
/// @errors CorruptData: with the line: a cell that is no number, a frame that is not in
/// 1 .. 100,000,000, an id below 1, a class above 100,000.
/// @source core/store/README.md
[[nodiscard]] Result<TrackTable> parseTrackCsv(std::string_view text);

/// Reads `track --jsonl`: one object a line, in any order.
/// @errors CorruptData: with the line: no JSON, a key missing or of another type, or a number out
/// of the ranges above.
/// @source core/store/README.md
[[nodiscard]] Result<TrackTable> parseTrackJsonl(std::string_view text);

/// By the file's name: ".jsonl" is JSON lines, all else CSV.
[[nodiscard]] Result<TrackTable> readTrackFile(const std::filesystem::path& path);

}  // namespace followspot
