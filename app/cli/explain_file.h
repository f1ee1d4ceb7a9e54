#pragma once

#include <filesystem>
#include <string>

#include "core/base/output_file.h"
#include "core/base/result.h"
#include "core/types/tracker.h"

namespace followspot::cli {

/// Why tracks got their ids, as JSON lines: one object for each track and picture.
///
/// `{"frame": 12, "id": 3, "decision": "matched", "predicted": [x, y, w, h], "candidates":
/// [{"detection": 0, "box": [x, y, w, h], "score": 0.9, "similarity": 7.1, "gate": 0, "taken_by":
/// 3}]}`. Frames from 1; decisions "matched", "outbid", "no candidate", "began"; `detection` counts
/// from 0 in the picture's detections; `taken_by` is null where nobody took it.
class ExplainFile {
 public:
  [[nodiscard]] static Result<ExplainFile> create(const std::filesystem::path& path);

  /// @param tracks  what the tracker's last update gave.
  [[nodiscard]] Result<void> write(const Tracker& tracker, const TrackSet& tracks);
  [[nodiscard]] Result<void> finish() { return file_.commit(); }

 private:
  explicit ExplainFile(OutputFile file) : file_(std::move(file)) {}

  OutputFile file_;
  MatchExplanation why_;
};

}  // namespace followspot::cli
