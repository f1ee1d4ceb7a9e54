#include "core/model/checkpoint/crc32c.h"

#include <algorithm>
#include <bit>
#include <climits>

#ifdef FOLLOWSPOT_HAVE_ISAL
#include <isa-l/crc.h>
#else
#include <boost/crc.hpp>
#endif

namespace followspot::model {

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t crc) {
#ifdef FOLLOWSPOT_HAVE_ISAL
  // The library leaves out the inversions before and after, and counts in int.
  std::uint32_t state = ~crc;
  while (!bytes.empty()) {
    const std::size_t count = std::min(bytes.size(), static_cast<std::size_t>(INT_MAX));
    // It takes a pointer to non-const, and only reads.
    auto* const data = reinterpret_cast<unsigned char*>(const_cast<std::byte*>(bytes.data()));
    state = crc32_iscsi(data, static_cast<int>(count), state);
    bytes = bytes.subspan(count);
  }
  return ~state;
#else
  constexpr std::uint32_t kPolynomial = 0x1EDC6F41U;
  constexpr std::uint32_t kOnes = 0xFFFFFFFFU;
  boost::crc_optimal<32, kPolynomial, kOnes, kOnes, true, true> sum;
  if (crc != 0) {
    // The class keeps its register bit-reversed and inverted.
    std::uint32_t reversed = 0;
    for (unsigned bit = 0; bit < 32; ++bit) {
      reversed |= ((~crc >> bit) & 1U) << (31U - bit);
    }
    sum.reset(reversed);
  }
  sum.process_bytes(bytes.data(), bytes.size());
  return sum.checksum();
#endif
}

}  // namespace followspot::model
