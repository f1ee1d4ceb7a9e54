#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/wiring/detector_pool.h"
#include "core/session/tracking_session.h"
#include "core/types/track_refinement.h"

namespace followspot::wiring {

struct PartsOptions {
  SourceSpec source;
  std::shared_ptr<DetectorPool> detectors;
  /// Instead of detectors: what was detected before; see ReplayDetector.
  std::shared_ptr<const std::vector<DetectionSet>> kept;
  std::string tracker;  ///< One of `trackerNames`; empty: the first of them.
  /// Pictures per detection, as in SessionSettings: the tracker sees as much fewer a second.
  int detectEvery = 1;
  /// Who measures the camera's motion, as in SessionParts; empty: nobody.
  std::function<std::unique_ptr<MotionMeter>()> makeMotionMeter;
  /// Called when the source is open, before its first picture goes on; may be empty. An error ends
  /// the session as Failed.
  std::function<Result<void>(const SourceInfo&)> opened;
  /// As in SessionParts.
  std::function<Result<void>(const Tracker&, const TrackSet&)> afterUpdate;
  std::vector<TrackSink*> sinks;  ///< Outlive the session.
};

/// The concrete parts of a session.
[[nodiscard]] SessionParts makeSessionParts(const PartsOptions& options);

/// Measures the camera's motion from the pictures. Also sets OpenCV to one thread for this process.
[[nodiscard]] std::unique_ptr<MotionMeter> makeFlowMeter();
/// Whether measuring costs no detections: of recordings always, as it hides behind the detectors;
/// live where two cores are left beside the detectors.
[[nodiscard]] bool measuringMotionIsFree(const SessionSettings& settings);

/// A tracker by its name, without a session. @param pictureRate  pictures per second that it will
/// see, > 0.
[[nodiscard]] std::unique_ptr<Tracker> makeTrackerNamed(const std::string& name,
                                                        double pictureRate);

/// The second pass over the tracks of a recording: tracking/refine.h.
[[nodiscard]] RefinedTracks refineTracks(std::span<const TrackSet> pictures,
                                         const RefineSettings& settings);

/// Names for `--tracker`, the default first.
[[nodiscard]] std::vector<std::string> trackerNames();

/// Least score of detections that a tracker should be given unless the user says otherwise: `auto`
/// tells by itself what to believe, others believe all they get. @param name  as in PartsOptions.
[[nodiscard]] double usualMinScore(const std::string& name);

}  // namespace followspot::wiring
