#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/project/project_store.h"
#include "core/store/track_writers.h"

namespace followspot {

/// Stores tracks as they come as a new run of a project. Written in batches; what was written
/// before a process ended is there, as a run that is not finished. `finish` finishes the run.
/// @param store  outlives the writer.
/// @param media  its size and number of pictures are put right from what is written.
/// @param run    its `media` is given by the store.
/// @errors as ProjectStore; so does `write`.
[[nodiscard]] Result<std::unique_ptr<TrackWriter>> makeProjectTrackWriter(ProjectStore& store,
                                                                          const MediaFile& media,
                                                                          const Run& run);

}  // namespace followspot
