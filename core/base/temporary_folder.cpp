#include "core/base/temporary_folder.h"

#include <cstdlib>
#include <string>
#include <system_error>

namespace followspot {

namespace fs = std::filesystem;

Result<TemporaryFolder> TemporaryFolder::create() {
  std::error_code problem;
  std::string pattern = (fs::temp_directory_path(problem) / "followspot-XXXXXX").string();
  if (problem || ::mkdtemp(pattern.data()) == nullptr) {
    return fail(ErrorCode::Unavailable,
                pattern +
                    ": a temporary folder cannot be made. Make room there, or name another "
                    "place in TMPDIR.");
  }
  const auto remove = [](const fs::path* folder) {
    const std::unique_ptr<const fs::path> last(folder);
    std::error_code ignored;
    fs::remove_all(*last, ignored);
  };
  auto path = std::make_unique<const fs::path>(pattern);
  return TemporaryFolder(std::shared_ptr<const fs::path>(path.release(), remove));
}

}  // namespace followspot
