#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/store/row_file.h"
#include "core/types/detection.h"
#include "core/types/label_map.h"

namespace followspot {

/// Writes `frame,time_s,class_id,class,score,left,top,width,height`.
/// @threading one thread at a time.
class DetectionCsvWriter {
 public:
  /// @param labels  outlives the writer.
  [[nodiscard]] static Result<DetectionCsvWriter> create(const std::filesystem::path& path,
                                                         const LabelMap& labels);

  Result<void> write(const DetectionSet& detections);
  Result<void> finish() { return file_.finish(); }

 private:
  DetectionCsvWriter(RowFile file, const LabelMap& labels)
      : file_(std::move(file)), labels_(&labels) {}
  RowFile file_;
  const LabelMap* labels_;
};

/// A detection file read back.
struct DetectionTable {
  std::vector<DetectionSet> pictures;  ///< By frame, ascending; only frames that the file has.
  LabelMap labels;                     ///< As far as the file tells; gaps are empty names.
};

/// Reads what DetectionCsvWriter wrote: any order of rows, columns found by the names in the first
/// line.
/// @errors CorruptData: with the line; at most 50,000,000 rows.
[[nodiscard]] Result<DetectionTable> parseDetectionCsv(std::string_view text);
[[nodiscard]] Result<DetectionTable> readDetectionCsv(const std::filesystem::path& path);

}  // namespace followspot
