#include "tracking/camera_shift.h"

#include <algorithm>
#include <array>

#include "tracking/portable_math.h"

namespace followspot::tracking {
namespace {

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// Sum of logarithms, by one logarithm in the end.
class LogSum {
 public:
  /// @param factor  > 0 and far from overflow.
  void add(double factor) {
    constexpr double kMost = 1e100;
    product_ *= factor;
    if (product_ > kMost || product_ < 1 / kMost) {
      sum_ += portableLog(product_);
      product_ = 1;
    }
  }
  [[nodiscard]] double value() const { return sum_ + portableLog(product_); }

 private:
  double product_ = 1;
  double sum_ = 0;
};

}  // namespace

std::optional<Shift> CameraShift::find(std::span<const ShiftSample> samples,
                                       const AutoModel& model) {
  if (samples.size() < static_cast<std::size_t>(model.shiftPairs)) {
    return std::nullopt;
  }
  const auto count = static_cast<double>(samples.size());
  dx_.clear();
  dy_.clear();
  std::array<int, 4> quadrants{};
  for (const ShiftSample& sample : samples) {
    const double dx = sample.seen->cx - sample.expected->centre.cx;
    const double dy = sample.seen->cy - sample.expected->centre.cy;
    dx_.push_back(dx);
    dy_.push_back(dy);
    ++quadrants.at((dx > 0 ? 1U : 0U) + (dy > 0 ? 2U : 0U));
  }
  // What lies off in just the opposite direction cannot gain. With a fixed camera all directions
  // are about as frequent, and this is all it costs.
  if (count - *std::ranges::min_element(quadrants) < model.shiftShare * count) {
    return std::nullopt;
  }
  const Shift shift{median(dx_), median(dy_)};
  LogSum ratios;
  double gaining = 0;
  for (const ShiftSample& sample : samples) {
    MeasuredBox back = *sample.seen;
    back.cx -= shift.dx;
    back.cy -= shift.dy;
    const double now = model.tail + squaredDistance(*sample.expected, *sample.seen);
    const double then = model.tail + squaredDistance(*sample.expected, back);
    ratios.add(now / then);
    gaining += then < now ? 1 : 0;
  }
  // The gain in log density; of the Student distribution only these ratios are left.
  const double gain = 0.5 * (model.tail + 4) * ratios.value();
  if (gain < model.shiftGain * count || gaining < model.shiftShare * count) {
    return std::nullopt;
  }
  return shift;
}

}  // namespace followspot::tracking
