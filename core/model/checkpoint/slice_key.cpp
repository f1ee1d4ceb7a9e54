#include "core/model/checkpoint/slice_key.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/contracts.h"
#include "core/model/wire_format.h"

namespace followspot::model {
namespace {

constexpr std::size_t kMaxSliceRank = 16;

/// Number of bytes (0 to 8) of the value without leading zeros, then these, big end first.
void appendIncreasing(std::string& key, std::uint64_t value) {
  std::string digits;
  for (; value != 0; value >>= 8U) {
    digits.insert(digits.begin(), static_cast<char>(value & 0xFFU));
  }
  key += static_cast<char>(digits.size());
  key += digits;
}

/// 00 and FF, which end and continue, are escaped; 00 01 ends.
void appendText(std::string& key, std::string_view text) {
  for (const char c : text) {
    key += c;
    if (c == '\0') {
      key += '\xFF';
    } else if (c == '\xFF') {
      key += '\0';
    }
  }
  key += '\0';
  key += '\x01';
}

/// As many leading ones (for negative numbers: zeros) as bytes, then the number's low bits; n bytes
/// hold 7n - 1 bits and a sign.
void appendSigned(std::string& key, std::int64_t value) {
  constexpr unsigned kMaxBytes = 10;
  unsigned bytes = 1;
  for (; bytes < kMaxBytes; ++bytes) {
    const unsigned bits = 7 * bytes - 1;
    if (bits >= 63 || (value >= -(std::int64_t{1} << bits) && value < (std::int64_t{1} << bits))) {
      break;
    }
  }
  // Two's complement over ten bytes, then the header over the topmost bits of the last `bytes`.
  std::array<std::uint8_t, kMaxBytes> wide{};
  wide.fill(value < 0 ? 0xFF : 0x00);
  for (unsigned i = 0; i < 8; ++i) {
    wide[kMaxBytes - 1 - i] =
        static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
  }
  const unsigned first = kMaxBytes - bytes;
  for (unsigned bit = 0; bit < bytes; ++bit) {
    wide[first + bit / 8] = static_cast<std::uint8_t>(wide[first + bit / 8] ^ (0x80U >> (bit % 8)));
  }
  for (unsigned i = first; i < kMaxBytes; ++i) {
    key += static_cast<char>(wide[i]);
  }
}

}  // namespace

std::string sliceKey(std::string_view name, const TensorSlice& slice) {
  std::string key;
  appendIncreasing(key, 0);
  appendText(key, name);
  appendIncreasing(key, slice.size());
  for (const SliceExtent& extent : slice) {
    appendSigned(key, extent.start);
    appendSigned(key, extent.length);
  }
  return key;
}

Result<TensorSlice> parseSlice(std::span<const std::byte> message) {
  TensorSlice slice;
  WireReader reader(message);
  for (WireField field; reader.next(field);) {
    if (field.number != 1) {
      continue;
    }
    SliceExtent extent;
    WireReader inner(field.bytes);
    for (WireField part; inner.next(part);) {
      if (part.number == 1) {
        extent.start = part.integer();
      } else if (part.number == 2) {
        extent.length = part.integer();
      }
    }
    if (inner.failed() || extent.start < 0 || extent.length < -1 || slice.size() == kMaxSliceRank) {
      return fail(ErrorCode::CorruptData, "a part of a tensor with impossible bounds");
    }
    slice.push_back(extent);
  }
  if (reader.failed()) {
    return fail(ErrorCode::CorruptData, "damaged bounds of a part of a tensor");
  }
  return slice;
}

Result<TensorSlice> resolveSlice(const TensorSlice& slice, const Shape& shape) {
  if (slice.size() != shape.size()) {
    return fail(ErrorCode::CorruptData, "a part of another rank than its tensor");
  }
  TensorSlice resolved = slice;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    SliceExtent& extent = resolved[i];
    if (extent.length == -1) {
      extent = {0, shape[i]};
    }
    const bool empty = extent.length == 0 && shape[i] != 0;
    if (empty || extent.start > shape[i] || extent.length > shape[i] - extent.start) {
      return fail(ErrorCode::CorruptData, "a part that lies outside of its tensor");
    }
  }
  return resolved;
}

void placeSlice(std::span<const std::byte> part, const TensorSlice& slice, const Shape& shape,
                std::size_t elementBytes, std::span<std::byte> whole) {
  // Runs of the last dimension are contiguous in both.
  if (slice.empty()) {
    FS_EXPECTS(part.size() == whole.size(), "a scalar is one element");
    std::ranges::copy(part, whole.begin());
    return;
  }
  const std::size_t last = slice.size() - 1;
  const std::size_t run = static_cast<std::size_t>(slice[last].length) * elementBytes;
  if (run == 0 || part.empty()) {
    return;
  }
  std::vector<std::int64_t> at(slice.size(), 0);
  while (true) {
    std::int64_t offset = 0;
    for (std::size_t i = 0; i < slice.size(); ++i) {
      offset = offset * shape[i] + slice[i].start + at[i];
    }
    FS_EXPECTS(part.size() >= run, "the part has all its elements");
    std::memcpy(whole.data() + static_cast<std::size_t>(offset) * elementBytes, part.data(), run);
    part = part.subspan(run);
    std::size_t dim = last;
    while (dim > 0 && ++at[dim - 1] == slice[dim - 1].length) {
      at[--dim] = 0;
    }
    if (dim == 0) {
      return;
    }
  }
}

}  // namespace followspot::model
