#include "core/store/project_exchange.h"

#include <algorithm>
#include <limits>

namespace followspot {

Result<TrackDocument> documentOf(ProjectReader& reader, RunId run) {
  const auto runs = reader.runs();
  const auto media = reader.media();
  if (!runs || !media) {
    return fail(runs ? media.error() : runs.error());
  }
  const auto found = std::ranges::find(*runs, run, &Run::id);
  if (found == runs->end()) {
    return fail(
        ErrorCode::NotFound,
        "There is no run " + std::to_string(static_cast<std::int64_t>(run)) + " in the project.");
  }
  TrackDocument document;
  document.labels = found->labels;
  if (const auto file = std::ranges::find(*media, found->media, &MediaFile::id);
      file != media->end()) {
    document.media = *file;
  }
  auto tracks = reader.tracks(run);
  if (!tracks) {
    return fail(tracks.error());
  }
  document.tracks = std::move(*tracks);
  constexpr FrameRange kAll = {FrameId{0}, FrameId{std::numeric_limits<std::int64_t>::max()}};
  if (auto read = reader.boxes(run, kAll, document.boxes); !read) {
    return fail(read.error());
  }
  if (auto read = reader.pictures(run, kAll, document.pictures); !read) {
    return fail(read.error());
  }
  return document;
}

Result<RunId> importDocument(ProjectStore& store, const TrackDocument& document,
                             const std::string& name, const std::string& location) {
  MediaFile media = document.media;
  if (media.location.empty()) {
    media.location = location;
  }
  const auto mediaId = store.putMedia(media);
  if (!mediaId) {
    return fail(mediaId.error());
  }
  Run run;
  run.media = *mediaId;
  run.name = name;
  run.labels = document.labels;
  return store.addFinishedRun(run, {document.pictures, document.tracks, document.boxes});
}

}  // namespace followspot
