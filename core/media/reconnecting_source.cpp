#include "core/media/reconnecting_source.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

#include "core/base/log.h"

namespace followspot {
namespace {

/// False when stopped before.
bool waitUntil(SourceLink::Clock::time_point when, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_until(lock, stop, when, [] { return false; });
  return !stop.stop_requested();
}

std::string inSeconds(std::chrono::milliseconds time) {
  const auto tenths = (time.count() + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

std::chrono::milliseconds reconnectDelay(const ReconnectPolicy& policy, int attempt,
                                         double chance) {
  constexpr int kMostDoublings = 30;
  const int doublings = std::clamp(attempt - 1, 0, kMostDoublings);
  const auto whole =
      std::min<std::int64_t>(policy.first.count() << doublings, policy.longest.count());
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(whole) * (1 - policy.jitter * chance)));
}

ReconnectingSource::ReconnectingSource(std::unique_ptr<VideoSource> source, Open open,
                                       Listener listener, const ReconnectPolicy& policy)
    : open_(std::move(open)),
      listener_(std::move(listener)),
      policy_(policy),
      source_(std::move(source)),
      info_(source_->info()),
      connected_(SourceLink::Clock::now()) {
  link_.lastPicture = connected_;
}

SourceHealth ReconnectingSource::health() const {
  SourceHealth health = before_;
  if (source_ != nullptr) {
    const SourceHealth now = source_->health();
    health.framesRead += now.framesRead;
    health.damagedPackets += now.damagedPackets;
    health.timestampRepairs += now.timestampRepairs;
  }
  return health;
}

Result<std::optional<Frame>> ReconnectingSource::read(std::stop_token stop) {
  while (true) {
    if (source_ == nullptr) {
      if (auto back = reconnect(stop); !back) {
        return fail(back.error());
      }
    }
    auto frame = source_->read(stop);
    if (frame && *frame) {
      return std::optional(numbered(**frame));
    }
    if (frame || frame.error().code != ErrorCode::Unavailable || stop.stop_requested()) {
      return frame;
    }
    lost(frame.error());
  }
}

Result<void> ReconnectingSource::seek(FrameId /*frame*/, std::stop_token /*stop*/) {
  return fail(ErrorCode::Unsupported,
              info_.name + ": a live source has no place to go to. Record it first.");
}

void ReconnectingSource::lost(const Error& error) {
  before_ = health();
  source_.reset();
  if (SourceLink::Clock::now() - connected_ >= policy_.settled) {
    link_.attempts = 0;
  }
  ++link_.losses;
  link_.reason = error.message;
}

Result<void> ReconnectingSource::reconnect(const std::stop_token& stop) {
  const auto cancelled = [&] {
    return fail(ErrorCode::Cancelled, info_.name + ": waiting for it was stopped.");
  };
  while (true) {
    ++link_.attempts;
    const auto delay = reconnectDelay(policy_, link_.attempts,
                                      std::uniform_real_distribution<double>(0, 1)(random_));
    log(LogLevel::Warning, "media", link_.reason + " Trying again in " + inSeconds(delay) + ".");
    link_.state = SourceLink::State::Waiting;
    link_.retryAt = SourceLink::Clock::now() + delay;
    listener_(link_);
    if (!waitUntil(link_.retryAt, stop)) {
      return cancelled();
    }
    link_.state = SourceLink::State::Connecting;
    listener_(link_);
    auto opened = open_(stop);
    if (stop.stop_requested()) {
      return cancelled();
    }
    if (opened) {
      source_ = std::move(*opened);
      info_ = source_->info();
      connected_ = SourceLink::Clock::now();
      first_ = true;
      log(LogLevel::Info, "media", info_.name + ": is back.");
      return {};
    }
    link_.reason = opened.error().message;
  }
}

Frame ReconnectingSource::numbered(const Frame& frame) {
  const auto now = SourceLink::Clock::now();
  if (first_) {
    // As much later as the loss took; at least a little, as times increase.
    const auto gap = std::chrono::duration_cast<std::chrono::microseconds>(now - link_.lastPicture);
    shift_ = last_ + std::max(gap, std::chrono::microseconds(1)) - frame.time();
    first_ = false;
  }
  link_.state = SourceLink::State::Up;
  link_.reason.clear();
  link_.lastPicture = now;
  last_ = frame.time() + shift_;
  listener_(link_);
  return frame.as(FrameId{next_++}, last_);
}

}  // namespace followspot
