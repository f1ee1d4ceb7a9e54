#pragma once

#include <chrono>
#include <deque>

namespace followspot::ui {

/// Events per second over the last second.
/// @threading one thread at a time.
class RateMeter {
 public:
  using Clock = std::chrono::steady_clock;

  void add(Clock::time_point now) {
    events_.push_back(now);
    forget(now);
  }
  [[nodiscard]] double rate(Clock::time_point now) {
    forget(now);
    return static_cast<double>(events_.size());
  }
  void clear() { events_.clear(); }

 private:
  void forget(Clock::time_point now) {
    while (!events_.empty() && now - events_.front() >= std::chrono::seconds(1)) {
      events_.pop_front();
    }
  }
  std::deque<Clock::time_point> events_;
};

}  // namespace followspot::ui
