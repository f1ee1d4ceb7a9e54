#pragma once

#include "core/project/project_store.h"
#include "tests/core/project/edit_script.h"

namespace followspot::test {

/// What a project has stored of a run.
inline Result<TrackBook> bookOf(ProjectReader& reader, RunId run) {
  TrackBook book;
  const auto tracks = reader.tracks(run);
  if (!tracks) {
    return fail(tracks.error());
  }
  for (const TrackInfo& info : *tracks) {
    book.tracks[info.id] = info;
  }
  std::vector<BoxRow> rows;
  if (auto read = reader.boxes(run, {FrameId{0}, FrameId{1'000'000'000}}, rows); !read) {
    return fail(read.error());
  }
  for (const BoxRow& row : rows) {
    book.boxes[{row.frame, row.track}] = row.value;
  }
  return book;
}

/// A finished run of `scriptedPictures`.
inline Result<RunId> addScriptedRun(ProjectStore& store) {
  const auto media = store.putMedia({{}, "clip.mp4", {640, 480}, 10, 30});
  if (!media) {
    return fail(media.error());
  }
  Run run;
  run.media = *media;
  run.labels = LabelMap({"a", "b", "c", "d", "e"});
  const auto id = store.addRun(run);
  if (!id) {
    return id;
  }
  if (auto done = store.appendPictures(*id, scriptedPictures()); !done) {
    return fail(done.error());
  }
  if (auto done = store.finishRun(*id); !done) {
    return fail(done.error());
  }
  return id;
}

/// The same step in a store; false where that was nothing.
inline Result<bool> perform(ProjectStore& store, RunId run, const EditScript::Step& step) {
  if (step.kind == EditScript::Kind::Edit) {
    const auto receipt = store.edit(run, step.edit);
    const bool refused = !receipt && (receipt.error().code == ErrorCode::InvalidArgument ||
                                      receipt.error().code == ErrorCode::NotFound);
    return receipt || refused ? Result<bool>(receipt.has_value()) : fail(receipt.error());
  }
  const auto receipt = step.kind == EditScript::Kind::Undo ? store.undo(run) : store.redo(run);
  return receipt ? Result<bool>(receipt->has_value()) : fail(receipt.error());
}

}  // namespace followspot::test
