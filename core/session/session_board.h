#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "core/base/latest_slot.h"
#include "core/base/rate_meter.h"
#include "core/session/tracking_session.h"

namespace followspot {

/// What a session shows to the outside: state, error, counts, and the newest picture.
/// @threading any thread.
class SessionBoard {
 public:
  using Clock = std::chrono::steady_clock;

  explicit SessionBoard(std::function<void()> onNews) : onNews_(std::move(onNews)) {}

  // State. The first error stays; the final state is set once, when no sink is called any more.
  void opened(const SourceInfo& source);
  void draining();
  void fail(const Error& error);
  /// Failed where there is an error, else `state`.
  void end(SessionState state);
  [[nodiscard]] SessionState state() const;
  [[nodiscard]] std::optional<Error> error() const;
  [[nodiscard]] std::optional<SourceInfo> source() const;
  bool wait(std::chrono::milliseconds limit) const;

  // Pictures.
  void publish(const TrackedFrame& picture);
  [[nodiscard]] std::optional<TrackedFrame> takePicture();

  // Counts.
  void countRead(const SourceHealth& health);
  /// Announced when the state of the link changes.
  void setLink(const SourceLink& link);
  void countDropped();
  void countDetected(Clock::duration time);
  void countTracked(const TrackSet& tracks);
  /// A picture goes out, tracked or only shown.
  void countOut(const TrackedFrame& picture);
  [[nodiscard]] SessionStats stats() const;

 private:
  void announce() const;
  [[nodiscard]] bool ended() const;

  const std::function<void()> onNews_;

  mutable std::mutex stateMutex_;
  mutable std::condition_variable stateChanged_;
  // --- guarded by stateMutex_ ---
  SessionState state_ = SessionState::Opening;
  std::optional<Error> error_;
  std::optional<SourceInfo> source_;

  std::mutex spareMutex_;
  TrackedFrame spare_;  // guarded by spareMutex_; recycles the vectors of replaced pictures
  LatestSlot<TrackedFrame> newest_;

  mutable std::mutex countMutex_;
  // --- guarded by countMutex_ ---
  SessionStats counts_;
  RateMeter captured_;
  RateMeter detected_;
  RateMeter tracked_;
  std::vector<bool> born_;  // by track id: seen confirmed
};

}  // namespace followspot
