#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace followspot {

/// Events per second over the last second or so.
/// @threading one thread at a time.
class RateMeter {
 public:
  using Clock = std::chrono::steady_clock;

  void count(Clock::time_point now) {
    times_[next_ % kKept] = now;
    ++next_;
  }

  /// 0 with fewer than two events in the last second and a half.
  [[nodiscard]] double rate(Clock::time_point now) const {
    const std::size_t kept = next_ < kKept ? next_ : kKept;
    std::size_t recent = 0;
    while (recent < kept && now - times_[(next_ - 1 - recent) % kKept] < kWindow) {
      ++recent;
    }
    if (recent < 2) {
      return 0;
    }
    const std::chrono::duration<double> span =
        times_[(next_ - 1) % kKept] - times_[(next_ - recent) % kKept];
    return span.count() > 0 ? static_cast<double>(recent - 1) / span.count() : 0;
  }

 private:
  static constexpr std::size_t kKept = 256;
  static constexpr std::chrono::milliseconds kWindow{1500};
  std::array<Clock::time_point, kKept> times_{};
  std::size_t next_ = 0;
};

}  // namespace followspot
