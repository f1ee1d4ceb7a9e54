#include "core/batch/time_left.h"

#include <algorithm>
#include <numeric>

namespace followspot {

TimeLeft::TimeLeft(const std::vector<double>& sizes)
    : open_(std::accumulate(sizes.begin(), sizes.end(), 0.0)) {}

void TimeLeft::finished(double size, std::optional<double> seconds) {
  open_ = std::max(0.0, open_ - size);
  if (seconds) {
    done_ += size;
    seconds_ += *seconds;
  }
}

std::optional<double> TimeLeft::left(double size, double part, double seconds) const {
  const double done = done_ + part * size;
  const double took = seconds_ + seconds;
  // The first moments of a file are its opening, and tell little.
  constexpr double kLeastSeconds = 0.5;
  if (done <= 0 || took < kLeastSeconds) {
    return std::nullopt;
  }
  return std::max(0.0, open_ - part * size) * took / done;
}

}  // namespace followspot
