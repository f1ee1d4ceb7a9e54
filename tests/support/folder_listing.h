#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <string>

#include "core/base/output_file.h"
#include "core/base/sha256.h"

namespace followspot::test {

[[nodiscard]] inline std::string hexOf(const std::string& bytes) {
  return sha256Hex(std::as_bytes(std::span(bytes)));
}

[[nodiscard]] inline std::string bytesOf(const std::filesystem::path& file) {
  return readFile(file, std::size_t{1} << 28).value_or("(cannot be read)");
}

inline void put(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary).write(bytes.data(), std::ssize(bytes));
}

/// Everything below a folder, files by their content.
[[nodiscard]] inline std::map<std::string, std::string> listing(
    const std::filesystem::path& folder) {
  std::map<std::string, std::string> entries;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    entries[entry.path().string()] =
        entry.is_regular_file() && !entry.is_symlink() ? hexOf(bytesOf(entry.path())) : "";
  }
  return entries;
}

}  // namespace followspot::test
