#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/detection/detector.h"
#include "core/media/reconnecting_source.h"
#include "core/media/source_link.h"
#include "core/media/video_source.h"
#include "core/motion/motion_meter.h"
#include "core/types/tracker.h"

namespace followspot {

/// How pictures go through the stages.
enum class Pacing {
  /// Every picture is detected and tracked, none dropped, as fast as the machine goes; the same
  /// results on every run.
  Recorded,
  /// Pictures come in their own time (a file is played at its rate); the newest wins before the
  /// detector; the picture
  /// never waits for a detector.
  Live,
};

struct SessionSettings {
  Pacing pacing = Pacing::Recorded;
  int detectorWorkers = 0;  ///< 0: `defaultDetectorWorkers`.
  int detectEvery =
      1;  ///< Recorded: 1 = every picture; n: pictures 0, n, 2n, ... are detected, all tracked.
  std::optional<Seconds> from;  ///< First picture at or after this time.
  std::optional<Seconds> to;    ///< Last picture before this time.
  DetectionFilter filter;
  /// A live source that is lost is opened again; nothing: it ends the session as Failed.
  std::optional<ReconnectPolicy> reconnect = ReconnectPolicy{};
  bool startPaused = false;  ///< Shows the first picture, then waits for `resume` or `step`.
};

/// How many detector workers measure best on this machine.
[[nodiscard]] int defaultDetectorWorkers(Pacing pacing);

enum class SessionState { Opening, Running, Paused, Draining, Finished, Stopped, Failed };

/// A picture with the tracks that belong to it.
struct TrackedFrame {
  Frame frame;
  DetectionSet detections;  ///< Of this picture; empty where `predicted`.
  TrackSet tracks;
  bool predicted =
      false;  ///< Tracks were predicted to this picture's time; no detection belongs to it (yet).
  std::chrono::steady_clock::time_point captured;  ///< When the picture left the source.
};

/// What is going on, for a status line. Rates are over the last second or so.
struct SessionStats {
  double captureRate = 0;         ///< Pictures per second out of the source.
  double detectionRate = 0;       ///< Pictures per second through the detectors.
  double trackRate = 0;           ///< TrackSets per second out of the tracker.
  double detectMilliseconds = 0;  ///< One picture through one detector.
  Seconds frameAge{0};            ///< Age, at hand-over, of the newest tracked or shown picture.
  std::int64_t framesRead = 0;
  std::int64_t framesDetected = 0;
  std::int64_t framesTracked = 0;
  std::int64_t framesSkipped = 0;  ///< Live: never given to a detector, by design.
  std::int64_t tracksBorn = 0;     ///< Confirmed tracks so far.
  int workers = 0;
  FrameId position{};  ///< Newest picture out.
  Seconds time{0};
  SourceHealth health;
  SourceLink link;  ///< Of a live source.
};

/// Receives the tracked pictures, in order, on one thread of the session. A sink that waits holds
/// the session back: its end, too, comes after the call.
class TrackSink {
 public:
  TrackSink() = default;
  TrackSink(const TrackSink&) = delete;
  TrackSink& operator=(const TrackSink&) = delete;
  virtual ~TrackSink() = default;
  /// An error ends the session as Failed.
  virtual Result<void> consume(const TrackedFrame& frame) = 0;
  /// Live only: a picture at the moment when it is first shown, mostly with its tracks predicted.
  /// Every picture that is shown comes once, in order; its detections may come later, by
  /// `consume`. An error ends the session as Failed.
  virtual Result<void> show(const TrackedFrame& /*frame*/) { return {}; }
};

/// Makes the parts; called on the session's threads. The only place that knows concrete classes is
/// app/wiring.
struct SessionParts {
  std::function<Result<std::unique_ptr<VideoSource>>(std::stop_token)> openSource;
  std::function<Result<std::unique_ptr<Detector>>()>
      makeDetector;  ///< Once for each worker; thread-safe.
  std::function<std::unique_ptr<Tracker>(const SourceInfo&)> makeTracker;
  /// Who measures the camera's motion, on a thread of its own. May be empty: then nobody does.
  std::function<std::unique_ptr<MotionMeter>()> makeMotionMeter;
  /// Called after each update of the tracker with what it gave, on the thread of the sinks and
  /// before them; for what only the tracker can tell. May be empty, and costs nothing then. An
  /// error ends the session as Failed.
  std::function<Result<void>(const Tracker&, const TrackSet&)> afterUpdate;
  /// Outlive the session. Recorded: see every picture. Live: see every detected picture.
  std::vector<TrackSink*> sinks;
};

/// One source, its detectors and its tracker at work: capture thread, detector workers, tracker
/// thread, and where the camera's motion is measured, one for that.
///
/// Starts in the constructor and ends with the destructor or by itself at the end of a file.
/// Nothing here waits for the pipeline but `stop`, `wait` and the destructor.
/// @threading all members: any thread, except the destructor.
class TrackingSession {
 public:
  /// @param onNews  called on a session thread when, after silence, a new picture or state can be
  /// taken; must only
  ///                post a wake-up. May be empty.
  TrackingSession(SessionSettings settings, SessionParts parts, std::function<void()> onNews);
  TrackingSession(const TrackingSession&) = delete;
  TrackingSession& operator=(const TrackingSession&) = delete;
  ~TrackingSession();

  void pause();
  void resume();
  /// Shows exactly one more picture, detected and tracked, and stays paused.
  void step();
  /// Goes to that picture (files only), forgets the tracks; shows it detected when paused.
  void seek(FrameId frame);
  /// Acts on the next detected picture; paused: the shown picture is filtered anew at once.
  void setFilter(const DetectionFilter& filter);

  /// Asks all stages to end and waits for them, at most 0.5 s.
  ///
  /// What cannot be ended by then (OpenCV loading a network, a sink that waits) ends alone: the
  /// state is final as soon as no sink is called any more, see `wait`, and the destructor waits
  /// for the rest.
  void stop();
  /// Waits for the end; true when it came within `limit`.
  bool wait(std::chrono::milliseconds limit);

  [[nodiscard]] SessionState state() const;
  /// Why the state is Failed.
  [[nodiscard]] std::optional<Error> error() const;
  /// Once opened.
  [[nodiscard]] std::optional<SourceInfo> source() const;
  [[nodiscard]] SessionStats stats() const;
  /// The newest picture not yet taken. The same picture may come again with better tracks: live,
  /// when its detections are there or a result for an older one is; paused, after `setFilter`. The
  /// first picture comes undetected at once, while the network still loads.
  [[nodiscard]] std::optional<TrackedFrame> takePicture();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace followspot
