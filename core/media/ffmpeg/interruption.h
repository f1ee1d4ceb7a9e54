#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <utility>

#include "core/media/ffmpeg/av_util.h"

namespace followspot {

/// Lets calls into libav that may block end on a stop request or at a deadline.
/// @threading the owner sets it between calls; libav's threads read it while the owner waits inside
/// one.
class Interruption {
 public:
  /// From now on; without a limit only the stop request counts.
  void begin(std::stop_token stop, std::optional<std::chrono::milliseconds> limit) {
    stop_ = std::move(stop);
    deadline_ = limit ? std::chrono::steady_clock::now() + *limit
                      : std::chrono::steady_clock::time_point::max();
  }
  [[nodiscard]] bool due() const { return stopped() || expired(); }
  [[nodiscard]] bool stopped() const { return stop_.stop_requested(); }
  [[nodiscard]] bool expired() const { return std::chrono::steady_clock::now() > deadline_; }
  [[nodiscard]] const std::stop_token& token() const { return stop_; }

  /// For AVFormatContext::interrupt_callback; `this` must stay where it is.
  [[nodiscard]] AVIOInterruptCB callback() {
    return {[](void* self) { return static_cast<Interruption*>(self)->due() ? 1 : 0; }, this};
  }

 private:
  std::stop_token stop_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

}  // namespace followspot
