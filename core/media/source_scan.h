#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "core/media/video_source.h"

namespace followspot {

/// What a source turned out to be after all its pictures were decoded.
struct SourceScan {
  std::int64_t pictures = 0;
  Seconds span{0};            ///< From the first picture to the last.
  double frameRate = 0;       ///< Average over the span; 0 for a single picture.
  bool variableRate = false;  ///< Intervals differ by more than the container's rounding.
  Seconds shortest{0};        ///< Interval between two pictures; 0 for a single one.
  Seconds longest{0};
  int sizeChanges = 0;
  SourceHealth health;

  /// Something is missing or was put right.
  [[nodiscard]] bool hasGaps() const {
    return health.damagedPackets > 0 || health.timestampRepairs > 0;
  }
};

/// Reads a source that stands at its first picture to its end.
/// @param progress  called after each picture with their number so far; may be empty.
/// @errors as VideoSource::read. Unsupported: a live source, which has no end.
[[nodiscard]] Result<SourceScan> scanSource(
    VideoSource& source, const std::stop_token& stop,
    const std::function<void(std::int64_t pictures)>& progress);

}  // namespace followspot
