#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/analytics/score_sheet.h"
#include "core/base/result.h"
#include "core/store/row_file.h"

namespace followspot::cli {

/// The table on the terminal, a line a sequence.
void printScores(std::span<const SequenceScores> sequences, const SequenceScores& combined);

/// `{"sequences": {NAME: {"HOTA": ..}}, "combined": {..}}`, percentages as percent.
/// @param path  "-" is standard output.
Result<void> writeScoresJson(const std::string& path, std::span<const SequenceScores> sequences,
                             const SequenceScores& combined);

/// A header, a row a sequence, and a last row "combined".
Result<void> writeScoresCsv(const std::string& path, std::span<const SequenceScores> sequences,
                            const SequenceScores& combined);

/// The list of errors: CSV with `sequence,frame,error,truth_id,track_id,left,top,width,height,
/// previous_track_id`. The box is the object's, or the track's of a false alarm; ids that do not
/// apply are empty.
/// @threading one thread at a time.
class ErrorList {
 public:
  [[nodiscard]] static Result<ErrorList> create(const std::string& path);
  Result<void> write(const std::string& name, const EvaluatedSequence& sequence,
                     std::span<const TrackingErrorEvent> events);
  Result<void> finish() { return file_.finish(); }

 private:
  explicit ErrorList(RowFile file) : file_(std::move(file)) {}
  RowFile file_;
};

}  // namespace followspot::cli
