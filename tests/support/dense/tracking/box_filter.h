#pragma once

// Takes the place of tracking/box_filter.h where a tracker is built in its dense form.

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/Core>
#include <Eigen/LU>

#include "core/types/affine.h"
#include "core/types/box.h"
#include "tracking/line_filter.h"

namespace followspot::tracking {

inline constexpr double kStepsPerSecond = 30;

struct BoxNoise {
  double position = 1.0 / 30;
  double velocity = 0.003;
  double sizeVelocity = 0.0009;
  std::array<double, 4> measurement{0.05, 0.05, 0.05, 0.05};
  double lowScoreDoubt = 3;
};

/// The filter as the textbook has it, with full 8x8 matrices: x = [cx cy w h] and their rates.
class BoxFilter {
 public:
  BoxFilter(const Box& box, const BoxNoise& noise) {
    x_ << centreOf(box), Eigen::Vector4d::Zero();
    const Eigen::Vector4d size(box.w, box.h, box.w, box.h);
    p_.setZero();
    p_.diagonal() << (2 * measurementOf(noise).cwiseProduct(size)).cwiseAbs2(),
        (10 * noise.velocity * size).cwiseAbs2();
  }

  void predict(double steps, const BoxNoise& noise) {
    const Eigen::Vector4d size = Eigen::Vector4d(x_(2), x_(3), x_(2), x_(3)).cwiseAbs2();
    Matrix f = Matrix::Identity();
    f.topRightCorner<4, 4>() = Eigen::Matrix4d::Identity() * steps;
    x_ = f * x_;
    p_ = f * p_ * f.transpose();
    Vector q;
    q << size * (noise.position * noise.position), size * (noise.velocity * noise.velocity);
    q.tail<2>() = size.tail<2>() * (noise.sizeVelocity * noise.sizeVelocity);
    p_.diagonal() += q * steps;
    keepSize();
  }

  void update(const Box& box, double score, const BoxNoise& noise, double doubt = 1) {
    const double factor = doubt * (1 + noise.lowScoreDoubt * (1 - score));
    Eigen::Matrix4d s = p_.topLeftCorner<4, 4>();
    s.diagonal() +=
        factor *
        Eigen::Vector4d(x_(2), x_(3), x_(2), x_(3)).cwiseProduct(measurementOf(noise)).cwiseAbs2();
    const Eigen::Matrix<double, 8, 4> gain = p_.leftCols<4>() * s.inverse();
    x_ += gain * (centreOf(box) - x_.head<4>());
    p_ -= (gain * p_.topRows<4>()).eval();
    keepSize();
  }

  void stopGrowing() { x_.tail<2>().setZero(); }

  void move(const Affine& m) {
    Eigen::Matrix4d turn = Eigen::Matrix4d::Zero();
    turn.topLeftCorner<2, 2>() << m.xx, m.xy, m.yx, m.yy;
    turn(2, 2) = std::hypot(m.xx, m.yx);
    turn(3, 3) = std::hypot(m.xy, m.yy);
    Matrix t = Matrix::Zero();
    t.topLeftCorner<4, 4>() = turn;
    t.bottomRightCorner<4, 4>() = turn;
    x_ = t * x_;
    p_ = t * p_ * t.transpose();
    shift(m.tx, m.ty);
    keepSize();
  }

  void shift(double dx, double dy) {
    x_(0) += dx;
    x_(1) += dy;
  }

  [[nodiscard]] Box box() const { return boxAfter(0); }
  [[nodiscard]] Box boxAfter(double steps) const {
    const Eigen::Vector4d at = x_.head<4>() + steps * x_.tail<4>();
    const double w = std::max(at(2), kMinSize);
    const double h = std::max(at(3), kMinSize);
    return {at(0) - w / 2, at(1) - h / 2, w, h};
  }

  [[nodiscard]] LineFilter cx() const { return line(0); }
  [[nodiscard]] LineFilter cy() const { return line(1); }
  [[nodiscard]] LineFilter width() const { return line(2); }
  [[nodiscard]] LineFilter height() const { return line(3); }

 private:
  static Eigen::Vector4d measurementOf(const BoxNoise& noise) {
    return Eigen::Vector4d(noise.measurement.data());
  }
  using Vector = Eigen::Matrix<double, 8, 1>;
  using Matrix = Eigen::Matrix<double, 8, 8>;
  static constexpr double kMinSize = 1e-2;

  static Eigen::Vector4d centreOf(const Box& box) {
    return {box.x + box.w / 2, box.y + box.h / 2, box.w, box.h};
  }
  void keepSize() {
    x_(2) = std::max(x_(2), kMinSize);
    x_(3) = std::max(x_(3), kMinSize);
  }
  [[nodiscard]] LineFilter line(int i) const {
    return {x_(i), x_(i + 4), p_(i, i), p_(i, i + 4), p_(i + 4, i + 4)};
  }

  Vector x_;
  Matrix p_;
};

}  // namespace followspot::tracking
