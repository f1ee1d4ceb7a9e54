#pragma once

#include <algorithm>
#include <array>

#include "core/types/affine.h"
#include "core/types/box.h"
#include "tracking/line_filter.h"

namespace followspot::tracking {

/// The unit of time of filters is a picture of ordinary video, 1/30 s.
inline constexpr double kStepsPerSecond = 30;

/// Noise of a box filter: standard deviations as shares of the box's width (for x and width) and
/// height (for y and height). Times are in units of 1/30 s; variances grow in proportion to time.
struct BoxNoise {
  double position = 1.0 / 30;    ///< How far centre and size stray from the model in one step.
  double velocity = 0.003;       ///< How much the centre's rate changes in one step.
  double sizeVelocity = 0.0009;  ///< How much the size's rate changes in one step.
  /// Of a detection of full score: centre x, centre y, width, height.
  std::array<double, 4> measurement{0.05, 0.05, 0.05, 0.05};
  double lowScoreDoubt = 3;  ///< A detection of score s has (1 + doubt (1 - s)) times that
                             ///< variance.
};

/// Constant-velocity Kalman filter of a box: centre and size, each with its rate.
///
/// x = [cx cy w h] in px and their rates per 1/30 s. All noise is independent, so that the 8x8
/// filter falls apart into four filters of two numbers; the results are the same.
/// @source the noise model follows Aharon et al., BoT-SORT, 2022, section 3.1.
class BoxFilter {
 public:
  BoxFilter(const Box& box, const BoxNoise& noise);

  /// @param steps  time to go, in 1/30 s, >= 0.
  void predict(double steps, const BoxNoise& noise);
  /// @param score  of the detection, in [0, 1].
  /// @param doubt  times the variance of the measurement, >= 1.
  void update(const Box& box, double score, const BoxNoise& noise, double doubt = 1);
  /// Width and height stay as they are until the next update.
  void stopGrowing();
  /// Follows a motion of the camera. Exact for shifts and zooms; of a rotation, the correlation
  /// between x and y that it brings is left out (it is as small as the angle's sine).
  void move(const Affine& motion);
  void shift(double dx, double dy);

  [[nodiscard]] Box box() const { return boxAfter(0); }
  /// The box so much later, in 1/30 s.
  [[nodiscard]] Box boxAfter(double steps) const {
    const double w = std::max(width_.value + steps * width_.rate, kMinSize);
    const double h = std::max(height_.value + steps * height_.rate, kMinSize);
    return {cx_.value + steps * cx_.rate - w / 2, cy_.value + steps * cy_.rate - h / 2, w, h};
  }

  [[nodiscard]] const LineFilter& cx() const { return cx_; }
  [[nodiscard]] const LineFilter& cy() const { return cy_; }
  [[nodiscard]] const LineFilter& width() const { return width_; }
  [[nodiscard]] const LineFilter& height() const { return height_; }

 private:
  static constexpr double kMinSize = 1e-2;  // px; a predicted size never vanishes or turns over

  LineFilter cx_, cy_, width_, height_;
};

}  // namespace followspot::tracking
