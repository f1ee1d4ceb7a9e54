#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/store/detection_origin.h"
#include "core/store/row_file.h"
#include "core/types/detection.h"
#include "core/types/label_map.h"

namespace followspot {

/// Writes `frame,time_s,class_id,class,score,left,top,width,height`.
///
/// With an origin, the first line has one more cell, `made_of={...}` with the JSON of
/// core/store/detection_origin.h, empty in all rows; and numbers have as many digits as read back
/// the same.
/// @threading one thread at a time.
class DetectionCsvWriter {
 public:
  /// @param labels  outlives the writer.
  [[nodiscard]] static Result<DetectionCsvWriter> create(const std::filesystem::path& path,
                                                         const LabelMap& labels);
  /// @param origin  stoppedAt is not known yet.
  [[nodiscard]] static Result<DetectionCsvWriter> create(const std::filesystem::path& path,
                                                         const LabelMap& labels,
                                                         const DetectionOrigin& origin);

  Result<void> write(const DetectionSet& detections);
  Result<void> finish() { return file_.finish(); }
  /// The same for a run that ended early: with an origin, the header will say so (not where the
  /// file is standard output or a pipe).
  /// @param last  time of the last picture that was looked at.
  Result<void> finishEarly(Timestamp last);

 private:
  DetectionCsvWriter(RowFile file, const LabelMap& labels)
      : file_(std::move(file)), labels_(&labels) {}
  RowFile file_;
  const LabelMap* labels_;
  std::optional<std::size_t> stoppedAt_;  // where the header says so; nothing: no origin
};

/// What the first line of such a file tells about where the detections are from.
/// @param text  the file, or its beginning.
[[nodiscard]] std::optional<DetectionOrigin> detectionOriginIn(std::string_view text);

/// A detection file read back.
struct DetectionTable {
  std::vector<DetectionSet> pictures;     ///< By frame, ascending; only frames that the file has.
  LabelMap labels;                        ///< As far as the file tells; gaps are empty names.
  std::optional<DetectionOrigin> madeOf;  ///< Where the file tells.
};

/// Reads what DetectionCsvWriter wrote: any order of rows, columns found by the names in the first
/// line.
/// @errors CorruptData: with the line; at most 50,000,000 rows.
[[nodiscard]] Result<DetectionTable> parseDetectionCsv(std::string_view text);
[[nodiscard]] Result<DetectionTable> readDetectionCsv(const std::filesystem::path& path);

}  // namespace followspot
