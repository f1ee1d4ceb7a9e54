#include "core/base/this_process.h"

#include <fstream>
#include <string>
#include <system_error>

namespace followspot {

std::filesystem::path programFolder() {
  std::error_code problem;
  return std::filesystem::read_symlink("/proc/self/exe", problem).parent_path();
}

std::filesystem::path companionProgram(std::string_view name) {
  const std::filesystem::path folder = programFolder();
  std::filesystem::path beside = folder / name;
  std::filesystem::path installed = folder.parent_path() / "libexec/followspot" / name;
  std::error_code problem;
  return !std::filesystem::exists(beside, problem) && std::filesystem::exists(installed, problem)
             ? installed
             : beside;
}

std::int64_t peakMemoryBytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::int64_t kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) {
      constexpr std::int64_t kKibibyte = 1024;
      return kibibytes * kKibibyte;
    }
  }
  return 0;
}

}  // namespace followspot
