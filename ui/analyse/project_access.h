#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/project/project_store.h"

namespace followspot::ui {

/// An opened project with a reader for the thread that opened it.
struct ProjectAccess {
  std::shared_ptr<ProjectStore> store;
  std::unique_ptr<ProjectReader> reader;
  std::vector<std::string> notes;  ///< As OpenedProject::notes.
};

/// @errors as openProject.
[[nodiscard]] Result<ProjectAccess> accessProject(const std::filesystem::path& file);

/// Finds a video in a project, or looks at it and adds it.
/// @param location  absolute, or an address.
/// @errors as openVideoSource and ProjectStore.
[[nodiscard]] Result<MediaId> findOrAddVideo(ProjectAccess& project, const std::string& location);

/// The file of the project without a name that belongs to a video.
[[nodiscard]] std::filesystem::path untitledProjectOf(const std::filesystem::path& folder,
                                                      const std::string& location);

}  // namespace followspot::ui
