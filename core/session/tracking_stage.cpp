#include "core/session/tracking_stage.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/log.h"

namespace followspot {
namespace {

constexpr int kFailuresForgiven = 30;
/// How much a track and a detection must overlap to be the same object, after a change of filter.
constexpr double kSameObject = 0.5;

bool isDetected(const Track& track, const DetectionSet& detections) {
  return std::ranges::any_of(detections.items, [&](const Detection& detection) {
    return detection.classId == track.classId && iou(detection.box, track.box) >= kSameObject;
  });
}

}  // namespace

bool TrackingStage::enterEpoch(std::uint64_t epoch) {
  if (epoch > epoch_) {
    epoch_ = epoch;
    tracker_->reset();
    updated_.reset();
    motion_.reset();
    anyShown_ = false;
  }
  return epoch == epoch_;
}

Result<void> TrackingStage::onResult(WorkItem& item) {
  if (!enterEpoch(item.picture.epoch)) {
    return {};
  }
  if (const auto& motion = item.detections.cameraMotion) {
    // Of a picture that is not tracked (it could not be searched, or was seen before) the motion
    // counts, too.
    motion_ = motion_ ? chained(*motion_, *motion) : motion;
  }
  if (item.detected) {
    failuresInRow_ = 0;
    board_.countDetected(item.detectTime);
  } else if (item.error) {
    return onFailure(item);
  } else if (item.picture.detect) {
    return {};  // a seek came while it waited for its detector
  }
  current_.captured = item.picture.captured;
  current_.frame = item.picture.frame;
  if (item.picture.again) {
    return refilter(item);
  }
  if (item.detected) {
    if (auto done = update(item); !done) {
      return done;
    }
  } else {
    current_.detections.items.clear();
    predictTo(item.picture.frame);
  }
  board_.countTracked(current_.tracks);
  if (auto done = callSinks(); !done) {
    return done;
  }
  return showResult();
}

Result<void> TrackingStage::onFailure(const WorkItem& item) {
  const std::string where = "Picture " + std::to_string(numberOf(item.picture.frame.id()));
  if (pacing_ == Pacing::Recorded) {
    return fail(item.error->withContext(where));
  }
  if (++failuresInRow_ > kFailuresForgiven) {
    return fail(item.error->withContext(std::to_string(failuresInRow_) +
                                        " pictures in a row could not be searched"));
  }
  if (failuresInRow_ == 1) {
    log(LogLevel::Warning, "session", item.error->withContext(where).message);
  }
  return {};
}

Result<void> TrackingStage::update(WorkItem& item) {
  std::swap(current_.detections, item.detections);  // both keep memory to use again
  current_.predicted = false;
  current_.detections.cameraMotion = std::exchange(motion_, std::nullopt);
  updatedTracks_ = tracker_->update(current_.detections);
  current_.tracks = updatedTracks_;
  updated_ = item.picture.frame.id();
  updatedTime_ = item.picture.frame.time();
  return parts_.afterUpdate ? parts_.afterUpdate(*tracker_, updatedTracks_) : Result<void>();
}

Result<void> TrackingStage::refilter(WorkItem& item) {
  if (!updated_ || *updated_ < item.picture.frame.id()) {
    // So far it was only predicted.
    if (auto done = update(item); !done) {
      return done;
    }
  } else {
    // The tracker has seen this picture, and sees none twice: show what it said then, as far as the
    // new filter leaves it.
    std::swap(current_.detections, item.detections);
    current_.predicted = false;
    current_.tracks = updatedTracks_;
    std::erase_if(current_.tracks.items,
                  [&](const Track& track) { return !isDetected(track, current_.detections); });
  }
  return show();
}

void TrackingStage::predictTo(const Frame& frame) {
  current_.predicted = true;
  current_.tracks.items.clear();
  current_.tracks.frame = frame.id();
  current_.tracks.time = frame.time();
  current_.tracks.size = frame.size();
  current_.detections.frame = frame.id();
  current_.detections.time = frame.time();
  current_.detections.size = frame.size();
  if (updated_ && frame.time() > updatedTime_) {
    tracker_->predict(frame.id(), frame.time(), current_.tracks);
  }
}

Result<void> TrackingStage::callSinks() {
  for (TrackSink* const sink : parts_.sinks) {
    if (auto done = sink->consume(current_); !done) {
      return done;
    }
  }
  return {};
}

Result<void> TrackingStage::showResult() {
  if (pacing_ == Pacing::Live && anyShown_ && shown_.frame.id() > current_.frame.id()) {
    // A newer picture stands there already: what is known now makes its tracks better.
    current_.frame = shown_.frame;
    current_.captured = shown_.captured;
    current_.detections.items.clear();
    predictTo(shown_.frame);
  }
  return show();
}

Result<void> TrackingStage::show() {
  Result<void> done;
  if (pacing_ == Pacing::Live) {
    const bool isNew = !anyShown_ || current_.frame.id() > shown_.frame.id();
    for (std::size_t i = 0; isNew && done && i < parts_.sinks.size(); ++i) {
      done = parts_.sinks[i]->show(current_);
    }
    shown_.frame = current_.frame;
    shown_.captured = current_.captured;
  }
  anyShown_ = true;
  board_.countOut(current_);
  board_.publish(current_);
  current_.frame = Frame();
  return done;
}

Result<void> TrackingStage::onPicture(const Picture& picture) {
  if (!enterEpoch(picture.epoch)) {
    return {};
  }
  if (anyShown_ && (pacing_ == Pacing::Recorded || shown_.frame.id() >= picture.frame.id())) {
    return {};
  }
  current_.frame = picture.frame;
  current_.captured = picture.captured;
  current_.detections.items.clear();
  predictTo(picture.frame);
  return show();
}

}  // namespace followspot
