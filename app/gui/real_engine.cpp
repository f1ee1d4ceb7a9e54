#include "app/gui/real_engine.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/gui/session_adapter.h"
#include "app/wiring/session_parts.h"
#include "core/media/picture_scaler.h"

namespace followspot {
namespace {

struct LoadedModel final : ui::EngineModel {
  std::shared_ptr<wiring::DetectorPool> detectors;
};

/// Stands in where there is no model: pictures pass without objects.
class NothingDetector final : public Detector {
 public:
  Result<void> detect(const Frame& frame, const DetectionFilter& /*filter*/,
                      DetectionSet& out) override {
    out.frame = frame.id();
    out.time = frame.time();
    out.size = frame.size();
    out.items.clear();
    return {};
  }
};

SessionParts partsWithoutModel(const SourceSpec& source) {
  SessionParts parts;
  parts.openSource = [source](const std::stop_token& stop) {
    return openVideoSource(source, stop);
  };
  parts.makeDetector = []() -> Result<std::unique_ptr<Detector>> {
    return std::make_unique<NothingDetector>();
  };
  parts.makeTracker = [](const SourceInfo& /*info*/) {
    constexpr double kAnyRate = 25;  // There is nothing to track.
    return wiring::makeTrackerNamed({}, kAnyRate);
  };
  return parts;
}

class ScalingConverter final : public ui::PictureConverter {
 public:
  Result<void> convert(const PictureView& picture, const ui::PixelTarget& target) override {
    return scaler_.scale(picture, PackedFormat::Bgra, target.size, target.data, target.stride);
  }

 private:
  PictureScaler scaler_;
};

}  // namespace

Result<ui::ModelHandle> RealEngine::loadModel(const model::ModelLocation& location) {
  auto detectors = wiring::DetectorPool::open(location);
  if (!detectors) {
    return fail(detectors.error());
  }
  auto loaded = std::make_shared<LoadedModel>();
  loaded->location = location.package;
  loaded->manifest = (*detectors)->manifest();
  loaded->labels = (*detectors)->labels();
  loaded->detectors = std::move(*detectors);
  return ui::ModelHandle(std::move(loaded));
}

Result<std::unique_ptr<ui::EngineSession>> RealEngine::open(ui::OpenRequest request,
                                                            std::function<void()> onNews) {
  SourceSpec source;
  source.location = request.input;
  SessionParts parts;
  if (const auto* const model = dynamic_cast<const LoadedModel*>(request.model.get())) {
    parts = wiring::makeSessionParts(
        {.source = source,
         .detectors = model->detectors,
         .tracker = request.tracker.empty() ? wiring::trackerNames().front() : request.tracker,
         .makeMotionMeter = wiring::measuringMotionIsFree(request.settings)
                                ? wiring::makeFlowMeter
                                : std::function<std::unique_ptr<MotionMeter>()>()});
    parts.sinks = request.sinks;
  } else {
    parts = partsWithoutModel(source);
    request.settings.detectorWorkers = 1;
  }
  return std::make_unique<SessionAdapter>(request.settings, std::move(parts), std::move(onNews));
}

std::vector<ui::TrackerChoice> RealEngine::trackers() const {
  std::vector<ui::TrackerChoice> choices;
  for (const std::string& name : wiring::trackerNames()) {
    choices.push_back({name, wiring::usualMinScore(name)});
  }
  return choices;
}

std::unique_ptr<Tracker> RealEngine::makeTracker(const std::string& name,
                                                 double pictureRate) const {
  const auto names = wiring::trackerNames();
  return std::ranges::find(names, name) == names.end()
             ? nullptr
             : wiring::makeTrackerNamed(name, pictureRate);
}

std::unique_ptr<ui::PictureConverter> RealEngine::makeConverter() {
  return std::make_unique<ScalingConverter>();
}

}  // namespace followspot
