#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/motion/motion_meter.h"
#include "core/pipeline/work_item.h"

namespace followspot {

/// Measures the camera's motion between the pictures that are detected, on a thread of its own
/// while the detectors are at work on them.
///
/// Pictures come from the workers as these begin with them, in about their order; they are measured
/// in the order of their serials, so that the result does not depend on who was first. Live, only
/// pictures that a detector took come at all: what was replaced by a newer one is not measured.
/// Nothing is allocated for a picture.
/// @threading `offer`, `take`, `close`: any thread; `run`: one.
class MotionStage {
 public:
  /// @param itemCount  items under way at a time, at most.
  explicit MotionStage(std::size_t itemCount);

  /// Gives an item's picture; every serial from 0 on must come exactly once.
  void offer(const WorkItem& item);
  /// The motion from the detected picture before (smaller serial) to that of `serial`; waits until
  /// it is measured. Nothing where none was measured, or stopped. To be called once for every
  /// serial, in order, before the item is given back.
  [[nodiscard]] std::optional<Affine> take(std::uint64_t serial, const std::stop_token& stop);
  /// Nobody offers or takes any more.
  void close();

  /// Body of the thread, until closed or stopped.
  void run(MotionMeter& meter, const std::stop_token& stop);

 private:
  struct Slot {
    Frame frame;
    std::uint64_t epoch = 0;
    bool wanted = false;  // a picture that is detected
    bool offered = false;
    bool measured = false;
    std::optional<Affine> motion;
  };

  std::mutex mutex_;
  std::condition_variable_any changed_;
  // --- guarded by mutex_; the ring keeps its size ---
  std::vector<Slot> ring_;  // by serial modulo size
  bool closed_ = false;
};

}  // namespace followspot
