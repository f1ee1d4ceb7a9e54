#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/base/result.h"

namespace followspot {

/// SHA-256 of data that comes in pieces. @source FIPS 180-4.
/// @threading one thread at a time.
class Sha256 {
 public:
  void update(std::span<const std::byte> bytes);
  /// 64 lower-case hexadecimal digits; nothing may be added afterwards.
  [[nodiscard]] std::string hex();

 private:
  static constexpr std::size_t kBlockBytes = 64;

  std::array<std::uint32_t, 8> state_{0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                      0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
  std::array<std::byte, kBlockBytes> open_{};  ///< Bytes of a block that is not full.
  std::size_t openBytes_ = 0;
  std::uint64_t total_ = 0;
};

/// SHA-256 of the bytes as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256Hex(std::span<const std::byte> bytes);

/// The same of a file, read in pieces. @errors NotFound, Unavailable.
[[nodiscard]] Result<std::string> sha256HexOfFile(const std::filesystem::path& path);

}  // namespace followspot
