#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/project/project_store.h"

/// Projects with tracks that are known, for the tests of the Analyse workspace.
namespace followspot::test {

/// A track that moves to the right by `step` pixels a picture.
struct PlannedTrack {
  std::uint64_t id = 0;
  std::int64_t first = 0;
  std::int64_t last = 0;
  Box box;
  double step = 2;
  int classId = 1;

  [[nodiscard]] Box at(std::int64_t frame) const {
    return {box.x + step * static_cast<double>(frame - first), box.y, box.w, box.h};
  }
};

/// Adds a finished run with these tracks.
[[nodiscard]] inline Result<RunId> addPlannedRun(ProjectStore& store, MediaId media,
                                                 std::int64_t frames,
                                                 const std::vector<PlannedTrack>& tracks) {
  Run run;
  run.media = media;
  run.name = "planned";
  run.tracker = "auto";
  run.labels = LabelMap({"background", "person", "bicycle"});
  const auto id = store.addRun(run);
  if (!id) {
    return id;
  }
  std::vector<TrackSet> pictures;
  for (std::int64_t frame = 0; frame < frames; ++frame) {
    TrackSet set;
    set.frame = FrameId{frame};
    set.time = timestampAt(static_cast<double>(frame) / 25);
    set.size = {640, 480};
    for (const PlannedTrack& planned : tracks) {
      if (frame >= planned.first && frame <= planned.last) {
        Track track;
        track.id = TrackId{planned.id};
        track.box = planned.at(frame);
        track.score = 0.5;
        track.classId = ClassId{planned.classId};
        set.items.push_back(track);
      }
    }
    pictures.push_back(std::move(set));
  }
  if (auto stored = store.appendPictures(*id, pictures); !stored) {
    return fail(stored.error());
  }
  if (auto finished = store.finishRun(*id); !finished) {
    return fail(finished.error());
  }
  return id;
}

/// Makes a project file with one media file and one such run.
[[nodiscard]] inline Result<RunId> makeProject(const std::filesystem::path& file,
                                               const std::string& video, std::int64_t frames,
                                               const std::vector<PlannedTrack>& tracks) {
  auto project = openProject(file, ProjectMode::OpenOrCreate);
  if (!project) {
    return fail(project.error());
  }
  MediaFile media;
  media.location = video;
  media.size = {640, 480};
  media.frameRate = 25;
  media.frames = frames;
  const auto id = project->store->putMedia(media);
  if (!id) {
    return fail(id.error());
  }
  return addPlannedRun(*project->store, *id, frames, tracks);
}

}  // namespace followspot::test
