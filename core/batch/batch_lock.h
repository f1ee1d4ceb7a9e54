#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "core/base/result.h"

namespace followspot {

/// The right to work on something, held by one process at a time; ends with the process, however
/// that ends.
/// @threading one thread at a time; one object for a file in a process.
class BatchLock {
 public:
  /// @param patience  how long to wait for a process that is ending.
  /// @errors Unavailable: another process holds it, or the file cannot be made.
  [[nodiscard]] static Result<BatchLock> take(const std::filesystem::path& file,
                                              std::chrono::milliseconds patience);

  BatchLock(BatchLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  BatchLock& operator=(BatchLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  BatchLock(const BatchLock&) = delete;
  BatchLock& operator=(const BatchLock&) = delete;
  ~BatchLock();

 private:
  explicit BatchLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// The number of the process that holds a lock; nothing where none does. Not for the lock's own
/// process, which would lose it.
[[nodiscard]] std::optional<std::int64_t> lockHolder(const std::filesystem::path& file);

}  // namespace followspot
