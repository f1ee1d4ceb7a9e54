#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/result.h"

namespace followspot {

/// SHA-256 of the bytes as 64 lower-case hexadecimal digits. @source FIPS 180-4.
[[nodiscard]] std::string sha256Hex(std::span<const std::byte> bytes);

/// The same of a file, read in pieces. @errors NotFound, Unavailable.
[[nodiscard]] Result<std::string> sha256HexOfFile(const std::filesystem::path& path);

}  // namespace followspot
