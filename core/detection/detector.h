#pragma once

#include "core/base/result.h"
#include "core/detection/detection_filter.h"
#include "core/media/frame.h"
#include "core/types/detection.h"

namespace followspot {

/// Finds objects in one picture.
/// @threading one thread at a time; workers have one detector each.
class Detector {
 public:
  Detector() = default;
  Detector(const Detector&) = delete;
  Detector& operator=(const Detector&) = delete;
  virtual ~Detector() = default;

  /// @param out  overwritten, capacity kept; boxes lie inside the picture, w, h > 0; best score
  /// first, ties in a
  ///             fixed order.
  /// @errors Internal: the network failed; CorruptData: it gave non-finite numbers. Never silently
  /// empty.
  [[nodiscard]] virtual Result<void> detect(const Frame& frame, const DetectionFilter& filter,
                                            DetectionSet& out) = 0;
};

}  // namespace followspot
