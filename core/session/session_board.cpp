#include "core/session/session_board.h"

namespace followspot {
namespace {

/// Ids beyond it are not counted: no session comes near, and a broken tracker shall not eat memory.
constexpr std::uint64_t kMaxCountedId = 1U << 26U;

}  // namespace

void SessionBoard::announce() const {
  if (onNews_) {
    onNews_();
  }
}

void SessionBoard::opened(const SourceInfo& source) {
  {
    const std::scoped_lock lock(stateMutex_);
    source_ = source;
    if (ended()) {
      return;  // another stage was quicker to fail
    }
    state_ = SessionState::Running;
  }
  announce();
}

void SessionBoard::draining() {
  {
    const std::scoped_lock lock(stateMutex_);
    if (ended()) {
      return;
    }
    state_ = SessionState::Draining;
  }
  announce();
}

void SessionBoard::fail(const Error& error) {
  const std::scoped_lock lock(stateMutex_);
  if (!error_) {
    error_ = error;
  }
}

void SessionBoard::end(SessionState state) {
  {
    const std::scoped_lock lock(stateMutex_);
    state_ = error_ ? SessionState::Failed : state;
  }
  stateChanged_.notify_all();
  announce();
}

bool SessionBoard::ended() const {
  return state_ == SessionState::Finished || state_ == SessionState::Stopped ||
         state_ == SessionState::Failed;
}

SessionState SessionBoard::state() const {
  const std::scoped_lock lock(stateMutex_);
  return state_;
}

std::optional<Error> SessionBoard::error() const {
  const std::scoped_lock lock(stateMutex_);
  return state_ == SessionState::Failed ? error_ : std::nullopt;
}

std::optional<SourceInfo> SessionBoard::source() const {
  const std::scoped_lock lock(stateMutex_);
  return source_;
}

bool SessionBoard::wait(std::chrono::milliseconds limit) const {
  std::unique_lock lock(stateMutex_);
  return stateChanged_.wait_for(lock, limit, [this] { return ended(); });
}

void SessionBoard::publish(const TrackedFrame& picture) {
  auto result = LatestSlot<TrackedFrame>::PutResult::Closed;
  {
    const std::scoped_lock lock(spareMutex_);
    spare_ = picture;  // into memory that is there already
    result = newest_.exchange(spare_);
    spare_.frame = Frame();
  }
  if (result == LatestSlot<TrackedFrame>::PutResult::WasEmpty) {
    announce();
  }
}

std::optional<TrackedFrame> SessionBoard::takePicture() {
  auto taken = newest_.tryTake();
  if (!taken) {
    return std::nullopt;
  }
  return std::move(taken->value);
}

void SessionBoard::countRead(const SourceHealth& health) {
  const auto now = Clock::now();
  const std::scoped_lock lock(countMutex_);
  ++counts_.framesRead;
  counts_.health = health;
  captured_.count(now);
}

void SessionBoard::setLink(const SourceLink& link) {
  bool changed = false;
  {
    const std::scoped_lock lock(countMutex_);
    changed = counts_.link.state != link.state;
    counts_.link = link;
  }
  if (changed) {
    announce();
  }
}

void SessionBoard::countDropped() {
  const std::scoped_lock lock(countMutex_);
  ++counts_.framesSkipped;
}

void SessionBoard::countDetected(Clock::duration time) {
  const auto now = Clock::now();
  const double milliseconds = std::chrono::duration<double, std::milli>(time).count();
  const std::scoped_lock lock(countMutex_);
  // Smoothed over about ten pictures: steady enough to read.
  constexpr double kNewShare = 0.2;
  counts_.detectMilliseconds =
      counts_.framesDetected == 0
          ? milliseconds
          : counts_.detectMilliseconds + kNewShare * (milliseconds - counts_.detectMilliseconds);
  ++counts_.framesDetected;
  detected_.count(now);
}

void SessionBoard::countTracked(const TrackSet& tracks) {
  const auto now = Clock::now();
  const std::scoped_lock lock(countMutex_);
  ++counts_.framesTracked;
  tracked_.count(now);
  for (const Track& track : tracks.items) {
    const std::uint64_t id = numberOf(track.id);
    if (track.state != TrackState::Confirmed || id > kMaxCountedId) {
      continue;
    }
    if (id >= born_.size()) {
      born_.resize(2 * id + 1024);
    }
    if (!born_[id]) {
      born_[id] = true;
      ++counts_.tracksBorn;
    }
  }
}

void SessionBoard::countOut(const TrackedFrame& picture) {
  const auto now = Clock::now();
  const std::scoped_lock lock(countMutex_);
  counts_.frameAge = now - picture.captured;
  counts_.position = picture.frame.id();
  counts_.time = Seconds(secondsOf(picture.frame.time()));
}

SessionStats SessionBoard::stats() const {
  const auto now = Clock::now();
  const std::scoped_lock lock(countMutex_);
  SessionStats stats = counts_;
  stats.captureRate = captured_.rate(now);
  stats.detectionRate = detected_.rate(now);
  stats.trackRate = tracked_.rate(now);
  return stats;
}

}  // namespace followspot
