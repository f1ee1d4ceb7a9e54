#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/analytics/track_point.h"
#include "core/base/result.h"

namespace followspot {

/// A place on the ground, in metres.
struct GroundPoint {
  double x = 0;
  double y = 0;
  friend bool operator==(const GroundPoint&, const GroundPoint&) = default;
};

/// A place that is known in the picture and on the ground.
struct GroundMark {
  PicturePoint picture;
  GroundPoint ground;
};

/// Where on flat ground a place in the picture is. *Immutable.*
class GroundPlane {
 public:
  /// From at least four marks, no three of four on a line; with more, what fits all best.
  /// @errors InvalidArgument: fewer than 4 or more than 1,000, three on a line, numbers that are
  /// not finite, or marks that no camera sees like that.
  /// @source Hartley and Zisserman, Multiple View Geometry, 2nd ed., algorithm 4.2 (normalised
  /// direct linear transformation).
  [[nodiscard]] static Result<GroundPlane> fromMarks(const std::vector<GroundMark>& marks);

  /// From a known length, for cameras that look straight down: the same scale everywhere.
  /// @param metres  between the two places, > 0.
  /// @errors InvalidArgument: places nearer than a pixel, or numbers that make no sense.
  [[nodiscard]] static Result<GroundPlane> fromLength(PicturePoint from, PicturePoint to,
                                                      double metres);

  /// @return nothing for places at or beyond the horizon.
  [[nodiscard]] std::optional<GroundPoint> toGround(PicturePoint point) const;

  /// The planes that come out where one coordinate of one mark is `pixels` off in the picture: what
  /// marks set by hand do to all that is measured. Marks that allow no plane then are left out.
  [[nodiscard]] std::vector<GroundPlane> disturbed(double pixels) const;

  /// Metres that the marks are off on the ground, root mean square; 0 for four.
  [[nodiscard]] double misfit() const { return misfit_; }

 private:
  GroundPlane() = default;

  std::vector<GroundMark> marks_;  // empty: from a length
  std::array<PicturePoint, 2> ends_{};
  double metres_ = 0;
  std::array<double, 9> homography_{};  // row by row; > 0 in the last coordinate at the marks
  double misfit_ = 0;
};

}  // namespace followspot
