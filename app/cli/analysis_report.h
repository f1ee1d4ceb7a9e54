#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/store/track_analysis.h"

namespace followspot::cli {

/// Counts by line and class, stays by zone and class, as a table on standard output.
void printAnalysis(const TrackAnalysis& analysis, const LabelMap& labels);

/// The same as one JSON document on standard output.
void printAnalysisJson(const TrackAnalysis& analysis, const LabelMap& labels);

/// `line,class,from_s,to_s,to_right,to_left`: a row for each line, class and interval in which
/// anything crossed.
/// @param seconds  length of an interval, > 0.
/// @errors as OutputFile.
[[nodiscard]] Result<void> writeCounts(const std::filesystem::path& path,
                                       const TrackAnalysis& analysis, const LabelMap& labels,
                                       double seconds);

/// `kind,name,track_id,class,frame,time_s,direction,dwell_s,left`: a row for each crossing, then
/// for each visit. @errors as OutputFile.
[[nodiscard]] Result<void> writeEvents(const std::filesystem::path& path,
                                       const TrackAnalysis& analysis, const LabelMap& labels);

}  // namespace followspot::cli
