#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "app/wiring/detector_pool.h"
#include "core/analytics/detection_agreement.h"
#include "core/analytics/track_summary.h"
#include "core/base/result.h"
#include "core/media/source_info.h"
#include "core/types/detection.h"
#include "core/types/track.h"

namespace followspot::wiring {

/// What models are looked at with.
struct ObservationOptions {
  SourceSpec source;
  std::int64_t pictures = 0;    ///< Most pictures from the beginning; 0: all.
  double agreementScore = 0.3;  ///< Boxes of at least this score are compared ...
  double agreementIou = 0.5;    ///< ... and are partners where they overlap as much.
  double trackScore = 0.5;      ///< Of the detections that the tracker sees.
  std::string tracker;          ///< One of `trackerNames`; empty: the default.
  std::stop_token stop;
  /// Counts pictures as they are done, over all models; may be null.
  std::atomic<std::int64_t>* done = nullptr;
};

/// What a model sees in a video. Detections go down to a score of 0.05.
struct Observation {
  std::vector<DetectionSet> pictures;
  std::vector<TrackSet> tracks;  ///< As many.
  TrackSummary summary;          ///< Of `tracks`.
};

/// Runs a model and the default tracker over a video.
/// @errors those of the source, the detector; Cancelled.
/// @threading blocks; several models may be observed at once.
[[nodiscard]] Result<Observation> observe(DetectorPool& detectors,
                                          const ObservationOptions& options);

/// The same for several models, two at a time; in their order.
[[nodiscard]] Result<std::vector<Observation>> observeAll(
    const std::vector<std::shared_ptr<DetectorPool>>& models, const ObservationOptions& options);

/// How far two models saw the same in the same video. Classes are matched by their names where both
/// models have them, so that models with other label files can be compared.
[[nodiscard]] DetectionAgreement agreementOf(const Observation& before,
                                             const LabelMap& beforeLabels, const Observation& after,
                                             const LabelMap& afterLabels,
                                             const ObservationOptions& options);

}  // namespace followspot::wiring
