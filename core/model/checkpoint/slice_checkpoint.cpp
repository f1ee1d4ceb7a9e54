#include "core/model/checkpoint/slice_checkpoint.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/model/checkpoint/slice_key.h"
#include "core/model/checkpoint/sorted_table.h"
#include "core/model/tensor_codec.h"
#include "core/model/wire_format.h"

namespace followspot::model {
namespace {

using Kind = WireField::Kind;

std::span<const std::byte> asBytes(std::string_view text) { return std::as_bytes(std::span(text)); }

/// A tensor or parts of it, as one file's SavedSliceMeta tells it.
struct SavedVariable {
  Variable variable;
  std::vector<TensorSlice> slices;
};

Result<SavedVariable> parseSliceMeta(std::span<const std::byte> message) {
  SavedVariable saved;
  WireReader reader(message);
  for (WireField field; reader.next(field);) {
    if (field.number == 1) {
      saved.variable.name = field.text();
    } else if (field.number == 2) {
      auto shape = parseShape(field.bytes);
      if (!shape || shape->unknownRank) {
        return fail(ErrorCode::CorruptData,
                    "variable " + saved.variable.name + ": its shape is damaged");
      }
      saved.variable.shape = std::move(shape->dims);
    } else if (field.number == 3) {
      saved.variable.type = dataTypeFromNumber(field.value);
    } else if (field.number == 4) {
      auto slice = parseSlice(field.bytes);
      if (!slice || saved.slices.size() == kMaxParts) {
        return fail(ErrorCode::CorruptData,
                    "variable " + saved.variable.name + ": its parts are damaged");
      }
      saved.slices.push_back(std::move(*slice));
    }
  }
  if (reader.failed() || saved.variable.name.empty()) {
    return fail(ErrorCode::CorruptData, "its list of variables is damaged");
  }
  return saved;
}

/// Which field of a TensorProto holds the numbers. @source tensor.proto
std::uint32_t valueFieldOf(DataType type) {
  switch (type) {
    case DataType::Float:
      return 5;
    case DataType::Double:
      return 6;
    case DataType::Int64:
      return 10;
    case DataType::Bool:
      return 11;
    case DataType::Half:
    case DataType::BFloat16:
      return 13;
    default:
      return 7;
  }
}

/// Numbers of a part, in order, into its bytes.
class NumberSink {
 public:
  NumberSink(DataType type, std::span<std::byte> into)
      : type_(type), size_(elementBytes(type)), into_(into) {}

  /// One field of numbers, packed or not; false: damage, or more than there is room for.
  bool take(const WireField& field) {
    const bool fixed = type_ == DataType::Float || type_ == DataType::Double;
    if (field.kind != Kind::Bytes) {
      return put(field.value);
    }
    if (fixed) {
      if (field.bytes.size() > into_.size() || field.bytes.size() % size_ != 0) {
        return false;
      }
      std::ranges::copy(field.bytes, into_.begin());
      into_ = into_.subspan(field.bytes.size());
      return true;
    }
    WireReader packed(field.bytes);
    for (std::uint64_t value = 0; packed.nextVarint(value);) {
      if (!put(value)) {
        return false;
      }
    }
    return !packed.failed();
  }
  [[nodiscard]] bool full() const { return into_.empty(); }

 private:
  bool put(std::uint64_t value) {
    if (into_.size() < size_) {
      return false;
    }
    std::memcpy(into_.data(), &value, size_);  // little-endian
    into_ = into_.subspan(size_);
    return true;
  }

  DataType type_;
  std::size_t size_;
  std::span<std::byte> into_;
};

/// The numbers of SavedTensorSlices{data{data: TensorProto}}.
bool takeNumbers(std::string_view value, DataType type, std::span<std::byte> into) {
  NumberSink sink(type, into);
  const std::uint32_t numbers = valueFieldOf(type);
  bool good = true;
  WireReader reader(asBytes(value));
  for (WireField outer; good && reader.next(outer);) {
    if (outer.number != 2 || outer.kind != Kind::Bytes) {
      continue;
    }
    WireReader slice(outer.bytes);
    for (WireField part; good && slice.next(part);) {
      if (part.number != 3 || part.kind != Kind::Bytes) {
        continue;
      }
      WireReader tensor(part.bytes);
      for (WireField field; good && tensor.next(field);) {
        if (field.number == numbers) {
          good = sink.take(field);
        }
      }
      good = good && !tensor.failed();
    }
    good = good && !slice.failed();
  }
  return good && !reader.failed() && sink.full();
}

class SliceCheckpoint final : public Checkpoint {
 public:
  explicit SliceCheckpoint(CheckpointLocation location) : Checkpoint(std::move(location)) {}

  Result<void> load() {
    for (const auto& path : location_.tables) {
      auto file = RandomAccessFile::open(path);
      if (!file) {
        return fail(file.error());
      }
      auto table = SortedTable::open(std::make_shared<const RandomAccessFile>(std::move(*file)));
      if (!table) {
        return fail(table.error());
      }
      tables_.push_back(std::move(*table));
      if (auto taken = takeList(tables_.size() - 1); !taken) {
        return taken;
      }
    }
    for (auto& [name, saved] : byName_) {
      variables_.push_back(saved.variable);
      places_.push_back(std::move(saved.places));
    }
    byName_.clear();
    return {};
  }

 private:
  struct PartPlace {
    TensorSlice slice;
    std::size_t table = 0;
  };
  struct Known {
    Variable variable;
    std::vector<PartPlace> places;
  };

  tl::unexpected<Error> damaged(std::size_t table, const std::string& what) const {
    return fail(ErrorCode::CorruptData,
                location_.tables[table].string() + ": " + what +
                    ". Copy the checkpoint again from where it was trained.");
  }

  /// SavedTensorSlices{meta} under the empty key.
  Result<void> takeList(std::size_t index) {
    const auto value = tables_[index].find("");
    if (!value) {
      return fail(value.error());
    }
    if (!*value) {
      return damaged(index, "is a table, but not a checkpoint (it has no list of variables)");
    }
    WireReader reader(asBytes((*value)->bytes));
    for (WireField field; reader.next(field);) {
      if (field.number != 1 || field.kind != Kind::Bytes) {
        continue;
      }
      WireReader meta(field.bytes);
      for (WireField part; meta.next(part);) {
        if (part.number != 1 || part.kind != Kind::Bytes) {
          continue;
        }
        auto saved = parseSliceMeta(part.bytes);
        if (!saved) {
          return damaged(index, saved.error().message);
        }
        if (auto added = add(std::move(*saved), index); !added) {
          return added;
        }
      }
      if (meta.failed()) {
        return damaged(index, "its list of variables is damaged");
      }
    }
    if (reader.failed()) {
      return damaged(index, "its list of variables is damaged");
    }
    return {};
  }

  Result<void> add(SavedVariable saved, std::size_t index) {
    nameBytes_ += saved.variable.name.size();
    if (byName_.size() == kMaxVariables || nameBytes_ > kMaxNameBytes) {
      return damaged(index, "it tells of more variables than any network has");
    }
    const std::string name = saved.variable.name;
    Known& known = byName_.try_emplace(name, Known{saved.variable, {}}).first->second;
    if (known.variable.shape != saved.variable.shape ||
        known.variable.type != saved.variable.type) {
      return damaged(index, "variable " + name + ": is there twice, with different shapes");
    }
    for (TensorSlice& slice : saved.slices) {
      known.places.push_back({std::move(slice), index});
    }
    return {};
  }

  Result<void> readInto(std::size_t index, std::span<std::byte> into) const override {
    const Variable& variable = variables_[index];
    const std::size_t size = elementBytes(variable.type);
    std::size_t covered = 0;
    for (const PartPlace& place : places_[index]) {
      const auto slice = resolveSlice(place.slice, variable.shape);
      if (!slice) {
        return damaged(place.table, "variable " + variable.name + ": " + slice.error().message);
      }
      const auto value = tables_[place.table].find(sliceKey(variable.name, place.slice));
      if (!value) {
        return fail(value.error().withContext("variable " + variable.name));
      }
      if (!*value) {
        return damaged(place.table, "variable " + variable.name + ": its numbers are missing");
      }
      std::size_t bytes = size;
      for (const SliceExtent& extent : *slice) {
        bytes *= static_cast<std::size_t>(extent.length);
      }
      covered += bytes;
      if (covered > into.size()) {
        return damaged(place.table, "variable " + variable.name + ": its parts overlap");
      }
      const bool whole = bytes == into.size();
      std::vector<std::byte> part(whole ? 0 : bytes);
      const std::span<std::byte> target = whole ? into : std::span(part);
      if (!takeNumbers((*value)->bytes, variable.type, target)) {
        return damaged(place.table, "variable " + variable.name +
                                        ": its numbers are damaged or do not fill its shape " +
                                        describe(variable.shape));
      }
      if (!whole) {
        placeSlice(part, *slice, variable.shape, size, into);
      }
    }
    if (covered != into.size()) {
      return damaged(0, "variable " + variable.name + ": its parts leave gaps");
    }
    return {};
  }

  std::vector<SortedTable> tables_;
  std::map<std::string, Known, std::less<>> byName_;  // while loading
  std::vector<std::vector<PartPlace>> places_;        // as variables_
  std::size_t nameBytes_ = 0;
};

}  // namespace

Result<std::unique_ptr<Checkpoint>> openSlices(CheckpointLocation location) {
  auto checkpoint = std::make_unique<SliceCheckpoint>(std::move(location));
  if (auto loaded = checkpoint->load(); !loaded) {
    return fail(loaded.error());
  }
  return checkpoint;
}

}  // namespace followspot::model
