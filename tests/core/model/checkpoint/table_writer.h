#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/model/checkpoint/crc32c.h"

namespace followspot::test {

/// Writes LevelDB tables for tests, plainly: every key whole, one block per `entriesInBlock`.
class TableWriter {
 public:
  std::map<std::string, std::string> entries;  ///< In order of bytes.
  std::size_t entriesInBlock = 1000;

  static void varint(std::string& out, std::uint64_t value) {
    for (; value > 127; value >>= 7U) {
      out += static_cast<char>((value & 0x7FU) | 0x80U);
    }
    out += static_cast<char>(value);
  }
  static void fixed32(std::string& out, std::uint32_t value) {
    for (unsigned i = 0; i < 4; ++i) {
      out += static_cast<char>((value >> (8 * i)) & 0xFFU);
    }
  }
  static void entry(std::string& block, std::string_view key, std::string_view value) {
    varint(block, 0);
    varint(block, key.size());
    varint(block, value.size());
    block.append(key).append(value);
  }
  static std::string finished(std::string block) {
    fixed32(block, 0);  // the place of the only key known to be whole
    fixed32(block, 1);
    return block;
  }
  /// A block with its trailer; `type` 1: `block` is compressed.
  static std::string sealed(std::string block, char type = 0) {
    block += type;
    fixed32(block, model::maskedCrc(model::crc32c(std::as_bytes(std::span(block)))));
    return block;
  }
  static std::string footer(std::uint64_t indexAt, std::uint64_t indexSize) {
    std::string out;
    varint(out, 0);
    varint(out, 0);
    varint(out, indexAt);
    varint(out, indexSize);
    out.resize(40);
    return out + "\x57\xfb\x80\x8b\x24\x75\x47\xdb";
  }

  [[nodiscard]] std::string toString() const {
    std::string file;
    std::string index;
    std::string block;
    std::string last;
    std::size_t count = 0;
    const auto flush = [&] {
      if (count == 0) {
        return;
      }
      const std::string whole = finished(std::move(block));
      std::string place;
      varint(place, file.size());
      varint(place, whole.size());
      entry(index, last, place);
      file += sealed(whole);
      block.clear();
      count = 0;
    };
    for (const auto& [key, value] : entries) {
      entry(block, key, value);
      last = key;
      if (++count == entriesInBlock) {
        flush();
      }
    }
    flush();
    const std::size_t indexAt = file.size();
    const std::string whole = finished(index);
    file += sealed(whole);
    return file + footer(indexAt, whole.size());
  }
};

}  // namespace followspot::test
