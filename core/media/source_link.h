#pragma once

#include <chrono>
#include <string>

namespace followspot {

/// How a live source is connected.
struct SourceLink {
  using Clock = std::chrono::steady_clock;
  enum class State {
    Up,          ///< Pictures come, or are due.
    Waiting,     ///< Lost; tried again at `retryAt`.
    Connecting,  ///< Lost; being opened again.
  };
  State state = State::Up;
  Clock::time_point lastPicture;  ///< When one came last.
  Clock::time_point retryAt;      ///< Waiting only.
  int attempts = 0;               ///< To open it again, since it was lost.
  int losses = 0;                 ///< How often it was lost since the start.
  std::string reason;             ///< Lost: why, in a sentence without credentials.
};

}  // namespace followspot
