#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/output_file.h"
#include "core/model/checkpoint/crc32c.h"
#include "core/model/checkpoint/slice_key.h"
#include "core/model/tensor.h"
#include "tests/core/model/checkpoint/table_writer.h"

namespace followspot::test {

/// Writes checkpoints of version 2 for tests, number by number as the format is described.
class BundleWriter {
 public:
  explicit BundleWriter(int shards = 1) : data_(static_cast<std::size_t>(shards)) {
    std::string header;
    field(header, 1, static_cast<std::uint64_t>(shards));
    bytes(header, 3, std::string("\x08\x01", 2));
    table.entries[""] = header;
  }

  static void field(std::string& out, int number, std::uint64_t value) {
    TableWriter::varint(out, static_cast<std::uint64_t>(number) << 3U);
    TableWriter::varint(out, value);
  }
  static void bytes(std::string& out, int number, std::string_view value) {
    TableWriter::varint(out, (static_cast<std::uint64_t>(number) << 3U) | 2U);
    TableWriter::varint(out, value.size());
    out += value;
  }
  static std::string shapeMessage(const model::Shape& shape) {
    std::string message;
    for (const std::int64_t size : shape) {
      std::string dim;
      field(dim, 1, static_cast<std::uint64_t>(size));
      bytes(message, 2, dim);
    }
    return message;
  }
  static std::string sliceMessage(const model::TensorSlice& slice) {
    std::string message;
    for (const auto& extent : slice) {
      std::string part;
      if (extent.length >= 0) {
        field(part, 1, static_cast<std::uint64_t>(extent.start));
        field(part, 2, static_cast<std::uint64_t>(extent.length));
      }
      bytes(message, 1, part);
    }
    return message;
  }

  /// The entry of a tensor whose bytes go to the end of a shard.
  std::string entryOf(const model::Shape& shape, std::span<const std::byte> content, int shard = 0,
                      std::uint64_t type = 1) {
    std::string& data = data_[static_cast<std::size_t>(shard)];
    data += "padding";  // TensorFlow may align: places are what the entry says
    std::string entry;
    field(entry, 1, type);
    bytes(entry, 2, shapeMessage(shape));
    field(entry, 3, static_cast<std::uint64_t>(shard));
    field(entry, 4, data.size());
    field(entry, 5, content.size());
    TableWriter::varint(entry, (6U << 3U) | 5U);
    TableWriter::fixed32(entry, model::maskedCrc(model::crc32c(content)));
    data.append(reinterpret_cast<const char*>(content.data()), content.size());
    return entry;
  }
  void add(const std::string& name, const model::Shape& shape, const std::vector<float>& values,
           int shard = 0) {
    table.entries[name] = entryOf(shape, std::as_bytes(std::span(values)), shard);
  }
  /// One part of a partitioned tensor; `addWhole` says which there are.
  void addPart(const std::string& name, const model::TensorSlice& slice,
               const std::vector<float>& values, int shard = 0) {
    table.entries[model::sliceKey(name, slice)] = entryOf(
        {static_cast<std::int64_t>(values.size())}, std::as_bytes(std::span(values)), shard);
  }
  void addWhole(const std::string& name, const model::Shape& shape,
                const std::vector<model::TensorSlice>& slices) {
    std::string entry;
    field(entry, 1, 1);
    bytes(entry, 2, shapeMessage(shape));
    for (const auto& slice : slices) {
      bytes(entry, 7, sliceMessage(slice));
    }
    table.entries[name] = entry;
  }

  [[nodiscard]] bool write(const std::filesystem::path& prefix) const {
    bool good = writeFile(std::filesystem::path(prefix) += ".index", table.toString()).has_value();
    for (std::size_t i = 0; i < data_.size(); ++i) {
      const auto five = [](std::size_t n) {
        const std::string digits = std::to_string(n);
        return std::string(5 - digits.size(), '0') + digits;
      };
      const std::string ending = ".data-" + five(i) + "-of-" + five(data_.size());
      good = good && writeFile(std::filesystem::path(prefix) += ending, data_[i]).has_value();
    }
    return good;
  }

  TableWriter table;

 private:
  std::vector<std::string> data_;
};

}  // namespace followspot::test
