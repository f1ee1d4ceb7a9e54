#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/store/detection_origin.h"
#include "core/types/detection.h"
#include "core/types/label_map.h"

namespace followspot {

/// Detections kept in a file, ready to be tracked.
struct StoredDetections {
  enum class Format { MotChallenge, Csv };

  Format format = Format::MotChallenge;
  /// Pictures that have rows, by frame, ascending; with the times that the file has.
  std::vector<DetectionSet> pictures;
  /// Pictures per second, where times come from the frames' numbers: frame f is at f / rate; else
  /// 0.
  double rate = 0;
  LabelMap labels;           ///< Csv: names of classes.
  std::int64_t leftOut = 0;  ///< Boxes that are no boxes: without area, out of all reason.
  std::optional<DetectionOrigin> madeOf;  ///< Csv: where the file tells.
};

/// Goes through all pictures from the first to the last with rows, those without rows included,
/// without a set for each of these: a single frame 9,999,999 costs time, but no memory.
/// @threading one thread at a time.
class PictureWalk {
 public:
  /// @param stored  outlives this.
  explicit PictureWalk(StoredDetections& stored) : stored_(stored) {}

  /// The next picture, valid until the next call; null at the end. Those without rows have times
  /// between those of their neighbours.
  [[nodiscard]] DetectionSet* next();

 private:
  [[nodiscard]] Timestamp timeOfEmpty() const;

  StoredDetections& stored_;
  std::size_t known_ = 0;   // of the pictures with rows: the one to come
  std::int64_t index_ = 0;  // of all: the one to come
  DetectionSet empty_;
};

/// Reads `detect --csv` (told by its first line, which names the columns) or a MOTChallenge file.
///
/// @param rate  pictures per second: frame f is at f / rate; 0: the times that a CSV file has,
///              those of pictures without detections in between; in a MOTChallenge file 25.
/// @errors as readMotFile and readDetectionCsv; CorruptData: a frame over 10,000,000.
[[nodiscard]] Result<StoredDetections> readStoredDetections(const std::filesystem::path& path,
                                                            double rate);

}  // namespace followspot
