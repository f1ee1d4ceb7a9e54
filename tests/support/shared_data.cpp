#include "tests/support/shared_data.h"

#include <cstdlib>

std::optional<std::filesystem::path> sharedData() {
  const char* const named = std::getenv("FOLLOWSPOT_TEST_DATA");
  // Build folder is <checkout>/build/<preset>, the data is beside the checkout.
  const std::filesystem::path folder =
      named != nullptr ? std::filesystem::path(named)
                       : std::filesystem::path(FOLLOWSPOT_SOURCE_DIR) / "../shared/data";
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder / "mot", ignored)) {
    return std::nullopt;
  }
  return std::filesystem::weakly_canonical(folder, ignored);
}

std::optional<std::filesystem::path> demoVideo() {
  for (const char* const place : {"/usr/share/doc/opencv-doc/examples/data/vtest.avi",
                                  "/usr/share/doc/opencv-doc/opencv4/examples/data/vtest.avi"}) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(place, ignored)) {
      return place;
    }
  }
  return std::nullopt;
}

std::optional<std::filesystem::path> demoModel() {
  std::filesystem::path folder;
  if (const char* const named = std::getenv("FOLLOWSPOT_TEST_MODEL"); named != nullptr) {
    folder = named;
  } else if (const char* const data = std::getenv("XDG_DATA_HOME"); data != nullptr) {
    folder = std::filesystem::path(data) / "followspot/models/ssd_mobilenet_v2_openimages";
  } else if (const char* const home = std::getenv("HOME"); home != nullptr) {
    folder =
        std::filesystem::path(home) / ".local/share/followspot/models/ssd_mobilenet_v2_openimages";
  }
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(folder / "model.json", ignored)) {
    return std::nullopt;
  }
  return folder;
}
