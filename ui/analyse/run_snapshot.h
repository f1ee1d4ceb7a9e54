#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/project/project_store.h"

namespace followspot::ui {

/// Everything of a run but its boxes, as stored at one moment.
/// @threading immutable once made.
struct RunSnapshot {
  Run run;
  std::vector<TrackInfo> tracks;     ///< By id.
  std::vector<ProjectEvent> events;  ///< By frame, then id.
  std::vector<EditEntry> edits;      ///< By number.

  /// Null where there is no such track. O(log n).
  [[nodiscard]] const TrackInfo* find(TrackId track) const;
  /// The edit that undo would take back, and the one that redo would do again; null: none.
  [[nodiscard]] const EditEntry* undoable() const;
  [[nodiscard]] const EditEntry* redoable() const;
};
using SnapshotHandle = std::shared_ptr<const RunSnapshot>;

/// The boxes of a run on some successive pictures.
/// @threading immutable once made.
struct BoxWindow {
  RunId run{};
  FrameRange range;
  std::vector<BoxRow> boxes;  ///< By frame, then track.

  [[nodiscard]] bool holds(FrameId frame) const {
    return frame >= range.first && frame < range.end;
  }
  /// Empty where the window does not hold the picture. O(log n).
  [[nodiscard]] std::span<const BoxRow> at(FrameId frame) const;
};
using WindowHandle = std::shared_ptr<const BoxWindow>;

/// @errors as ProjectReader; NotFound: no such run.
[[nodiscard]] Result<SnapshotHandle> readSnapshot(ProjectReader& reader, RunId run);

/// The boxes on the pictures around one.
/// @errors as ProjectReader.
[[nodiscard]] Result<WindowHandle> readWindow(ProjectReader& reader, RunId run, FrameId middle);

}  // namespace followspot::ui
