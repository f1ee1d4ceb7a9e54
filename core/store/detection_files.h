#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/types/detection.h"
#include "core/types/label_map.h"

namespace followspot {

/// Detections kept in a file, ready to be tracked.
struct StoredDetections {
  enum class Format { MotChallenge, Csv };

  Format format = Format::MotChallenge;
  /// One set for every picture from the first to the last with detections, empty ones included.
  std::vector<DetectionSet> pictures;
  LabelMap labels;           ///< Csv: names of classes.
  std::int64_t leftOut = 0;  ///< Boxes that are no boxes: without area, out of all reason.
};

/// Reads `detect --csv` (told by its first line, which names the columns) or a MOTChallenge file.
///
/// @param rate  pictures per second: frame f is at f / rate; 0: the times that a CSV file has,
/// those
///              of pictures without detections in between; in a MOTChallenge file 25.
/// @errors as readMotFile and readDetectionCsv; CorruptData: a frame over 10,000,000.
[[nodiscard]] Result<StoredDetections> readStoredDetections(const std::filesystem::path& path,
                                                            double rate);

}  // namespace followspot
