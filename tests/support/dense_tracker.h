#pragma once

#include <vector>

#include <Eigen/Core>

#include "core/base/assignment.h"
#include "core/types/detection.h"
#include "core/types/track.h"

namespace followspot {

/// What a tracker costs that is written as the textbook has it, to measure ours against: every
/// track a Kalman filter of full 7x7 matrices, every detection compared with every track, and one
/// assignment over the whole matrix. Fixed-size matrices, no allocation in steady state: plain, not
/// slow on purpose.
/// @source Bewley et al., SORT, 2016; tracks wait for `maxAge` pictures.
class DenseTracker {
 public:
  explicit DenseTracker(int maxAge = 30) : maxAge_(maxAge) {}

  const TrackSet& update(const DetectionSet& detections);
  void reset() { targets_.clear(); }

 private:
  using State = Eigen::Matrix<double, 7, 1>;
  using Covariance = Eigen::Matrix<double, 7, 7>;

  struct Target {
    State x;  // u v s r and rates per picture of u v s
    Covariance p;
    Track track;
    Box predicted;
    int misses = 0;
  };

  static void foresee(Target& target);
  static void correct(Target& target, const Box& box);
  static Box boxOf(const State& x);

  int maxAge_;
  std::uint64_t lastId_ = 0;
  std::vector<Target> targets_;
  std::vector<Detection> usable_;
  std::vector<double> cost_;
  std::vector<char> taken_;
  AssignmentSolver solver_;
  TrackSet out_;
};

}  // namespace followspot
