#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/session/tracking_session.h"

/// Parts for a session whose every step the test decides: pictures that are only numbers, detectors
/// that say what the number asks for, a tracker that gives every detection an identity of its
/// place.
namespace followspot::test {

/// Lets through as many as it was told to; everybody else waits.
class Valve {
 public:
  static constexpr std::int64_t kUnlimited = INT64_MAX / 4;
  explicit Valve(std::int64_t allowed = kUnlimited) : allowed_(allowed) {}

  void allow(std::int64_t more) {
    {
      const std::scoped_lock lock(mutex_);
      allowed_ += more;
    }
    changed_.notify_all();
  }
  /// False when stopped first.
  bool pass(const std::stop_token& stop = {}) {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, stop, [this] { return allowed_ > 0; });
    --waiting_;
    if (stop.stop_requested()) {
      return false;
    }
    --allowed_;
    return true;
  }
  /// Until somebody waits and cannot go on.
  void awaitBlocked() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0 && allowed_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::int64_t allowed_;
  int waiting_ = 0;
};

/// Declared after a session, it lets a failing test end: nobody waits at the valve any more.
struct OpenAtExit {
  std::shared_ptr<Valve> valve;
  ~OpenAtExit() { valve->allow(Valve::kUnlimited); }
};

struct SourceScript {
  std::int64_t frames = 100;
  double rate = 10;           ///< Times are id / rate ...
  std::vector<double> times;  ///< ... or these.
  bool live = false;
  std::shared_ptr<Valve> valve = std::make_shared<Valve>();  ///< Passed by every read.
  std::optional<std::int64_t> failAt;                        ///< `read` of this picture fails,
  ErrorCode failure = ErrorCode::CorruptData;                ///< so.
  std::int64_t claimedFrames = 0;  ///< 0: `frames`. More: a container that promises too much.
};

class ScriptedSource final : public VideoSource {
 public:
  explicit ScriptedSource(SourceScript script) : script_(std::move(script)) {
    info_.name = "script";
    info_.kind = script_.live ? SourceKind::Camera : SourceKind::File;
    info_.size = {64, 48};
    info_.frameRate = script_.rate;
    info_.live = script_.live;
    info_.seekable = !script_.live;
  }

  const SourceInfo& info() const override { return info_; }
  SourceHealth health() const override { return health_; }

  Result<std::optional<Frame>> read(std::stop_token stop) override {
    if (!script_.valve->pass(stop)) {
      return fail(ErrorCode::Cancelled, "cancelled");
    }
    if (script_.failAt == next_) {
      return fail(script_.failure, "script: damaged here. Repair it.");
    }
    if (next_ >= script_.frames) {
      return std::optional<Frame>();
    }
    ++health_.framesRead;
    const FrameId id{next_++};
    return std::optional(frame(id, time(indexOf(id))));
  }

  Result<void> seek(FrameId target, std::stop_token) override {
    if (script_.live) {
      return fail(ErrorCode::Unsupported, "script: a camera cannot be sought.");
    }
    if (indexOf(target) >= script_.frames) {
      return fail(ErrorCode::InvalidArgument, "script: past the end.");
    }
    next_ = indexOf(target);
    return {};
  }

  /// A picture of 64x48 gray pixels, all shared.
  static Frame frame(FrameId id, Timestamp time) {
    static const auto pixels = std::make_shared<std::vector<std::uint8_t>>(64 * 48, 128);
    PictureView view;
    view.size = {64, 48};
    view.planes[0] = {pixels->data(), 64, 1};
    return {id, time, indexOf(id), view, pixels};
  }

 private:
  [[nodiscard]] Timestamp time(std::int64_t id) const {
    return timestampAt(script_.times.empty() ? static_cast<double>(id) / script_.rate
                                             : script_.times[static_cast<std::size_t>(id)]);
  }

  const SourceScript script_;
  SourceInfo info_;
  SourceHealth health_;
  std::int64_t next_ = 0;
};

/// Sees `id % 5 + 1` objects on picture id, with scores 0.95, 0.85, ... and classes 0, 1, ...; the
/// filter's score and classes count.
class ScriptedDetector final : public Detector {
 public:
  struct Script {
    std::shared_ptr<Valve> valve = std::make_shared<Valve>();  ///< Passed by every detection.
    std::function<bool(std::int64_t id)> fails;
    std::function<bool(std::int64_t id)> throws;
    std::atomic<int>* calls = nullptr;
  };

  explicit ScriptedDetector(Script script) : script_(std::move(script)) {}

  Result<void> detect(const Frame& frame, const DetectionFilter& filter,
                      DetectionSet& out) override {
    script_.valve->pass();
    const std::int64_t id = indexOf(frame.id());
    if (script_.calls != nullptr) {
      ++*script_.calls;
    }
    if (script_.throws && script_.throws(id)) {
      throw std::runtime_error("thrown by the script");
    }
    if (script_.fails && script_.fails(id)) {
      return fail(ErrorCode::Internal, "the network failed by the script");
    }
    out.frame = frame.id();
    out.time = frame.time();
    out.size = frame.size();
    out.items.clear();
    for (int k = 0; k <= id % 5; ++k) {
      const Detection detection{
          {10.0 * k, static_cast<double>(id % 7), 8, 8}, 0.95 - 0.1 * k, ClassId{k}};
      const bool wanted =
          filter.classes.empty() || std::find(filter.classes.begin(), filter.classes.end(),
                                              detection.classId) != filter.classes.end();
      if (wanted && detection.score >= filter.minScore) {
        out.items.push_back(detection);
      }
    }
    return {};
  }

 private:
  const Script script_;
};

/// Detection k is track k + 1; `predict` shows the last ones as coasting.
class ScriptedTracker final : public Tracker {
 public:
  const TrackSet& update(const DetectionSet& detections) override {
    broken_ = broken_ ||
              (last_ && (detections.frame <= last_->first || detections.time <= last_->second));
    last_ = std::pair(detections.frame, detections.time);
    tracks_.frame = detections.frame;
    tracks_.time = detections.time;
    tracks_.size = detections.size;
    tracks_.items.clear();
    for (std::size_t k = 0; k < detections.items.size(); ++k) {
      Track track;
      track.id = TrackId{k + 1};
      track.box = detections.items[k].box;
      track.score = detections.items[k].score;
      track.classId = detections.items[k].classId;
      // An order that does not hold shows as a track of its own kind.
      track.hits = broken_ ? -1 : 1;
      tracks_.items.push_back(track);
    }
    return tracks_;
  }

  void predict(FrameId frame, Timestamp time, TrackSet& out) const override {
    out = tracks_;
    out.frame = frame;
    out.time = time;
    for (Track& track : out.items) {
      track.state = TrackState::Coasting;
    }
  }

  void reset() override {
    last_.reset();
    tracks_.items.clear();
  }

 private:
  std::optional<std::pair<FrameId, Timestamp>> last_;
  bool broken_ = false;
  TrackSet tracks_;
};

/// Keeps what it sees; may fail at a picture, or wait at a valve.
class RecordingSink final : public TrackSink {
 public:
  struct Seen {
    std::int64_t id = 0;
    bool predicted = false;
    std::size_t detections = 0;
    std::vector<Track> tracks;
  };

  Result<void> consume(const TrackedFrame& frame) override {
    valve->pass();
    const std::scoped_lock lock(mutex_);
    if (failAt == indexOf(frame.frame.id())) {
      return fail(ErrorCode::Unavailable, "out.csv: disk full. Make room.");
    }
    seen_.push_back({indexOf(frame.frame.id()), frame.predicted, frame.detections.items.size(),
                     frame.tracks.items});
    return {};
  }

  Result<void> show(const TrackedFrame& frame) override {
    const std::scoped_lock lock(mutex_);
    if (failAtShown == indexOf(frame.frame.id())) {
      return fail(ErrorCode::Unavailable, "out.mp4: disk full. Make room.");
    }
    shown_.push_back({indexOf(frame.frame.id()), frame.predicted, frame.detections.items.size(),
                      frame.tracks.items});
    return {};
  }

  [[nodiscard]] std::vector<Seen> shown() const {
    const std::scoped_lock lock(mutex_);
    return shown_;
  }
  [[nodiscard]] std::vector<Seen> seen() const {
    const std::scoped_lock lock(mutex_);
    return seen_;
  }
  [[nodiscard]] std::vector<std::int64_t> ids() const {
    std::vector<std::int64_t> ids;
    for (const Seen& one : seen()) {
      ids.push_back(one.id);
    }
    return ids;
  }

  std::optional<std::int64_t> failAt;
  std::optional<std::int64_t> failAtShown;
  std::shared_ptr<Valve> valve = std::make_shared<Valve>();

 private:
  mutable std::mutex mutex_;
  std::vector<Seen> seen_;
  std::vector<Seen> shown_;
};

/// The newest picture, once one that satisfies `test` comes within ten seconds.
template <class Test>
std::optional<TrackedFrame> awaitPicture(TrackingSession& session, Test test) {
  std::optional<TrackedFrame> found;
  const bool came = QTest::qWaitFor(
      [&] {
        auto picture = session.takePicture();
        if (picture && test(*picture)) {
          found = std::move(picture);
        }
        return found.has_value();
      },
      10'000);
  return came ? std::move(found) : std::nullopt;
}

inline std::optional<TrackedFrame> awaitPicture(TrackingSession& session) {
  return awaitPicture(session, [](const TrackedFrame&) { return true; });
}

inline SessionParts scriptedParts(SourceScript source, ScriptedDetector::Script detector = {},
                                  std::vector<TrackSink*> sinks = {}) {
  SessionParts parts;
  parts.openSource = [source](std::stop_token) -> Result<std::unique_ptr<VideoSource>> {
    return std::unique_ptr<VideoSource>(std::make_unique<ScriptedSource>(source));
  };
  parts.makeDetector = [detector]() -> Result<std::unique_ptr<Detector>> {
    return std::unique_ptr<Detector>(std::make_unique<ScriptedDetector>(detector));
  };
  parts.makeTracker = [](const SourceInfo&) -> std::unique_ptr<Tracker> {
    return std::make_unique<ScriptedTracker>();
  };
  parts.sinks = std::move(sinks);
  return parts;
}

}  // namespace followspot::test
