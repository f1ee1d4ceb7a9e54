#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/base/result.h"
#include "core/store/track_analysis.h"
#include "core/store/track_document.h"

namespace followspot::cli {

/// Which tracks, and what to count of them: what `analyse` and `report` have in common.
struct AnalysisOptions {
  std::string input;
  std::string format;
  std::optional<std::int64_t> run;
  double rate = 25;
  std::vector<std::string> lines;
  std::vector<std::string> zones;
  std::vector<std::string> classes;
  std::optional<double> deadBand;
  bool everyCrossing = false;
};

void addAnalysisOptions(CLI::App& command, AnalysisOptions& options);

/// Whether INPUT is a project, and not a file of tracks.
[[nodiscard]] bool isProject(const AnalysisOptions& options);

/// @errors InvalidArgument: a shape or class that is none. There need not be any.
[[nodiscard]] Result<AnalysisPlan> planOf(const AnalysisOptions& options, const LabelMap& labels);

/// @errors as readProjectRun and readTrackDocument; InvalidArgument: no format by that name.
[[nodiscard]] Result<TrackDocument> readAnalysisInput(const AnalysisOptions& options);

}  // namespace followspot::cli
