#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/wiring/model_observation.h"
#include "core/analytics/average_precision.h"
#include "core/analytics/model_verdict.h"
#include "core/base/result.h"
#include "core/store/benchmark_files.h"

namespace followspot::cli {

/// What `model verify` and `model compare` look at models with.
struct ObservationRun {
  std::string video;
  std::string images;
  std::string annotations;
  std::string className = "Person";
  std::int64_t pictures = 300;  ///< 0: all.
  std::string progress = "auto";
};

void addObservationOptions(CLI::App& command, ObservationRun& run);

/// Whether there is a video or a folder of pictures.
[[nodiscard]] bool hasSource(const ObservationRun& run);
[[nodiscard]] wiring::ObservationOptions observationOf(const ObservationRun& run,
                                                       const CommandContext& context);

/// Observes all models, with progress on standard error.
[[nodiscard]] Result<std::vector<wiring::Observation>> observeWithProgress(
    const std::vector<std::shared_ptr<wiring::DetectorPool>>& models, const ObservationRun& run,
    const CommandContext& context);

/// The annotations, boxes of the class only. @errors as readGroundTruth and keepClass.
[[nodiscard]] Result<GroundTruth> readAnnotations(const ObservationRun& run);

/// How well a model did on annotated pictures; those after the last one observed do not count.
/// @errors InvalidArgument: the model knows no such class. Those of setUpEvaluation.
[[nodiscard]] Result<TruthScores> scoreAgainst(const GroundTruth& truth,
                                               const wiring::Observation& seen,
                                               const LabelMap& labels,
                                               const std::string& className);

/// Ground truth as boxes to be detected.
enum class Mot15Flags {
  Ignored,   ///< MOT15's flag is about tracking: a box that it leaves out may still be one to find.
  Respected  ///< Boxes that it leaves out count neither way.
};
[[nodiscard]] std::vector<TruthBox> truthBoxesOf(const GroundTruth& truth, ClassId classId,
                                                 Mot15Flags flags);

}  // namespace followspot::cli
