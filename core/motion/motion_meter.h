#pragma once

#include <optional>

#include "core/media/frame.h"
#include "core/types/affine.h"

namespace followspot {

/// Says how the picture moved from each picture to the next.
/// @threading one thread at a time.
class MotionMeter {
 public:
  MotionMeter() = default;
  MotionMeter(const MotionMeter&) = delete;
  MotionMeter& operator=(const MotionMeter&) = delete;
  virtual ~MotionMeter() = default;

  /// The motion from the picture given before to this one, in pixels of this one.
  /// @param frame  later than the one before, or the same once more.
  /// @return nothing where no motion was measured: for the first picture, for a camera that stands
  /// still, and where nothing can be told.
  [[nodiscard]] virtual std::optional<Affine> measure(const Frame& frame) = 0;

  /// The next picture follows no other (after a seek).
  virtual void reset() = 0;
};

}  // namespace followspot
