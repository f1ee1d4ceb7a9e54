#pragma once

#include <chrono>
#include <optional>

#include "core/types/timestamp.h"

namespace followspot {

/// Says when a picture of a file is due, so that the file plays at its own rate.
/// @threading one thread at a time.
class Pacer {
 public:
  using Clock = std::chrono::steady_clock;

  /// When `time` is due. The first picture, and one that is more than `kForgiven` late (the machine
  /// slept, or cannot keep up), is due now, and what follows is measured from there.
  [[nodiscard]] Clock::time_point due(Timestamp time, Clock::time_point now) {
    if (start_) {
      const Clock::time_point at = start_->wall + (time - start_->media);
      if (time >= start_->media && now - at <= kForgiven) {
        return at;
      }
    }
    start_ = Start{now, time};
    return now;
  }

  /// After a pause or a jump: the next picture is due at once.
  void restart() { start_.reset(); }

 private:
  static constexpr std::chrono::milliseconds kForgiven{1000};
  struct Start {
    Clock::time_point wall;
    Timestamp media;
  };
  std::optional<Start> start_;
};

}  // namespace followspot
