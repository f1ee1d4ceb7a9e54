#pragma once

#include <cstddef>
#include <vector>

#include "core/detection/cpu_features.h"

namespace followspot {

/// Box by its corners, relative to the picture (0..1 inside it); may lie outside, x1 >= x0 and
/// y1 >= y0 in anything that has an area.
struct CornerBox {
  float x0 = 0;
  float y0 = 0;
  float x1 = 0;
  float y1 = 0;
};

/// Greedy non-maximum suppression, one box at a time: offer boxes from the best score down.
///
/// A box is suppressed where it overlaps a kept one by more than the threshold; equal is kept.
/// No allocation once it has held as many boxes before.
/// @threading one thread at a time.
/// @source the rule is that of TensorFlow's non_max_suppression and OpenCV's DetectionOutput.
class GreedyNms {
 public:
  enum class Scope {
    EachClass,   ///< Only boxes of one class suppress each other.
    AllClasses,  ///< Any two.
  };

  explicit GreedyNms(Isa isa = bestIsa()) : isa_(isa) {}

  /// Forgets the kept boxes. @param maxIou  in (0, 1]; 1 suppresses nothing.
  void start(float maxIou, Scope scope);

  /// True where the box is kept. @param box  finite.
  [[nodiscard]] bool offer(const CornerBox& box, int classIndex);

  [[nodiscard]] std::size_t keptCount() const { return count_; }

 private:
  void grow();

  Isa isa_;
  float maxIou_ = 1;
  Scope scope_ = Scope::EachClass;
  std::size_t count_ = 0;
  // Kept boxes by coordinate, so that one offer compares with many at a time; length a multiple of
  // the block, those past count_ without area.
  std::vector<float> x0_;
  std::vector<float> y0_;
  std::vector<float> x1_;
  std::vector<float> y1_;
  std::vector<float> area_;
  std::vector<int> class_;
};

}  // namespace followspot
