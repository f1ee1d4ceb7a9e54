#include "core/session/session_control.h"

#include <utility>

namespace followspot {

SessionControl::SessionControl(bool startPaused)
    : paused_(startPaused), wasPaused_(startPaused), steps_(startPaused ? 1 : 0) {}

void SessionControl::pause() {
  {
    const std::scoped_lock lock(mutex_);
    paused_ = true;
    wasPaused_ = true;
  }
  changed_.notify_all();
}

void SessionControl::resume() {
  {
    const std::scoped_lock lock(mutex_);
    paused_ = false;
    steps_ = 0;
    refilter_ = false;
  }
  changed_.notify_all();
}

void SessionControl::step() {
  {
    const std::scoped_lock lock(mutex_);
    paused_ = true;
    wasPaused_ = true;
    ++steps_;
  }
  changed_.notify_all();
}

void SessionControl::seek(FrameId frame) {
  {
    const std::scoped_lock lock(mutex_);
    target_ = frame;
    steps_ = paused_ ? 1 : 0;
    refilter_ = false;  // what the seek shows is filtered as now wanted
  }
  changed_.notify_all();
}

void SessionControl::refilter() {
  {
    const std::scoped_lock lock(mutex_);
    refilter_ = paused_ && steps_ == 0;
  }
  changed_.notify_all();
}

bool SessionControl::paused() const {
  const std::scoped_lock lock(mutex_);
  return paused_;
}

std::optional<SessionControl::Order> SessionControl::pending(
    Pausable kind, std::chrono::steady_clock::time_point due) {
  if (target_) {
    const FrameId target = *target_;
    target_.reset();
    return Order{Turn::Seek, target, false, false};
  }
  if (std::exchange(refilter_, false)) {
    return Order{Turn::Refilter, {}, false, false};
  }
  if (steps_ > 0) {
    --steps_;
    return Order{Turn::Emit, {}, true, true};
  }
  if (!paused_) {
    if (!wasPaused_ && due > std::chrono::steady_clock::now()) {
      return std::nullopt;
    }
    return Order{Turn::Emit, {}, false, std::exchange(wasPaused_, false)};
  }
  if (kind == Pausable::Drops) {
    return Order{Turn::Drop, {}, false, false};
  }
  return std::nullopt;
}

SessionControl::Order SessionControl::wait(Pausable kind, std::chrono::steady_clock::time_point due,
                                           const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (const auto order = pending(kind, due)) {
      return *order;
    }
    if (paused_) {
      // Anything that matters now is announced.
      changed_.wait(lock, stop, [&] { return !paused_ || target_ || refilter_ || steps_ > 0; });
    } else {
      // `wasPaused_`: who slept through a pause and its end hears of it, too.
      changed_.wait_until(lock, stop, due,
                          [&] { return paused_ || wasPaused_ || target_.has_value(); });
    }
  }
  return Order{};
}

}  // namespace followspot
