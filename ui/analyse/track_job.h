#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include <QObject>
#include <QString>

#include "core/project/project_store.h"
#include "ui/engine/engine.h"

namespace followspot::ui {

/// Everything that decides a run.
struct TrackJobRequest {
  std::shared_ptr<ProjectStore> store;
  MediaFile media;
  std::string location;  ///< Where its pictures are.
  ModelHandle model;
  std::string tracker;    ///< One of `Engine::trackers`.
  double minScore = 0.1;  ///< In [0, 1]: detections below it are not tracked.
};

/// Tracks a whole video into its project, as a new run.
///
/// What the model sees is kept in the project: the next run with the same model only tracks, in
/// seconds. Both ways give the same tracks. A run that is cancelled or fails is removed again; the
/// end of the process leaves it unfinished.
/// @threading the GUI thread; works on threads of its own. The destructor cancels and waits (0.5 s,
/// plus a model that is just being read).
class TrackJob : public QObject {
  Q_OBJECT
 public:
  struct Progress {
    bool running = false;
    bool fromCache = false;  ///< Nothing needs to be detected.
    std::int64_t done = 0;   ///< Pictures.
    std::int64_t total = 0;  ///< 0: unknown.
    std::chrono::duration<double> elapsed{0};
    /// Nothing while it cannot be told yet.
    std::optional<std::chrono::duration<double>> left;
  };

  explicit TrackJob(std::shared_ptr<Engine> engine, QObject* parent = nullptr);
  ~TrackJob() override;

  /// Only while none is running.
  void start(const TrackJobRequest& request);
  void cancel();
  [[nodiscard]] Progress progress() const;

 signals:
  /// Progress has been made; at most one queued call at a time.
  void changed();
  void finished(qlonglong run);
  void cancelled();
  void failed(const QString& text);

 private:
  class Work;
  void run(const TrackJobRequest& request, const std::stop_token& stop);
  void report(bool fromCache, std::int64_t done, std::int64_t total);
  void end(const Result<RunId>& outcome);

  std::shared_ptr<Engine> engine_;
  mutable std::mutex mutex_;
  Progress progress_;  // guarded by mutex_
  std::chrono::steady_clock::time_point begun_;
  bool told_ = false;    // guarded by mutex_
  std::jthread thread_;  // Last: joins before the rest goes.
};

}  // namespace followspot::ui
