#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace followspot::model {

/// CRC-32C (Castagnoli) of the bytes; `crc` is the result for what came before them.
/// @source RFC 3720, appendix B.4.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc = 0);

/// How sorted tables and tensor bundles store a checksum, so that a checksum of data that holds
/// checksums stays useful: rotated right by 15 bits, plus a constant.
/// @source tensorflow/core/lib/hash/crc32c.h
[[nodiscard]] constexpr std::uint32_t maskedCrc(std::uint32_t crc) {
  constexpr std::uint32_t kDelta = 0xA282EAD8U;
  return ((crc >> 15U) | (crc << 17U)) + kDelta;
}

}  // namespace followspot::model
