#pragma once

#include <memory>

#include "core/motion/motion_meter.h"
#include "core/types/timestamp.h"

namespace followspot {

struct FlowSettings {
  /// A camera that stood still for so long is taken for fixed, > 0 ...
  Seconds fixedAfter{3.0};
  /// ... and only looked at again after so long each time, > 0. A motion that begins is seen by
  /// then.
  Seconds probeEvery{1.0};
  /// Motions that shift no corner of the picture by more are none; pixels, >= 0.
  double stillBelow = 0.5;
};

/// Measures the camera's motion from the pictures: corners of a small copy are followed from
/// picture to picture, and the shift, turn and zoom that most of them agree on is taken; what moves
/// otherwise are objects. Where too few agree (a cut, darkness, noise, a crowd that fills the
/// picture) nothing is said.
///
/// The result depends on the pictures and their times only. OpenCV allocates on the way.
/// @source corners: Shi and Tomasi, CVPR 1994; flow: Bouguet's pyramidal Lucas-Kanade, 2000;
/// agreement: RANSAC, Fischler and Bolles, 1981.
class FlowMeter final : public MotionMeter {
 public:
  explicit FlowMeter(const FlowSettings& settings = {});
  ~FlowMeter() override;

  std::optional<Affine> measure(const Frame& frame) override;
  void reset() override;

  /// Whether the camera is taken for fixed now.
  [[nodiscard]] bool isFixed() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace followspot
