#include "tracking/sort_filter.h"

#include <cmath>

#include <Eigen/LU>

namespace followspot::tracking {
namespace {

using Matrix7 = Eigen::Matrix<double, 7, 7>;
using Matrix4 = Eigen::Matrix<double, 4, 4>;
using Matrix47 = Eigen::Matrix<double, 4, 7>;

Matrix7 transition() {
  Matrix7 f = Matrix7::Identity();
  f(0, 4) = f(1, 5) = f(2, 6) = 1;
  return f;
}

Matrix7 diagonal(const std::array<double, 7>& values) {
  Matrix7 m = Matrix7::Zero();
  for (int i = 0; i < 7; ++i) {
    m(i, i) = values.at(static_cast<std::size_t>(i));
  }
  return m;
}

}  // namespace

SortFilter::Measurement SortFilter::measure(const Box& box) {
  Measurement z;
  z << box.x + box.w / 2, box.y + box.h / 2, box.w * box.h, box.w / box.h;
  return z;
}

Box SortFilter::boxOf(double u, double v, double s, double r) {
  const double w = std::sqrt(s * r);
  const double h = s / w;
  return {u - w / 2, v - h / 2, w, h};
}

SortFilter::SortFilter(const Box& box)
    : x_(State::Zero()), p_(diagonal({10, 10, 10, 10, 1e4, 1e4, 1e4})) {
  x_.head<4>() = measure(box);
}

void SortFilter::predict() {
  static const Matrix7 kF = transition();
  static const Matrix7 kQ = diagonal({1, 1, 1, 1, 0.01, 0.01, 1e-4});
  if (x_(6) + x_(2) <= 0) {
    x_(6) = 0;
  }
  x_ = kF * x_;
  p_ = kF * p_ * kF.transpose() + kQ;
}

void SortFilter::update(const Box& box) {
  static const Matrix47 kH = Matrix47::Identity();
  static const Matrix4 kR = Eigen::Vector4d(1, 1, 10, 10).asDiagonal();
  const Eigen::Matrix<double, 7, 4> pht = p_ * kH.transpose();
  const Matrix4 s = kH * pht + kR;
  const Eigen::Matrix<double, 7, 4> k = pht * s.inverse();
  x_ += k * (measure(box) - kH * x_);
  const Matrix7 rest = Matrix7::Identity() - k * kH;
  p_ = rest * p_ * rest.transpose() + k * kR * k.transpose();  // Joseph form
}

Box SortFilter::box() const { return boxOf(x_(0), x_(1), x_(2), x_(3)); }

Box SortFilter::boxAfter(double pictures) const {
  const double area = x_(2) + pictures * x_(6);
  return boxOf(x_(0) + pictures * x_(4), x_(1) + pictures * x_(5), area > 0 ? area : x_(2), x_(3));
}

}  // namespace followspot::tracking
