#include "core/model/checkpoint/sorted_table.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "core/model/checkpoint/crc32c.h"
#include "core/model/checkpoint/snappy_block.h"

namespace followspot::model {
namespace {

constexpr std::size_t kFooterBytes = 48;
constexpr std::size_t kTrailerBytes = 5;  // compression, checksum
constexpr std::string_view kMagic = "\x57\xfb\x80\x8b\x24\x75\x47\xdb";
constexpr std::uint64_t kMaxBlockBytes = std::uint64_t{1} << 31U;
// Keys share their beginnings in the file, so that a short file can hold long ones.
constexpr std::size_t kMaxKeyBytes = 4096;
constexpr std::size_t kMaxIndexKeyBytes = std::size_t{64} << 20U;

std::string_view asText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A varint at the front; nothing where there is none of at most `maxBits` bits.
std::optional<std::uint64_t> takeVarint(std::string_view& bytes, unsigned maxBits) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < maxBits && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    const std::uint64_t part = byte & 0x7FU;
    if (shift + 7 > maxBits && (part >> (maxBits - shift)) != 0) {
      return std::nullopt;
    }
    value |= part << shift;
    if ((byte & 0x80U) == 0) {
      return value;
    }
  }
  return std::nullopt;
}

std::uint32_t fixed32(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) {
    value = (value << 8U) | static_cast<std::uint8_t>(bytes[i]);
  }
  return value;
}

}  // namespace

tl::unexpected<Error> SortedTable::damaged(BlockPlace place, const std::string& what) const {
  return fail(ErrorCode::CorruptData, file_->path().string() + ": damaged block at byte " +
                                          std::to_string(place.offset) + ": " + what +
                                          ". Copy the checkpoint again from where it was trained.");
}

std::optional<SortedTable::BlockPlace> SortedTable::takePlace(std::string_view& bytes) {
  const auto offset = takeVarint(bytes, 64);
  const auto size = takeVarint(bytes, 64);
  if (!offset || !size) {
    return std::nullopt;
  }
  return BlockPlace{*offset, *size};
}

bool SortedTable::isTable(const RandomAccessFile& file) {
  std::array<std::byte, kMagic.size()> magic{};
  return file.size() >= kFooterBytes && file.readAt(file.size() - kMagic.size(), magic) &&
         asText(magic) == kMagic;
}

Result<SortedTable> SortedTable::open(std::shared_ptr<const RandomAccessFile> file) {
  const std::string name = file->path().string();
  if (!isTable(*file)) {
    return fail(ErrorCode::CorruptData,
                name +
                    ": is no checkpoint index (its last bytes are not those of a table). It is "
                    "another file, or was not copied whole.");
  }
  SortedTable table(std::move(file));
  std::array<std::byte, kFooterBytes> footer{};
  const std::uint64_t footerAt = table.file_->size() - kFooterBytes;
  if (auto read = table.file_->readAt(footerAt, footer); !read) {
    return fail(read.error());
  }
  std::string_view rest = asText(footer);
  const auto unused = takePlace(rest);
  const auto index = takePlace(rest);
  if (!unused || !index) {
    return table.damaged({footerAt, kFooterBytes}, "it does not say where the index is");
  }
  const auto block = table.readBlock(*index);
  if (!block) {
    return fail(block.error());
  }
  std::size_t keyBytes = 0;
  auto walked = table.walk(asText(*block), *index,
                           [&](std::string_view key, std::string_view value) -> Result<bool> {
                             const auto place = takePlace(value);
                             if (!place) {
                               return table.damaged(*index, "an entry is no place of a block");
                             }
                             keyBytes += key.size();
                             if (keyBytes > kMaxIndexKeyBytes) {
                               return table.damaged(*index, "its keys are too long");
                             }
                             table.blocks_.push_back({std::string(key), *place});
                             return true;
                           });
  if (!walked) {
    return fail(walked.error());
  }
  return table;
}

Result<std::vector<std::byte>> SortedTable::readBlock(BlockPlace place) const {
  const std::uint64_t fileSize = file_->size();
  if (place.size > kMaxBlockBytes || place.offset > fileSize ||
      place.size > fileSize - place.offset ||
      kTrailerBytes > fileSize - place.offset - place.size) {
    return damaged(place, "it would have " + std::to_string(place.size) + " bytes, the file has " +
                              std::to_string(fileSize));
  }
  std::vector<std::byte> block(static_cast<std::size_t>(place.size) + kTrailerBytes);
  if (auto read = file_->readAt(place.offset, block); !read) {
    return fail(read.error());
  }
  const std::size_t size = block.size() - kTrailerBytes;
  const std::uint32_t stored = fixed32(asText(block).substr(size + 1));
  if (maskedCrc(crc32c(std::span(block).first(size + 1))) != stored) {
    return damaged(place, "its checksum differs");
  }
  const auto compression = std::to_integer<unsigned>(block[size]);
  block.resize(size);
  if (compression == 0) {
    return block;
  }
  if (compression != 1) {
    return damaged(place, "compression " + std::to_string(compression) + " is not known");
  }
  auto expanded = expandSnappy(block);
  if (!expanded) {
    return damaged(place, expanded.error().message);
  }
  return expanded;
}

Result<void> SortedTable::walk(
    std::string_view block, BlockPlace place,
    const std::function<Result<bool>(std::string_view, std::string_view)>& visit) const {
  // Entries, then the places of those with a whole key (4 bytes each), then their number.
  if (block.size() < 4) {
    return damaged(place, "it is too short");
  }
  const std::uint64_t restarts = fixed32(block.substr(block.size() - 4));
  if (restarts > (block.size() - 4) / 4) {
    return damaged(place, "it tells of more entries than it has");
  }
  std::string_view rest =
      block.substr(0, block.size() - 4 - 4 * static_cast<std::size_t>(restarts));
  std::string key;
  bool first = true;
  while (!rest.empty()) {
    const auto shared = takeVarint(rest, 32);
    const auto own = takeVarint(rest, 32);
    const auto size = takeVarint(rest, 32);
    if (!shared || !own || !size || *shared > key.size() || *own > rest.size() ||
        *size > rest.size() - *own) {
      return damaged(place, "an entry goes past its end");
    }
    if (*shared + *own > kMaxKeyBytes) {
      return damaged(place, "a key is too long");
    }
    const std::string_view added = rest.substr(0, static_cast<std::size_t>(*own));
    const std::string_view kept = std::string_view(key).substr(static_cast<std::size_t>(*shared));
    if (!first && added <= kept) {
      return damaged(place, "its keys are not in order");
    }
    first = false;
    key.resize(static_cast<std::size_t>(*shared));
    key += added;
    rest.remove_prefix(added.size());
    const auto goOn = visit(key, rest.substr(0, static_cast<std::size_t>(*size)));
    if (!goOn) {
      return fail(goOn.error());
    }
    if (!*goOn) {
      return {};
    }
    rest.remove_prefix(static_cast<std::size_t>(*size));
  }
  return {};
}

Result<void> SortedTable::forEach(const Visitor& visit) const {
  std::string last;
  bool first = true;
  for (const IndexEntry& entry : blocks_) {
    const auto block = readBlock(entry.place);
    if (!block) {
      return fail(block.error());
    }
    bool any = false;
    auto walked = walk(asText(*block), entry.place,
                       [&](std::string_view key, std::string_view value) -> Result<bool> {
                         any = true;
                         if (!first && key <= last) {
                           return damaged(entry.place, "its keys do not follow those before");
                         }
                         first = false;
                         last = key;
                         if (auto visited = visit(key, value); !visited) {
                           return fail(visited.error());
                         }
                         return true;
                       });
    if (!walked) {
      return walked;
    }
    if (!any) {
      return damaged(entry.place, "it is empty");
    }
  }
  return {};
}

Result<std::optional<SortedTable::Value>> SortedTable::find(std::string_view key) const {
  const auto entry = std::ranges::lower_bound(
      blocks_, key, {}, [](const IndexEntry& each) { return std::string_view(each.lastKey); });
  if (entry == blocks_.end()) {
    return std::optional<Value>();
  }
  auto bytes = readBlock(entry->place);
  if (!bytes) {
    return fail(bytes.error());
  }
  const auto block = std::make_shared<const std::vector<std::byte>>(std::move(*bytes));
  std::optional<Value> found;
  auto walked = walk(asText(*block), entry->place,
                     [&](std::string_view each, std::string_view value) -> Result<bool> {
                       if (each == key) {
                         found = Value{block, value};
                       }
                       return each < key;
                     });
  if (!walked) {
    return fail(walked.error());
  }
  return found;
}

}  // namespace followspot::model
