#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analytics/evaluation_setup.h"
#include "core/analytics/ground_plane.h"
#include "core/analytics/score_sheet.h"
#include "core/analytics/track_speed.h"
#include "core/project/project_types.h"
#include "core/report/report_document.h"
#include "core/store/track_analysis.h"
#include "core/store/track_document.h"

namespace followspot {

/// What a report is made of.
struct TrackReportInput {
  std::string source;  ///< File that the tracks come from.
  std::string made;    ///< When the report is made, as people read it.
  const TrackDocument& document;
  const AnalysisPlan& plan;
  const TrackAnalysis& analysis;
  std::optional<Run> run;  ///< Where the tracks come from a project.
  std::optional<GroundPlane> ground;
  SpeedSettings speed;
  std::optional<SequenceScores> scores;  ///< Against ground truth ...
  std::string truth;                     ///< ... of this file.
};

/// The report: what it is of and how it was made, how much of which class and when, lines, zones,
/// paths and heat, speeds where the ground is known, scores where the truth is.
[[nodiscard]] ReportDocument reportOf(const TrackReportInput& input);

/// Brings a document's tracks to where a truth's are: frames from 1, and pixels as that file counts
/// them. @param shift  pixels to add on both axes.
[[nodiscard]] std::vector<LabelledBox> labelledBoxesOf(const TrackDocument& document,
                                                       const std::vector<ClassId>& classes,
                                                       float shift);

}  // namespace followspot
