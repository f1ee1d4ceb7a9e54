#include "ui/analyse/run_snapshot.h"

#include <algorithm>

namespace followspot::ui {
namespace {

// Enough that stepping and playing rarely ask, little enough that a crowd is read in milliseconds.
constexpr std::int64_t kReach = 64;

}  // namespace

const TrackInfo* RunSnapshot::find(TrackId track) const {
  const auto found = std::ranges::lower_bound(tracks, track, {}, &TrackInfo::id);
  return found != tracks.end() && found->id == track ? &*found : nullptr;
}

const EditEntry* RunSnapshot::undoable() const {
  // What was undone lies behind what was not.
  const auto firstUndone = std::ranges::find(edits, true, &EditEntry::undone);
  return firstUndone == edits.begin() ? nullptr : &*(firstUndone - 1);
}

const EditEntry* RunSnapshot::redoable() const {
  const auto firstUndone = std::ranges::find(edits, true, &EditEntry::undone);
  return firstUndone == edits.end() ? nullptr : &*firstUndone;
}

std::span<const BoxRow> BoxWindow::at(FrameId frame) const {
  const auto begin = std::ranges::lower_bound(boxes, frame, {}, &BoxRow::frame);
  const auto end = std::ranges::upper_bound(boxes, frame, {}, &BoxRow::frame);
  return {begin, end};
}

Result<SnapshotHandle> readSnapshot(ProjectReader& reader, RunId run) {
  auto snapshot = std::make_shared<RunSnapshot>();
  auto runs = reader.runs();
  if (!runs) {
    return fail(runs.error());
  }
  const auto found = std::ranges::find(*runs, run, &Run::id);
  if (found == runs->end()) {
    return fail(ErrorCode::NotFound, "Run " + std::to_string(static_cast<std::int64_t>(run)) +
                                         " is no longer in the project. Choose another run.");
  }
  snapshot->run = std::move(*found);
  auto tracks = reader.tracks(run);
  if (!tracks) {
    return fail(tracks.error());
  }
  snapshot->tracks = std::move(*tracks);
  constexpr FrameRange kAll{FrameId{0}, FrameId{INT64_MAX}};
  auto events = reader.events(run, kAll);
  if (!events) {
    return fail(events.error());
  }
  snapshot->events = std::move(*events);
  auto edits = reader.edits(run);
  if (!edits) {
    return fail(edits.error());
  }
  snapshot->edits = std::move(*edits);
  return SnapshotHandle(std::move(snapshot));
}

Result<WindowHandle> readWindow(ProjectReader& reader, RunId run, FrameId middle) {
  auto window = std::make_shared<BoxWindow>();
  window->run = run;
  window->range = {FrameId{std::max<std::int64_t>(0, indexOf(middle) - kReach)},
                   FrameId{indexOf(middle) + kReach + 1}};
  if (auto read = reader.boxes(run, window->range, window->boxes); !read) {
    return fail(read.error());
  }
  return WindowHandle(std::move(window));
}

}  // namespace followspot::ui
