#include "core/model/checkpoint/snappy_block.h"

#include <cstdint>
#include <string>

namespace followspot::model {
namespace {

tl::unexpected<Error> damaged(const std::string& what) {
  return fail(ErrorCode::CorruptData, "damaged Snappy data: " + what);
}

/// Little-endian number of `count` bytes at the front; `bytes` has them.
std::size_t takeNumber(std::span<const std::byte>& bytes, std::size_t count) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value |= std::to_integer<std::size_t>(bytes[i]) << (8 * i);
  }
  bytes = bytes.subspan(count);
  return value;
}

/// One element: bytes given literally, or a copy of what came out before.
struct Element {
  std::size_t length = 0;
  std::size_t distance = 0;  // 0: literal
};

Result<Element> takeElement(std::span<const std::byte>& bytes) {
  const auto tag = takeNumber(bytes, 1);
  const std::size_t kind = tag & 3U;
  if (kind == 0) {
    constexpr std::size_t kInTag = 60;  // longer literals have their length in 1 to 4 bytes
    std::size_t length = tag >> 2U;
    if (length >= kInTag) {
      const std::size_t count = length - kInTag + 1;
      if (bytes.size() < count) {
        return damaged("a length is cut off");
      }
      length = takeNumber(bytes, count);
    }
    return Element{length + 1, 0};
  }
  const std::size_t count = kind == 1 ? 1 : kind == 2 ? 2 : 4;
  if (bytes.size() < count) {
    return damaged("a distance is cut off");
  }
  Element element;
  if (kind == 1) {
    element.length = ((tag >> 2U) & 7U) + 4;
    element.distance = ((tag >> 5U) << 8U) | takeNumber(bytes, 1);
  } else {
    element.length = (tag >> 2U) + 1;
    element.distance = takeNumber(bytes, count);
  }
  if (element.distance == 0) {
    return damaged("a copy of itself");
  }
  return element;
}

}  // namespace

Result<std::vector<std::byte>> expandSnappy(std::span<const std::byte> block) {
  std::uint64_t size = 0;
  std::size_t used = 0;
  constexpr std::size_t kMaxVarint = 5;
  for (; used < kMaxVarint; ++used) {
    if (used == block.size()) {
      return damaged("it ends in its size");
    }
    const auto byte = std::to_integer<std::uint64_t>(block[used]);
    size |= (byte & 0x7FU) << (7 * used);
    if ((byte & 0x80U) == 0) {
      break;
    }
  }
  if (used == kMaxVarint) {
    return damaged("its size is no number");
  }
  block = block.subspan(used + 1);
  constexpr std::uint64_t kMostPerByte = 22;  // 64 from 3, rounded up
  if (size > kMostPerByte * block.size()) {
    return damaged(std::to_string(block.size()) + " bytes cannot become the " +
                   std::to_string(size) + " that it tells");
  }
  std::vector<std::byte> out(static_cast<std::size_t>(size));
  std::size_t done = 0;
  while (!block.empty()) {
    const auto element = takeElement(block);
    if (!element) {
      return fail(element.error());
    }
    if (element->length > out.size() - done) {
      return damaged("more comes out than it tells");
    }
    std::span<const std::byte> from = block;
    if (element->distance == 0) {
      if (element->length > block.size()) {
        return damaged("literal bytes are cut off");
      }
      block = block.subspan(element->length);
    } else {
      if (element->distance > done) {
        return damaged("a copy from before its beginning");
      }
      from = std::span<const std::byte>(out).subspan(done - element->distance);
    }
    // Byte by byte: a copy may overlap what it writes, which repeats it.
    for (std::size_t i = 0; i < element->length; ++i) {
      out[done + i] = from[i];
    }
    done += element->length;
  }
  if (done != out.size()) {
    return damaged("less comes out than it tells");
  }
  return out;
}

}  // namespace followspot::model
