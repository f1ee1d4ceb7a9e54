#pragma once

#include <string>

#include "core/base/result.h"
#include "core/project/project_store.h"
#include "core/store/track_document.h"

namespace followspot {

/// A run of a project as a document.
/// @errors NotFound: no such run; else as ProjectReader.
[[nodiscard]] Result<TrackDocument> documentOf(ProjectReader& reader, RunId run);

/// Stores a document as a finished run of its own. The media file is the document's, found again by
/// its location.
/// @param name      of the run, for people.
/// @param location  of the media file, where the document names none.
/// @errors as ProjectStore.
[[nodiscard]] Result<RunId> importDocument(ProjectStore& store, const TrackDocument& document,
                                           const std::string& name, const std::string& location);

}  // namespace followspot
