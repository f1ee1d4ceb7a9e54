#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/analytics/track_point.h"
#include "core/base/result.h"
#include "core/types/geometry.h"

namespace followspot {

/// How long tracks stood where, by cells of the picture.
/// @threading one thread at a time.
class Heatmap {
 public:
  /// @param size  of the picture, pixels, > 0.
  /// @param cell  side of a cell, pixels, > 0. The last cells of a row and column may be cut.
  /// @errors InvalidArgument: numbers out of range, or more than 16,000,000 cells.
  [[nodiscard]] static Result<Heatmap> create(FrameSize size, int cell);

  /// Adds a track: each of its places until its next one, at most `longestStay`; what is outside of
  /// the picture does not count. @param points  of one track, by time.
  void add(std::span<const TrackPoint> points, Seconds longestStay = Seconds(2));

  /// Blurs by a Gaussian, so that single places make a surface; the sum stays but for what goes
  /// over the edges, which is kept inside. @param sigma  in cells, >= 0.
  void smooth(double sigma);

  [[nodiscard]] int columns() const { return columns_; }
  [[nodiscard]] int rows() const { return rows_; }
  [[nodiscard]] int cell() const { return cell_; }
  /// Seconds, row by row.
  [[nodiscard]] const std::vector<double>& seconds() const { return seconds_; }

 private:
  Heatmap() = default;
  FrameSize size_;
  int cell_ = 1;
  int columns_ = 0;
  int rows_ = 0;
  std::vector<double> seconds_;
};

}  // namespace followspot
