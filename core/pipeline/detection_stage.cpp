#include "core/pipeline/detection_stage.h"

#include <chrono>
#include <exception>
#include <string>
#include <utility>

#include "core/base/result.h"

namespace followspot {

void DetectionOrders::setFilter(const DetectionFilter& filter) {
  const std::scoped_lock lock(mutex_);
  filter_ = filter;
  ++version_;
}

void DetectionOrders::refresh(DetectionFilter& filter, std::uint64_t& version) const {
  if (version == version_) {
    return;
  }
  const std::scoped_lock lock(mutex_);
  filter = filter_;
  version = version_;
}

void detectItem(Detector& detector, const DetectionFilter& filter, std::uint64_t epoch,
                WorkItem& item) {
  item.detections.items.clear();
  item.detections.cameraMotion.reset();
  item.detections.frame = item.picture.frame.id();
  item.detections.time = item.picture.frame.time();
  item.detections.size = item.picture.frame.size();
  if (!item.picture.detect || item.picture.epoch != epoch) {
    return;
  }
  const auto begin = std::chrono::steady_clock::now();
  try {
    const Result<void> done = detector.detect(item.picture.frame, filter, item.detections);
    item.detected = done.has_value();
    if (!done) {
      item.error = done.error();
    }
  } catch (const std::exception& thrown) {
    item.error =
        Error{ErrorCode::Internal, std::string("The detector failed: ") + thrown.what() + "."};
  }
  item.detectTime = std::chrono::steady_clock::now() - begin;
}

void runDetectionStage(DetectorFeed& feed, const DetectionOrders& orders, Detector& detector,
                       MotionStage* motion, TrackInbox& inbox, const std::stop_token& stop) {
  DetectionFilter filter;
  std::uint64_t version = 0;
  while (WorkItem* const item = feed.next(stop)) {
    orders.refresh(filter, version);
    if (motion != nullptr) {
      motion->offer(*item);
    }
    detectItem(detector, filter, orders.epoch(), *item);
    inbox.putResult(item);
  }
}

}  // namespace followspot
