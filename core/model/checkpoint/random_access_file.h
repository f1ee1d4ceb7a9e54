#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "core/base/result.h"

namespace followspot::model {

/// A regular file that is read at any place, with no position of its own.
/// @threading any thread.
class RandomAccessFile {
 public:
  /// @errors NotFound, Unavailable; Unsupported: a folder or device.
  [[nodiscard]] static Result<RandomAccessFile> open(const std::filesystem::path& path);

  RandomAccessFile(RandomAccessFile&& other) noexcept;
  RandomAccessFile& operator=(RandomAccessFile&&) = delete;
  RandomAccessFile(const RandomAccessFile&) = delete;
  RandomAccessFile& operator=(const RandomAccessFile&) = delete;
  ~RandomAccessFile();

  /// Fills `into` from byte `offset` on.
  /// @errors CorruptData: the file ends before. Unavailable: the disk does not serve us.
  [[nodiscard]] Result<void> readAt(std::uint64_t offset, std::span<std::byte> into) const;

  /// Bytes when it was opened.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  RandomAccessFile(std::filesystem::path path, int descriptor, std::uint64_t size)
      : path_(std::move(path)), descriptor_(descriptor), size_(size) {}

  std::filesystem::path path_;
  int descriptor_;
  std::uint64_t size_;
};

}  // namespace followspot::model
