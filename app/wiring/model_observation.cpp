#include "app/wiring/model_observation.h"

#include <algorithm>
#include <future>
#include <map>
#include <optional>
#include <utility>

#include "app/wiring/session_parts.h"
#include "core/media/video_source.h"

namespace followspot::wiring {
namespace {

constexpr double kLowestScore = 0.05;
constexpr double kUsualRate = 25;

/// Detections of at least that score.
DetectionSet above(const DetectionSet& detections, double score) {
  DetectionSet kept = detections;
  std::erase_if(kept.items, [&](const Detection& each) { return each.score < score; });
  return kept;
}

/// For each class of `from`, the class of that name in `to`; where the name is not there, a class
/// that nothing else is.
std::map<ClassId, ClassId> classesByName(const LabelMap& from, const LabelMap& to) {
  std::map<ClassId, ClassId> classes;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto id = static_cast<int>(i);
    const auto found = to.find(from.names()[i]);
    classes[ClassId{id}] = found ? *found : ClassId{static_cast<int>(to.size()) + id};
  }
  return classes;
}

}  // namespace

Result<Observation> observe(DetectorPool& detectors, const ObservationOptions& options) {
  auto source = openVideoSource(options.source, options.stop);
  if (!source) {
    return fail(source.error());
  }
  auto detector = detectors.take();
  if (!detector) {
    return fail(detector.error());
  }
  const double rate = (*source)->info().frameRate;
  const auto tracker = makeTrackerNamed(options.tracker, rate > 0 ? rate : kUsualRate);
  DetectionFilter filter;
  filter.minScore = kLowestScore;
  Observation seen;
  TrackCounter counter;
  while (options.pictures == 0 ||
         static_cast<std::int64_t>(seen.pictures.size()) < options.pictures) {
    const auto frame = (*source)->read(options.stop);
    if (!frame) {
      return fail(frame.error());
    }
    if (!*frame) {
      break;
    }
    DetectionSet detections;
    if (auto detected = (*detector)->detect(**frame, filter, detections); !detected) {
      return fail(detected.error());
    }
    seen.tracks.push_back(tracker->update(above(detections, options.trackScore)));
    counter.add(seen.tracks.back());
    seen.pictures.push_back(std::move(detections));
    if (options.done != nullptr) {
      options.done->fetch_add(1, std::memory_order_relaxed);
    }
  }
  if (seen.pictures.empty()) {
    return fail(ErrorCode::CorruptData,
                (*source)->info().name + ": there is no picture in it. Give another video.");
  }
  seen.summary = counter.result();
  return seen;
}

Result<std::vector<Observation>> observeAll(
    const std::vector<std::shared_ptr<DetectorPool>>& models, const ObservationOptions& options) {
  std::vector<Observation> all;
  for (std::size_t i = 0; i < models.size(); i += 2) {
    std::future<Result<Observation>> second;
    if (i + 1 < models.size()) {
      DetectorPool& other = *models[i + 1];
      second = std::async(std::launch::async, [&] { return observe(other, options); });
    }
    auto first = observe(*models[i], options);
    std::optional<Result<Observation>> other;
    if (second.valid()) {
      other = second.get();
    }
    if (!first || (other && !*other)) {
      return fail(first ? other->error() : first.error());
    }
    all.push_back(std::move(*first));
    if (other) {
      all.push_back(std::move(**other));
    }
  }
  return all;
}

DetectionAgreement agreementOf(const Observation& before, const LabelMap& beforeLabels,
                               const Observation& after, const LabelMap& afterLabels,
                               const ObservationOptions& options) {
  // Models without names have numbers for names: the same as they stand.
  const auto classes = classesByName(afterLabels, beforeLabels);
  AgreementCounter counter(options.agreementIou, options.agreementScore);
  std::vector<Detection> renamed;
  for (std::size_t i = 0; i < std::min(before.pictures.size(), after.pictures.size()); ++i) {
    renamed = after.pictures[i].items;
    for (Detection& detection : renamed) {
      const auto found = classes.find(detection.classId);
      detection.classId = found != classes.end() ? found->second : detection.classId;
    }
    counter.add(before.pictures[i].items, renamed);
  }
  return counter.result();
}

}  // namespace followspot::wiring
