#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/pipeline/work_item.h"

namespace followspot {

/// The hand-over of pictures from the capture thread to the detector workers, and the pool of the
/// items in which their results travel on.
///
/// The number of items bounds all that is under way: memory does not grow with the video, and the
/// slowest stage holds the others back. Serials are given in the order of the pictures, without
/// gaps, and less than `itemCount` of them are under way at a time.
/// @threading any thread.
class DetectorFeed {
 public:
  DetectorFeed(const DetectorFeed&) = delete;
  DetectorFeed& operator=(const DetectorFeed&) = delete;
  virtual ~DetectorFeed() = default;

  /// Hands a picture to the workers. @return false when closed or stopped.
  virtual bool offer(Picture picture, const std::stop_token& stop) = 0;
  /// The next picture to detect; nothing when closed and empty, or stopped. The caller gives the
  /// item on or back.
  [[nodiscard]] virtual WorkItem* next(const std::stop_token& stop) = 0;
  /// Takes an item back; lets go of its picture.
  virtual void giveBack(WorkItem* item) = 0;
  /// No more pictures will be offered.
  virtual void close() = 0;
  /// Pictures that no worker ever saw.
  [[nodiscard]] virtual std::int64_t skipped() const = 0;
  [[nodiscard]] virtual std::size_t itemCount() const = 0;

 protected:
  DetectorFeed() = default;
};

/// Every picture goes through; `offer` waits while all items are under way.
[[nodiscard]] std::unique_ptr<DetectorFeed> makeLosslessFeed(int workers);

/// The newest picture wins; `offer` never waits.
[[nodiscard]] std::unique_ptr<DetectorFeed> makeNewestFeed(int workers);

}  // namespace followspot
