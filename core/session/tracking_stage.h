#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/base/result.h"
#include "core/pipeline/work_item.h"
#include "core/session/session_board.h"
#include "core/session/tracking_session.h"

namespace followspot {

/// Turns results and pictures into tracked pictures: updates the tracker, calls the sinks, shows.
///
/// A synchronous object; the tracker thread only brings it the events in order.
/// @threading one thread at a time.
class TrackingStage {
 public:
  /// @param parts  outlive this.
  TrackingStage(Pacing pacing, const SessionParts& parts, SessionBoard& board)
      : pacing_(pacing), parts_(parts), board_(board) {
    current_.detections.items.reserve(kUsualObjects);
    current_.tracks.items.reserve(kUsualObjects);
    updatedTracks_.items.reserve(kUsualObjects);
  }

  void setTracker(std::unique_ptr<Tracker> tracker) { tracker_ = std::move(tracker); }
  [[nodiscard]] bool hasTracker() const { return tracker_ != nullptr; }

  /// Takes a worker's result.
  /// @errors what the detector or a sink said. Live: a failed detection is counted, logged and left
  /// out, until 30 in a row have failed.
  Result<void> onResult(WorkItem& item);

  /// Shows a picture at once, with the tracks predicted to its time.
  /// @errors what a sink said.
  Result<void> onPicture(const Picture& picture);

 private:
  /// False for pictures from before the newest seek; forgets the tracks at the first one after it.
  bool enterEpoch(std::uint64_t epoch);
  Result<void> onFailure(const WorkItem& item);
  Result<void> refilter(WorkItem& item);
  Result<void> update(WorkItem& item);
  void predictTo(const Frame& frame);
  Result<void> callSinks();
  Result<void> showResult();
  Result<void> show();

  const Pacing pacing_;
  const SessionParts& parts_;
  SessionBoard& board_;
  std::unique_ptr<Tracker> tracker_;

  std::uint64_t epoch_ = 0;
  int failuresInRow_ = 0;
  std::optional<FrameId> updated_;  // newest picture that the tracker has seen
  Timestamp updatedTime_{};
  std::optional<Affine> motion_;  // of the camera since then
  TrackSet updatedTracks_;        // what it said then
  TrackedFrame current_;          // the picture at work
  TrackedFrame shown_;            // live: the newest picture shown
  bool anyShown_ = false;
};

}  // namespace followspot
