#include "app/wiring/session_parts.h"

#include <thread>
#include <utility>

#include "core/base/contracts.h"
#include "core/detection/replay_detector.h"
#include "core/motion/flow_meter.h"
#include "tracking/refine.h"
#include "tracking/tracker_factory.h"

namespace followspot::wiring {

SessionParts makeSessionParts(const PartsOptions& options) {
  FS_EXPECTS((options.detectors != nullptr) != (options.kept != nullptr), "somebody detects");
  SessionParts parts;
  parts.openSource = [source = options.source, opened = options.opened](
                         const std::stop_token& stop) -> Result<std::unique_ptr<VideoSource>> {
    auto video = openVideoSource(source, stop);
    if (video && opened) {
      if (auto fine = opened((*video)->info()); !fine) {
        return fail(fine.error());
      }
    }
    return video;
  };
  if (options.kept != nullptr) {
    parts.makeDetector = [kept = options.kept]() -> Result<std::unique_ptr<Detector>> {
      return std::unique_ptr<Detector>(std::make_unique<ReplayDetector>(kept));
    };
  } else {
    parts.makeDetector = [detectors = options.detectors] { return detectors->take(); };
  }
  parts.makeTracker = [name = options.tracker,
                       every = options.detectEvery](const SourceInfo& info) {
    constexpr double kUsualRate = 25;
    return makeTrackerNamed(name, (info.frameRate > 0 ? info.frameRate : kUsualRate) / every);
  };
  parts.makeMotionMeter = options.makeMotionMeter;
  parts.afterUpdate = options.afterUpdate;
  parts.sinks = options.sinks;
  return parts;
}

std::unique_ptr<MotionMeter> makeFlowMeter() {
  useOneThread();
  return std::make_unique<FlowMeter>();
}

std::unique_ptr<Tracker> makeTrackerNamed(const std::string& name, double pictureRate) {
  const auto kind = tracking::trackerNamed(name.empty() ? trackerNames().front() : name);
  FS_EXPECTS(kind.has_value(), "trackers are chosen from trackerNames()");
  tracking::TrackerSettings settings;
  settings.kind = *kind;
  settings.pictureRate = pictureRate;
  return tracking::makeTracker(settings);
}

RefinedTracks refineTracks(std::span<const TrackSet> pictures, const RefineSettings& settings) {
  return tracking::refineTracks(pictures, settings);
}

std::vector<std::string> trackerNames() {
  std::vector<std::string> names;
  for (const char* const name : {"auto", "sort", "bytetrack", "ocsort"}) {
    if (tracking::trackerNamed(name)) {
      names.emplace_back(name);
    }
  }
  return names;
}

double usualMinScore(const std::string& name) {
  const auto kind = tracking::trackerNamed(name.empty() ? trackerNames().front() : name);
  return kind == tracking::TrackerKind::Auto ? tracking::AutoSettings().lowScore
                                             : DetectionFilter().minScore;
}

bool measuringMotionIsFree(const SessionSettings& settings) {
  if (settings.pacing == Pacing::Recorded) {
    return true;
  }
  const int workers = settings.detectorWorkers > 0 ? settings.detectorWorkers
                                                   : defaultDetectorWorkers(settings.pacing);
  return static_cast<int>(std::thread::hardware_concurrency()) >= workers + 2;
}

}  // namespace followspot::wiring
