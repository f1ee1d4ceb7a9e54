#pragma once

#include <Eigen/Core>

#include "core/types/box.h"

namespace followspot::tracking {

/// SORT's Kalman filter of one box.
///
/// x = [u v s r u' v' s']: centre px, area px^2, aspect ratio w/h, rates per picture. z = [u v s
/// r]. Covariances are in the same units. @source Bewley et al. 2016, section 3.2, with the
/// constants of their program.
class SortFilter {
 public:
  explicit SortFilter(const Box& box);

  /// One picture on. An area that would vanish keeps its size instead.
  void predict();
  void update(const Box& box);

  /// The box of the state; not finite where the state has no box.
  [[nodiscard]] Box box() const;
  /// The box so many pictures later, without uncertainty.
  [[nodiscard]] Box boxAfter(double pictures) const;

 private:
  using State = Eigen::Matrix<double, 7, 1>;
  using Measurement = Eigen::Matrix<double, 4, 1>;
  using Covariance = Eigen::Matrix<double, 7, 7>;

  [[nodiscard]] static Measurement measure(const Box& box);
  [[nodiscard]] static Box boxOf(double u, double v, double s, double r);

  State x_;
  Covariance p_;
};

}  // namespace followspot::tracking
