#pragma once

#include <memory>
#include <vector>

#include "core/detection/detector.h"

namespace followspot {

/// Gives what was detected before, instead of looking at the picture.
class ReplayDetector final : public Detector {
 public:
  using Pictures = std::shared_ptr<const std::vector<DetectionSet>>;

  /// @param pictures  not null; by frame, ascending, no frame twice. Frames that are not there have
  ///                  no detections.
  explicit ReplayDetector(Pictures pictures);

  /// Of the filter, score, classes and least side count: overlaps were sorted out before.
  Result<void> detect(const Frame& frame, const DetectionFilter& filter,
                      DetectionSet& out) override;

 private:
  Pictures pictures_;
};

}  // namespace followspot
