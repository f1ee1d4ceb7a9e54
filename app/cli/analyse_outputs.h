#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/analytics/ground_plane.h"
#include "core/analytics/track_speed.h"
#include "core/base/result.h"
#include "core/store/track_analysis.h"
#include "core/store/track_document.h"

namespace followspot::cli {

/// How pixels become metres.
struct GroundOptions {
  std::vector<std::string> marks;  ///< As given: PX,PY=MX,MY
  std::string scale;               ///< As given: X1,Y1,X2,Y2=METRES
  double markError = SpeedSettings().markError;
  double window = SpeedSettings().window.count();

  [[nodiscard]] SpeedSettings speed() const { return {Seconds(window), markError}; }
};

void addGroundOptions(CLI::App& command, GroundOptions& options);

/// The ground as the options tell it; nothing where they tell nothing.
/// @errors InvalidArgument: as GroundPlane, or text that is no such numbers.
[[nodiscard]] Result<std::optional<GroundPlane>> groundOf(const GroundOptions& options);

/// What is measured of tracks, beside counts; names of files, empty: not asked for.
struct AnalyseOutputs {
  std::string heatmap;
  std::string trails;
  std::string dwell;
  std::string speed;
  GroundOptions ground;

  [[nodiscard]] bool any() const {
    return !heatmap.empty() || !trails.empty() || !dwell.empty() || !speed.empty();
  }
};

void addAnalyseOutputOptions(CLI::App& command, AnalyseOutputs& outputs);

/// Writes what is asked for. @errors as OutputFile.
[[nodiscard]] Result<void> writeAnalyseOutputs(const AnalyseOutputs& outputs,
                                               const TrackDocument& document,
                                               const AnalysisPlan& plan,
                                               const TrackAnalysis& analysis,
                                               const std::optional<GroundPlane>& ground);

}  // namespace followspot::cli
