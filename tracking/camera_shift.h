#pragma once

#include <optional>
#include <span>
#include <vector>

#include "tracking/auto_model.h"
#include "tracking/box_likelihood.h"

namespace followspot::tracking {

/// A track and the detection that is most likely its own.
struct ShiftSample {
  const ExpectedBox* expected = nullptr;  ///< Neither is null.
  const MeasuredBox* seen = nullptr;
};

struct Shift {
  double dx = 0;  ///< px
  double dy = 0;
};

/// Sees from the boxes alone that the camera moved: when nearly all objects lie off their predicted
/// places by the same amount, it is the picture that moved.
/// @threading one thread at a time.
class CameraShift {
 public:
  /// @return the shift where it is beyond doubt; a fixed camera gives nothing.
  std::optional<Shift> find(std::span<const ShiftSample> samples, const AutoModel& model);

 private:
  std::vector<double> dx_, dy_;
};

}  // namespace followspot::tracking
