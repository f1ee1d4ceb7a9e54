#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/types/ids.h"

namespace followspot {

/// What the user wants, for the capture thread: pausing acts at the source, and nowhere else.
/// @threading any thread.
class SessionControl {
 public:
  enum class Pausable {
    Holds,  ///< A file waits while paused.
    Drops,  ///< A live source goes on; its pictures are dropped while paused.
  };
  enum class Turn {
    Emit,      ///< Send the next picture on.
    Drop,      ///< Throw the next picture away.
    Seek,      ///< Go to `target`.
    Refilter,  ///< Send the last picture once more.
    End,       ///< Stop was requested.
  };
  struct Order {
    Turn turn = Turn::End;
    FrameId target{};         ///< Of a Seek.
    bool single = false;      ///< Emit: asked for by `step`, `seek` or a paused start.
    bool afterPause = false;  ///< Emit: the first since a pause.
  };

  /// @param startPaused  as after a pause and one step.
  explicit SessionControl(bool startPaused);

  void pause();
  void resume();
  void step();
  /// A later call wins over one not yet carried out.
  void seek(FrameId frame);
  /// Matters while paused only.
  void refilter();
  [[nodiscard]] bool paused() const;

  /// Waits until there is something to do, and says what; a picture is emitted not before `due`.
  [[nodiscard]] Order wait(Pausable kind, std::chrono::steady_clock::time_point due,
                           const std::stop_token& stop);

 private:
  std::optional<Order> pending(Pausable kind, std::chrono::steady_clock::time_point due);

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  // --- guarded by mutex_ ---
  bool paused_;
  bool wasPaused_ = false;
  bool refilter_ = false;
  int steps_;
  std::optional<FrameId> target_;
};

}  // namespace followspot
