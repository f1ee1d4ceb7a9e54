#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/project/project_store.h"
#include "core/store/track_document.h"

namespace followspot::cli {

/// Opens a project and says on standard error what there is to say about it.
/// @errors as openProject.
[[nodiscard]] Result<std::unique_ptr<ProjectStore>> openNamedProject(const std::string& file,
                                                                     ProjectMode mode);

/// A run's tracks; without a number, those of the last run that is finished.
/// @errors as openProject; NotFound: no such run, or none is finished.
[[nodiscard]] Result<TrackDocument> readProjectRun(const std::string& file,
                                                   std::optional<std::int64_t> run);

}  // namespace followspot::cli
