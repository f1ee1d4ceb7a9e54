#pragma once

#include <chrono>
#include <cstdint>

namespace followspot {

/// Media time: starts near 0 at the first picture of a source. Not wall time.
struct MediaClock {
  using duration = std::chrono::microseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MediaClock, duration>;
};

using Timestamp = MediaClock::time_point;  ///< Microseconds; strictly increasing within a source.
using Seconds = std::chrono::duration<double>;

[[nodiscard]] constexpr double secondsOf(Timestamp time) {
  return std::chrono::duration_cast<Seconds>(time.time_since_epoch()).count();
}

[[nodiscard]] constexpr Timestamp timestampAt(double seconds) {
  // Rounded, so that frame / rate survives the way there and back.
  const double microseconds = seconds * 1e6;
  return Timestamp(MediaClock::duration(
      static_cast<std::int64_t>(microseconds < 0 ? microseconds - 0.5 : microseconds + 0.5)));
}

/// A container's unit of time: num / den seconds; both > 0.
struct Rational {
  int num = 1;
  int den = 1;
  friend bool operator==(const Rational&, const Rational&) = default;
};

}  // namespace followspot
