#include "tests/support/dense_tracker.h"

#include <cmath>

#include <Eigen/LU>

namespace followspot {
namespace {

constexpr double kMinScore = 0.1;
constexpr double kMinIou = 0.3;

Eigen::Vector4d measure(const Box& box) {
  return {box.x + box.w / 2, box.y + box.h / 2, box.w * box.h, box.w / box.h};
}

}  // namespace

Box DenseTracker::boxOf(const State& x) {
  const double w = std::sqrt(x(2) * x(3));
  const double h = x(2) / w;
  return {x(0) - w / 2, x(1) - h / 2, w, h};
}

void DenseTracker::foresee(Target& target) {
  static const Covariance kF = [] {
    Covariance f = Covariance::Identity();
    f(0, 4) = f(1, 5) = f(2, 6) = 1;
    return f;
  }();
  static const State kQ = (State() << 1, 1, 1, 1, 0.01, 0.01, 1e-4).finished();
  if (target.x(2) + target.x(6) <= 0) {
    target.x(6) = 0;
  }
  target.x = kF * target.x;
  target.p = kF * target.p * kF.transpose();
  target.p.diagonal() += kQ;
  target.predicted = boxOf(target.x);
}

void DenseTracker::correct(Target& target, const Box& box) {
  Eigen::Matrix4d s = target.p.topLeftCorner<4, 4>();
  s.diagonal() += Eigen::Vector4d(1, 1, 10, 10);
  const Eigen::Matrix<double, 7, 4> gain = target.p.leftCols<4>() * s.inverse();
  target.x += gain * (measure(box) - target.x.head<4>());
  target.p -= (gain * target.p.topRows<4>()).eval();
}

const TrackSet& DenseTracker::update(const DetectionSet& detections) {
  usable_.clear();
  for (const Detection& detection : detections.items) {
    if (isProper(detection.box) && detection.score > kMinScore) {
      usable_.push_back(detection);
    }
  }
  for (Target& target : targets_) {
    foresee(target);
    ++target.misses;
  }
  std::erase_if(targets_, [](const Target& target) { return !isProper(target.predicted); });
  const std::size_t columns = usable_.size();
  cost_.resize(targets_.size() * columns);
  for (std::size_t t = 0; t < targets_.size(); ++t) {
    for (std::size_t d = 0; d < columns; ++d) {
      cost_[t * columns + d] = -iou(targets_[t].predicted, usable_[d].box);
    }
  }
  taken_.assign(columns, 0);
  const auto paired = solver_.solve(cost_, targets_.size(), columns);
  for (std::size_t t = 0; t < targets_.size(); ++t) {
    const auto d = static_cast<std::size_t>(paired[t]);
    if (paired[t] != AssignmentSolver::kNone && -cost_[t * columns + d] >= kMinIou) {
      correct(targets_[t], usable_[d].box);
      targets_[t].misses = 0;
      taken_[d] = 1;
    }
  }
  for (std::size_t d = 0; d < columns; ++d) {
    if (taken_[d] == 0) {
      Target& target = targets_.emplace_back();
      target.x << measure(usable_[d].box), 0, 0, 0;
      target.p.setZero();
      target.p.diagonal() << 10, 10, 10, 10, 1e4, 1e4, 1e4;
      target.track.id = static_cast<TrackId>(++lastId_);
    }
  }
  std::erase_if(targets_, [&](const Target& target) { return target.misses > maxAge_; });
  out_.frame = detections.frame;
  out_.time = detections.time;
  out_.size = detections.size;
  out_.items.clear();
  for (const Target& target : targets_) {
    if (target.misses == 0) {
      out_.items.push_back(target.track);
      out_.items.back().box = boxOf(target.x);
    }
  }
  return out_;
}

}  // namespace followspot
