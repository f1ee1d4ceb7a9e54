#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/types/detection.h"

namespace followspot {

/// One row of a MOTChallenge file, with the numbers as they stand there.
struct MotRow {
  std::int64_t frame = 0;     ///< From 1.
  std::int64_t id = -1;       ///< -1 in detection files.
  Box box;                    ///< left, top, width, height; not shifted.
  double confidence = 1;      ///< Column 7: score, or "consider" in ground truth. 1 where missing.
  std::int64_t classId = -1;  ///< Column 8; -1 where missing or no whole number.
  double visibility = -1;     ///< Column 9; -1 where missing.
};

/// What a file held that was not used.
struct MotFileReport {
  std::int64_t rows = 0;
  std::int64_t skippedBoxes = 0;      ///< Boxes that were left out ...
  std::int64_t firstSkippedLine = 0;  ///< ... and where the first of them is; 0 where none is.
};

struct MotFile {
  std::vector<MotRow> rows;  ///< By frame, ascending; the file's order within a frame.
  MotFileReport report;
};

/// Which boxes of a MOTChallenge file are worth having.
enum class MotBoxes {
  WithArea,  ///< Not those with NaN or infinite numbers, coordinates over 1e9, or no area.
  Finite,    ///< Boxes without area, too: for evaluation, a claim is a claim.
};

/// Reads detections, results or ground truth of MOT15, MOT16, MOT17, MOT20: at least 6 columns,
/// separated by commas or blanks. Frames may come in any order and be written as "3" or "3.0";
/// CRLF, a byte-order mark and empty lines are tolerated.
/// @errors CorruptData: line and reason (a cell that is no number, too few columns, a frame below
/// 1 or over 10,000,000, more than 20,000,000 rows).
[[nodiscard]] Result<MotFile> parseMot(std::string_view text, MotBoxes boxes = MotBoxes::WithArea);
[[nodiscard]] Result<MotFile> readMotFile(const std::filesystem::path& path);

/// The rows as detections, one set for each frame that has some.
/// @param rate  pictures per second, > 0; frame f is at f / rate seconds.
[[nodiscard]] std::vector<DetectionSet> knownDetectionsOf(const MotFile& file, double rate);

/// The same with one set for every frame from 1 to the last, empty ones included.
/// Scores are in [0, 1]: where a file has others, they are log-odds as some detectors write them,
/// and go through the logistic function; where all are -1, there are none, and each is 1.
/// @param rate  pictures per second, > 0; frame f is at f / rate seconds.
[[nodiscard]] std::vector<DetectionSet> detectionsOf(const MotFile& file, double rate);

}  // namespace followspot
