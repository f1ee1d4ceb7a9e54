#include "core/session/tracking_session.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "core/base/contracts.h"
#include "core/base/thread_name.h"
#include "core/pipeline/detection_stage.h"
#include "core/pipeline/detector_feed.h"
#include "core/pipeline/motion_stage.h"
#include "core/pipeline/track_inbox.h"
#include "core/session/capture_stage.h"
#include "core/session/session_board.h"
#include "core/session/session_control.h"
#include "core/session/tracking_stage.h"

namespace followspot {
namespace {

constexpr int kMaxWorkers = 64;

int workerCount(const SessionSettings& settings) {
  return std::clamp(settings.detectorWorkers > 0 ? settings.detectorWorkers
                                                 : defaultDetectorWorkers(settings.pacing),
                    1, kMaxWorkers);
}

std::unique_ptr<DetectorFeed> makeFeed(Pacing pacing, int workers) {
  return pacing == Pacing::Live ? makeNewestFeed(workers) : makeLosslessFeed(workers);
}

}  // namespace

int defaultDetectorWorkers(Pacing pacing) {
  // One-thread networks side by side give nearly the sum of the cores. Live leaves a core to the
  // picture. More than four gain little and cost a network's memory each.
  constexpr int kMost = 4;
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::clamp(pacing == Pacing::Live ? cores - 1 : cores, 1, kMost);
}

class TrackingSession::Impl {
 public:
  Impl(SessionSettings settings, SessionParts parts, std::function<void()> onNews)
      : settings_(std::move(settings)),
        parts_(std::move(parts)),
        workers_(workerCount(settings_)),
        board_(std::move(onNews)),
        control_(settings_.startPaused),
        orders_(settings_.filter),
        feed_(makeFeed(settings_.pacing, workers_)),
        inbox_(feed_->itemCount(), workers_) {
    if (parts_.makeMotionMeter) {
      motion_.emplace(feed_->itemCount());
    }
    FS_EXPECTS(parts_.openSource && parts_.makeDetector && parts_.makeTracker,
               "a session needs a source, a detector and a tracker");
    try {
      start("fs-track", [this] { track(); });
    } catch (const std::system_error&) {
      board_.fail(noThread());
      board_.end(SessionState::Failed);
      return;
    }
    try {
      for (int worker = 0; worker < workers_; ++worker) {
        start("fs-detect-" + std::to_string(worker), [this] { detect(); });
      }
      if (motion_) {
        start("fs-motion", [this] { measureMotion(); });
      }
      start("fs-capture", [this] { capture(); });
    } catch (const std::system_error&) {
      abandon(noThread());
    }
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { stop_.request_stop(); }  // and joins

  void stop() {
    // Less than what is promised: threads need a moment to wake.
    constexpr std::chrono::milliseconds kPatience{400};
    stop_.request_stop();
    std::unique_lock lock(atWorkMutex_);
    atWorkChanged_.wait_for(lock, kPatience, [this] { return atWork_ == 0; });
  }

  [[nodiscard]] SessionState state() const {
    const SessionState state = board_.state();
    return state == SessionState::Running && control_.paused() ? SessionState::Paused : state;
  }

  [[nodiscard]] SessionStats stats() const {
    SessionStats stats = board_.stats();
    stats.framesSkipped += feed_->skipped();
    stats.workers = workers_;
    return stats;
  }

  void setFilter(const DetectionFilter& filter) {
    orders_.setFilter(filter);
    control_.refilter();
  }

  SessionControl& control() { return control_; }
  SessionBoard& board() { return board_; }

 private:
  static Error noThread() {
    return {ErrorCode::Unavailable,
            "The system gives no more threads. Close other programs and try again."};
  }

  /// Runs `body` on a named thread; whatever it throws ends the session.
  template <class Body>
  void start(std::string name, Body body) {
    count(+1);
    try {
      threads_.emplace_back([this, name = std::move(name), body = std::move(body)] {
        nameThisThread(name.c_str());
        try {
          body();
        } catch (const std::exception& thrown) {
          abandon({ErrorCode::Internal, name + ": " + thrown.what() + ". Please report it."});
        }
        count(-1);
      });
    } catch (...) {
      count(-1);
      throw;
    }
  }

  void count(int threads) {
    const std::scoped_lock lock(atWorkMutex_);
    atWork_ += threads;
    atWorkChanged_.notify_all();
  }

  /// Ends the session with an error as soon as all stages have let go.
  void abandon(const Error& error) {
    board_.fail(error);
    stop_.request_stop();
  }

  void capture() {
    const std::stop_token stop = stop_.get_token();
    const auto done =
        runCaptureStage({settings_, parts_, control_, orders_, *feed_, inbox_, board_}, stop);
    if (!done && done.error().code != ErrorCode::Cancelled) {
      if (board_.source()) {
        board_.fail(done.error());  // what was read until then still goes through
      } else {
        abandon(done.error());
      }
    }
    if (!stop.stop_requested()) {
      board_.draining();
    }
    feed_->close();
  }

  void detect() {
    auto detector = parts_.makeDetector();
    if (!detector) {
      abandon(detector.error());
      return;
    }
    runDetectionStage(*feed_, orders_, **detector, motion_ ? &*motion_ : nullptr, inbox_,
                      stop_.get_token());
    inbox_.workerLeft();
  }

  void measureMotion() {
    const auto meter = parts_.makeMotionMeter();
    motion_->run(*meter, stop_.get_token());
  }

  void track() {
    bool drained = false;
    try {
      drained = trackAll();
    } catch (const std::exception& thrown) {
      abandon(
          {ErrorCode::Internal, std::string("Tracking: ") + thrown.what() + ". Please report it."});
    }
    if (motion_) {
      motion_->close();
    }
    board_.end(drained ? SessionState::Finished : SessionState::Stopped);
  }

  /// @return whether the end of the source was reached.
  bool trackAll() {
    const std::stop_token stop = stop_.get_token();
    TrackingStage stage(settings_.pacing, parts_, board_);
    while (auto event = inbox_.wait(stop)) {
      if (!stage.hasTracker()) {
        stage.setTracker(parts_.makeTracker(*board_.source()));
      }
      if (const Picture* const picture = std::get_if<Picture>(&*event)) {
        if (const auto done = stage.onPicture(*picture); !done) {
          abandon(done.error());
          return false;
        }
        continue;
      }
      WorkItem* const item = std::get<WorkItem*>(*event);
      if (motion_) {
        item->detections.cameraMotion = motion_->take(item->serial, stop);
      }
      const auto done = stage.onResult(*item);
      feed_->giveBack(item);
      if (!done) {
        abandon(done.error());
        return false;
      }
    }
    return !stop.stop_requested();
  }

  const SessionSettings settings_;
  const SessionParts parts_;
  const int workers_;
  SessionBoard board_;
  SessionControl control_;
  DetectionOrders orders_;
  const std::unique_ptr<DetectorFeed> feed_;
  TrackInbox inbox_;
  std::optional<MotionStage> motion_;
  std::stop_source stop_;
  std::mutex atWorkMutex_;
  std::condition_variable atWorkChanged_;
  int atWork_ = 0;                     // threads that have not ended; guarded by atWorkMutex_
  std::vector<std::jthread> threads_;  // last: joined before what they use goes
};

TrackingSession::TrackingSession(SessionSettings settings, SessionParts parts,
                                 std::function<void()> onNews)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(parts), std::move(onNews))) {}

TrackingSession::~TrackingSession() = default;

void TrackingSession::pause() { impl_->control().pause(); }
void TrackingSession::resume() { impl_->control().resume(); }
void TrackingSession::step() { impl_->control().step(); }
void TrackingSession::seek(FrameId frame) { impl_->control().seek(frame); }
void TrackingSession::setFilter(const DetectionFilter& filter) { impl_->setFilter(filter); }
void TrackingSession::stop() { impl_->stop(); }
bool TrackingSession::wait(std::chrono::milliseconds limit) { return impl_->board().wait(limit); }
SessionState TrackingSession::state() const { return impl_->state(); }
std::optional<Error> TrackingSession::error() const { return impl_->board().error(); }
std::optional<SourceInfo> TrackingSession::source() const { return impl_->board().source(); }
SessionStats TrackingSession::stats() const { return impl_->stats(); }
std::optional<TrackedFrame> TrackingSession::takePicture() { return impl_->board().takePicture(); }

}  // namespace followspot
