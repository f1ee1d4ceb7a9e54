#include "core/pipeline/motion_stage.h"

#include <utility>

#include "core/base/contracts.h"

namespace followspot {

MotionStage::MotionStage(std::size_t itemCount) : ring_(itemCount) {
  FS_EXPECTS(itemCount >= 1, "there are items");
}

void MotionStage::offer(const WorkItem& item) {
  {
    const std::scoped_lock lock(mutex_);
    Slot& slot = ring_[item.serial % ring_.size()];
    FS_EXPECTS(!slot.offered, "a serial comes once, and was taken before its place is needed");
    slot.frame = item.picture.frame;
    slot.epoch = item.picture.epoch;
    slot.wanted = item.picture.detect;
    slot.offered = true;
  }
  changed_.notify_all();
}

std::optional<Affine> MotionStage::take(std::uint64_t serial, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  Slot& slot = ring_[serial % ring_.size()];
  changed_.wait(lock, stop, [&] { return closed_ || slot.measured; });
  if (!slot.measured) {
    return std::nullopt;
  }
  slot.offered = false;
  slot.measured = false;
  return std::exchange(slot.motion, std::nullopt);
}

void MotionStage::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

void MotionStage::run(MotionMeter& meter, const std::stop_token& stop) {
  std::uint64_t epoch = 0;
  std::unique_lock lock(mutex_);
  for (std::uint64_t next = 0;; ++next) {
    Slot& slot = ring_[next % ring_.size()];
    changed_.wait(lock, stop, [&] { return closed_ || (slot.offered && !slot.measured); });
    if (closed_ || stop.stop_requested()) {
      return;
    }
    if (slot.wanted) {
      const Frame frame = std::exchange(slot.frame, Frame());
      if (slot.epoch != epoch) {
        epoch = slot.epoch;
        meter.reset();
      }
      lock.unlock();
      const std::optional<Affine> motion = meter.measure(frame);
      lock.lock();
      slot.motion = motion;
    }
    slot.frame = Frame();
    slot.measured = true;
    changed_.notify_all();
  }
}

}  // namespace followspot
