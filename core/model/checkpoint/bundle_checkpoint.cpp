#include "core/model/checkpoint/bundle_checkpoint.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "core/model/checkpoint/crc32c.h"
#include "core/model/checkpoint/slice_key.h"
#include "core/model/checkpoint/sorted_table.h"
#include "core/model/tensor_codec.h"
#include "core/model/wire_format.h"

namespace followspot::model {
namespace {

using Kind = WireField::Kind;

/// Where a tensor, or a part of one, lies.
struct Place {
  std::int64_t shard = 0;
  std::int64_t offset = 0;
  std::int64_t size = 0;
  std::uint32_t maskedChecksum = 0;
};

struct Entry {
  Variable variable;
  Place place;
  std::vector<TensorSlice> slices;  ///< Not empty: it lies in these parts, each an entry itself.
};

std::span<const std::byte> asBytes(std::string_view text) { return std::as_bytes(std::span(text)); }

/// BundleHeaderProto.
struct Header {
  std::int64_t shards = 0;
  bool bigEndian = false;
  std::int64_t minimumReader = 0;
};

Result<Header> parseHeader(std::string_view value) {
  Header header;
  WireReader reader(asBytes(value));
  for (WireField field; reader.next(field);) {
    if (field.number == 1) {
      header.shards = field.integer();
    } else if (field.number == 2) {
      header.bigEndian = field.value == 1;
    } else if (field.number == 3) {
      WireReader version(field.bytes);
      for (WireField part; version.next(part);) {
        if (part.number == 2) {
          header.minimumReader = part.integer();
        }
      }
    }
  }
  if (reader.failed()) {
    return fail(ErrorCode::CorruptData, "its header is damaged");
  }
  return header;
}

/// BundleEntryProto.
Result<Entry> parseEntry(std::string_view name, std::string_view value) {
  Entry entry;
  entry.variable.name = name;
  WireReader reader(asBytes(value));
  for (WireField field; reader.next(field);) {
    switch (field.number) {
      case 1:
        entry.variable.type = dataTypeFromNumber(field.value);
        break;
      case 2: {
        auto shape = parseShape(field.bytes);
        if (!shape || shape->unknownRank) {
          return fail(ErrorCode::CorruptData, "its shape is damaged");
        }
        entry.variable.shape = std::move(shape->dims);
        break;
      }
      case 3:
        entry.place.shard = field.integer();
        break;
      case 4:
        entry.place.offset = field.integer();
        break;
      case 5:
        entry.place.size = field.integer();
        break;
      case 6:
        entry.place.maskedChecksum = static_cast<std::uint32_t>(field.value);
        break;
      case 7: {
        auto slice = parseSlice(field.bytes);
        if (!slice || entry.slices.size() == kMaxParts) {
          return fail(ErrorCode::CorruptData, "its parts are damaged");
        }
        entry.slices.push_back(std::move(*slice));
        break;
      }
      default:
        break;
    }
  }
  if (reader.failed()) {
    return fail(ErrorCode::CorruptData, "its entry is damaged");
  }
  return entry;
}

class BundleCheckpoint final : public Checkpoint {
 public:
  explicit BundleCheckpoint(CheckpointLocation location) : Checkpoint(std::move(location)) {}

  Result<void> load() {
    auto file = RandomAccessFile::open(location_.tables.front());
    if (!file) {
      return fail(file.error());
    }
    const auto table =
        SortedTable::open(std::make_shared<const RandomAccessFile>(std::move(*file)));
    if (!table) {
      return fail(table.error());
    }
    auto read = table->forEach(
        [this](std::string_view key, std::string_view value) { return take(key, value); });
    if (!read) {
      return read;
    }
    if (shards_ == 0) {
      return damaged("it has no header");
    }
    return {};
  }

 private:
  Result<void> readInto(std::size_t index, std::span<std::byte> into) const override {
    const Entry& entry = entries_[index];
    if (entry.slices.empty()) {
      return readPlace(entry.variable.name, entry.place, into);
    }
    const Shape& shape = entry.variable.shape;
    std::size_t covered = 0;
    for (const TensorSlice& slice : entry.slices) {
      const auto resolved = resolveSlice(slice, shape);
      if (!resolved) {
        return damaged("variable " + entry.variable.name + ": " + resolved.error().message);
      }
      const auto part = parts_.find(sliceKey(entry.variable.name, slice));
      if (part == parts_.end()) {
        return damaged("variable " + entry.variable.name + ": one of its parts is missing");
      }
      std::size_t size = elementBytes(entry.variable.type);
      for (const SliceExtent& extent : *resolved) {
        size *= static_cast<std::size_t>(extent.length);
      }
      covered += size;
      if (covered > into.size()) {
        return damaged("variable " + entry.variable.name + ": its parts overlap");
      }
      std::vector<std::byte> bytes(size);
      if (auto filled = readPlace(entry.variable.name, part->second, bytes); !filled) {
        return filled;
      }
      placeSlice(bytes, *resolved, shape, elementBytes(entry.variable.type), into);
    }
    if (covered != into.size()) {
      return damaged("variable " + entry.variable.name + ": its parts leave gaps");
    }
    return {};
  }

  tl::unexpected<Error> damaged(const std::string& what) const {
    return fail(ErrorCode::CorruptData, location_.tables.front().string() + ": " + what +
                                            ". Copy the checkpoint again from where it was "
                                            "trained.");
  }

  Result<void> take(std::string_view key, std::string_view value) {
    if (key.empty()) {
      return takeHeader(value);
    }
    if (shards_ == 0) {
      return damaged("its first entry is no header");
    }
    nameBytes_ += key.size();
    if (entries_.size() + parts_.size() == kMaxVariables || nameBytes_ > kMaxNameBytes) {
      return damaged("it tells of more variables than any network has");
    }
    // Keys of parts begin with 00, which no name does; they come before all names.
    const bool part = key.front() == '\0';
    const std::string name = part ? "(part)" : std::string(key);
    auto entry = parseEntry(key, value);
    if (!entry) {
      return damaged("variable " + name + ": " + entry.error().message);
    }
    const Place& place = entry->place;
    if (place.shard < 0 || place.shard >= shards_ || place.offset < 0 || place.size < 0) {
      return damaged("variable " + name + ": lies at an impossible place");
    }
    if (part) {
      parts_.emplace(key, place);
      return {};
    }
    variables_.push_back(entry->variable);
    entries_.push_back(std::move(*entry));
    return {};
  }

  Result<void> takeHeader(std::string_view value) {
    const auto header = parseHeader(value);
    if (!header) {
      return damaged(header.error().message);
    }
    constexpr std::int64_t kMaxShards = 99'999;  // its file names have five digits
    if (header->shards < 1 || header->shards > kMaxShards) {
      return damaged("it tells of " + std::to_string(header->shards) + " data files");
    }
    constexpr std::int64_t kVersion = 1;
    if (header->bigEndian || header->minimumReader > kVersion) {
      return fail(ErrorCode::Unsupported,
                  location_.tables.front().string() +
                      (header->bigEndian
                           ? ": was written on a big-endian machine, which is not supported. "
                             "Save it again on a usual one."
                           : ": is of a newer format than 2. Save it with TensorFlow 1 or 2."));
    }
    shards_ = header->shards;
    files_.resize(static_cast<std::size_t>(shards_));
    return {};
  }

  Result<const RandomAccessFile*> shard(std::int64_t index) const {
    // Files are opened when first needed; a mutex, as any thread may read.
    const std::scoped_lock lock(mutex_);
    auto& file = files_[static_cast<std::size_t>(index)];
    if (!file) {
      std::array<char, 48> ending{};
      std::snprintf(ending.data(), ending.size(), ".data-%05lld-of-%05lld",
                    static_cast<long long>(index), static_cast<long long>(shards_));
      auto opened =
          RandomAccessFile::open(std::filesystem::path(location_.prefix) += ending.data());
      if (!opened) {
        return fail(opened.error());
      }
      file = std::make_unique<RandomAccessFile>(std::move(*opened));
    }
    return file.get();
  }

  Result<void> readPlace(const std::string& name, const Place& place,
                         std::span<std::byte> into) const {
    if (static_cast<std::uint64_t>(place.size) != into.size()) {
      return damaged("variable " + name + ": has " + std::to_string(place.size) +
                     " bytes where its shape needs " + std::to_string(into.size()));
    }
    const auto file = shard(place.shard);
    if (!file) {
      return fail(file.error());
    }
    if (auto read = (*file)->readAt(static_cast<std::uint64_t>(place.offset), into); !read) {
      return fail(read.error().withContext("variable " + name));
    }
    if (maskedCrc(crc32c(into)) != place.maskedChecksum) {
      return fail(ErrorCode::CorruptData,
                  (*file)->path().string() + ": variable " + name + " at byte " +
                      std::to_string(place.offset) +
                      " is damaged (its checksum differs). Copy the checkpoint again from where "
                      "it was trained.");
    }
    return {};
  }

  std::int64_t shards_ = 0;
  std::vector<Entry> entries_;  // as variables_
  std::map<std::string, Place, std::less<>> parts_;
  std::size_t nameBytes_ = 0;
  mutable std::mutex mutex_;  // guards files_
  mutable std::vector<std::unique_ptr<RandomAccessFile>> files_;
};

}  // namespace

Result<std::unique_ptr<Checkpoint>> openBundle(CheckpointLocation location) {
  auto checkpoint = std::make_unique<BundleCheckpoint>(std::move(location));
  if (auto loaded = checkpoint->load(); !loaded) {
    return fail(loaded.error());
  }
  return checkpoint;
}

}  // namespace followspot::model
