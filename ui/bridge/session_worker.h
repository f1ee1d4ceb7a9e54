#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "core/media/track_palette.h"
#include "ui/bridge/session_runner.h"

namespace followspot::ui {

/// The thread behind `SessionRunner`; everything that touches a session happens on it.
class SessionRunner::Worker {
 public:
  struct ModelLoaded {
    ModelHandle model;
  };
  struct PictureSaved {
    QString path;
  };
  struct Problem {
    QString source;
    QString text;
  };
  using Event = std::variant<ModelLoaded, PictureSaved, Problem>;

  /// What has come since the last call.
  struct News {
    std::optional<ShownPicture> picture;
    SessionSnapshot snapshot;
    std::vector<Event> events;
  };

  /// @param onNews  posts one queued call; called on the worker, only after silence.
  Worker(std::shared_ptr<Engine> engine, std::function<void()> onNews);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  using Command = std::function<void(Worker&)>;
  void post(Command command);
  /// As `post`, but only the last one counts.
  void postSeek(std::function<FrameId(const Worker&)> target);
  void setViewport(std::optional<FrameSize> size);
  [[nodiscard]] News takeNews();

  // The rest: on the worker's own thread, from commands.
  void open(const PlayRequest& request);
  void close();
  void chooseModel(const model::ModelLocation& location);
  void setWanted(const WantedDetections& wanted);
  void pause();
  void resume();
  void step();
  void stepBack();
  void seekTo(FrameId frame);
  void setPacing(Pacing pacing);
  void savePicture(const QString& path, const OverlayStyle& style, const Trails& trails);
  [[nodiscard]] FrameId frameAfter(Seconds distance) const;

 private:
  void run(const std::stop_token& stop);
  void pump();
  void showNow(TrackedFrame picture);
  [[nodiscard]] bool mayWaitForDetection() const;
  void show(bool repeated);
  void reopenAt(FrameId frame, bool paused);
  void publish(Event event);
  void publishState();
  [[nodiscard]] bool isAtEnd() const;
  [[nodiscard]] QImage imageOf(FrameSize size);

  std::shared_ptr<Engine> engine_;
  std::function<void()> onNews_;
  std::unique_ptr<PictureConverter> converter_;

  // Only on the worker thread.
  std::optional<PlayRequest> request_;
  std::unique_ptr<EngineSession> session_;
  std::uint64_t sessionNumber_ = 0;
  ModelHandle model_;
  WantedDetections wanted_;
  std::optional<FrameId> startAt_;    // Not yet asked of the session: it is opening.
  std::optional<FrameId> awaited_;    // Pictures before this one are left over from before a jump.
  std::optional<TrackedFrame> held_;  // Waits a moment for its detections.
  std::chrono::steady_clock::time_point heldUntil_;
  std::optional<FrameId> seekTarget_;  // Asked for and not seen yet: further jumps count from it.
  std::optional<TrackedFrame> last_;   // The picture shown.
  TrackPalette palette_;
  bool failureTold_ = false;
  std::vector<QImage> images_;

  // Guarded by mutex_.
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::vector<Command> commands_;
  std::function<FrameId(const Worker&)> seek_;
  bool sessionNews_ = false;
  bool viewportChanged_ = false;
  std::optional<FrameSize> viewport_;
  News news_;
  bool guiTold_ = false;

  std::jthread thread_;  // Last: joins before the members it uses go.
};

}  // namespace followspot::ui
