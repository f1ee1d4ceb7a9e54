#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"

namespace followspot {

/// A folder of its own among the system's temporary ones, removed with all that is in it when the
/// last copy goes. @threading any thread.
class TemporaryFolder {
 public:
  /// @errors Unavailable: there is no room, or no such place.
  [[nodiscard]] static Result<TemporaryFolder> create();

  [[nodiscard]] const std::filesystem::path& path() const { return *path_; }

 private:
  explicit TemporaryFolder(std::shared_ptr<const std::filesystem::path> path)
      : path_(std::move(path)) {}

  std::shared_ptr<const std::filesystem::path> path_;
};

}  // namespace followspot
