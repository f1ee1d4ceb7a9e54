#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_store.h"
#include "core/project/sql/schema.h"

namespace followspot {

struct PreparedFile {
  std::filesystem::path path;      ///< Absolute.
  std::vector<std::string> notes;  ///< As OpenedProject::notes.
};

/// Makes a project file that can be opened: new, checked, or brought up to date.
/// @errors and promises as of openProject.
/// @threading holds a connection only while it runs.
[[nodiscard]] Result<PreparedFile> prepareProjectFile(const std::filesystem::path& file,
                                                      ProjectMode mode,
                                                      std::span<const SchemaStep> steps);

/// Copies a project file, with its journal, to "NAME.WORD" or, where that is taken by another
/// content, "NAME.WORD-2" and so on.
/// @return the copy; one made before of the same file is not made again.
/// @errors Unavailable: disk full or not permitted.
[[nodiscard]] Result<std::filesystem::path> backUpFile(const std::filesystem::path& file,
                                                       std::string_view word);

/// Writes a project as it is at this moment, with what is still in its journal, to another file.
/// What is there is replaced once the copy is whole and on the disk.
/// @errors InvalidArgument: `copy` is the project itself. Unavailable: disk full, not permitted.
[[nodiscard]] Result<void> copyProject(const std::filesystem::path& file,
                                       const std::filesystem::path& copy);

}  // namespace followspot
