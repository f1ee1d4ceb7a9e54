#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <stop_token>

#include "core/detection/detection_filter.h"
#include "core/detection/detector.h"
#include "core/pipeline/detector_feed.h"
#include "core/pipeline/motion_stage.h"
#include "core/pipeline/track_inbox.h"

namespace followspot {

/// The filter that all workers follow, and the epoch whose pictures are still wanted.
/// @threading any thread.
class DetectionOrders {
 public:
  explicit DetectionOrders(DetectionFilter filter) : filter_(std::move(filter)) {}

  void setFilter(const DetectionFilter& filter);
  /// Copies the filter to `filter` if it is newer than `version`.
  void refresh(DetectionFilter& filter, std::uint64_t& version) const;

  void setEpoch(std::uint64_t epoch) { epoch_ = epoch; }
  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }

 private:
  mutable std::mutex mutex_;
  DetectionFilter filter_;  // guarded by mutex_
  std::atomic<std::uint64_t> version_ = 1;
  std::atomic<std::uint64_t> epoch_ = 0;
};

/// Detects one picture into its item; a failure, also a thrown one, is the item's error.
/// Pictures that need no detection, or are of an old epoch, pass untouched.
void detectItem(Detector& detector, const DetectionFilter& filter, std::uint64_t epoch,
                WorkItem& item);

/// Body of one worker: takes pictures from the feed and puts results into the inbox, until the feed
/// ends.
/// @param motion  also gets each picture, before its detection begins; null: nobody measures.
void runDetectionStage(DetectorFeed& feed, const DetectionOrders& orders, Detector& detector,
                       MotionStage* motion, TrackInbox& inbox, const std::stop_token& stop);

}  // namespace followspot
