#include "tracking/camera_shift.h"

#include <algorithm>

namespace followspot::tracking {
namespace {

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

}  // namespace

std::optional<Shift> CameraShift::find(std::span<const ShiftSample> samples,
                                       const AutoModel& model) {
  if (samples.size() < static_cast<std::size_t>(model.shiftPairs)) {
    return std::nullopt;
  }
  dx_.clear();
  dy_.clear();
  for (const ShiftSample& sample : samples) {
    dx_.push_back(sample.seen.cx - sample.expected.centre.cx);
    dy_.push_back(sample.seen.cy - sample.expected.centre.cy);
  }
  const Shift shift{median(dx_), median(dy_)};
  double gain = 0;
  double gaining = 0;
  for (const ShiftSample& sample : samples) {
    MeasuredBox back = sample.seen;
    back.cx -= shift.dx;
    back.cy -= shift.dy;
    const double more =
        logDensity(sample.expected, squaredDistance(sample.expected, back), model.tail) -
        logDensity(sample.expected, squaredDistance(sample.expected, sample.seen), model.tail);
    gain += more;
    gaining += more > 0 ? 1 : 0;
  }
  const auto count = static_cast<double>(samples.size());
  if (gain < model.shiftGain * count || gaining < model.shiftShare * count) {
    return std::nullopt;
  }
  return shift;
}

}  // namespace followspot::tracking
