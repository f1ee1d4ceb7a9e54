#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/checkpoint/random_access_file.h"

namespace followspot::model {

/// A file of keys in order of their bytes, each with a value, in blocks: LevelDB's table, of which
/// TensorFlow makes its `.index` files and its checkpoints of version 1.
///
/// Every block's checksum is verified. Nothing is allocated that the file has not the bytes for.
/// @threading any thread.
/// @source google/leveldb: doc/table_format.md; tensorflow/core/lib/io/format.cc
class SortedTable {
 public:
  /// A value and what keeps its bytes.
  struct Value {
    std::shared_ptr<const std::vector<std::byte>> block;
    std::string_view bytes;
  };
  using Visitor = std::function<Result<void>(std::string_view key, std::string_view value)>;

  /// Whether the file ends as such a table does.
  [[nodiscard]] static bool isTable(const RandomAccessFile& file);

  /// Reads where the blocks are. @errors CorruptData: names file and byte.
  [[nodiscard]] static Result<SortedTable> open(std::shared_ptr<const RandomAccessFile> file);

  /// Calls `visit` for every pair in order of the keys, until it fails; block after block, of which
  /// one is in memory at a time. @errors CorruptData, and those of `visit`.
  [[nodiscard]] Result<void> forEach(const Visitor& visit) const;

  /// The value of a key; nothing where the table has no such key.
  [[nodiscard]] Result<std::optional<Value>> find(std::string_view key) const;

 private:
  struct BlockPlace {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
  };
  struct IndexEntry {
    std::string lastKey;  ///< No key of the block is greater.
    BlockPlace place;
  };
  explicit SortedTable(std::shared_ptr<const RandomAccessFile> file) : file_(std::move(file)) {}

  [[nodiscard]] static std::optional<BlockPlace> takePlace(std::string_view& bytes);
  [[nodiscard]] Result<std::vector<std::byte>> readBlock(BlockPlace place) const;
  /// Walks over the entries of a block; stops where `visit` says false.
  [[nodiscard]] Result<void> walk(
      std::string_view block, BlockPlace place,
      const std::function<Result<bool>(std::string_view, std::string_view)>& visit) const;
  [[nodiscard]] tl::unexpected<Error> damaged(BlockPlace place, const std::string& what) const;

  std::shared_ptr<const RandomAccessFile> file_;
  std::vector<IndexEntry> blocks_;
};

}  // namespace followspot::model
