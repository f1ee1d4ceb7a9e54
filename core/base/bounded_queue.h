#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/base/contracts.h"

namespace followspot {

enum class PushResult {
  Accepted,
  Closed,   ///< The queue takes nothing more.
  Stopped,  ///< Stop was requested before there was room.
};

/// First in, first out, of a fixed capacity: a full queue holds its producers back.
///
/// States: *open* (push waits while full, pop waits while empty) and, after `close`, *closed* (push
/// is refused, pop still gives what is inside, then nothing). There is no way back. A requested
/// stop ends every waiting call at once, and wins over items that are there.
///
///     while (auto item = queue.pop(stop)) { ... }   // consumer: ends when closed or stopped
///
/// Allocates in the constructor only.
/// @threading any thread.
template <class T>
class BoundedQueue {
 public:
  /// @param capacity  >= 1.
  explicit BoundedQueue(std::size_t capacity) : ring_(capacity) {
    FS_EXPECTS(capacity >= 1, "a queue holds something");
  }

  /// Waits for room. An item that is not accepted is destroyed.
  PushResult push(T item, const std::stop_token& stop = {}) {
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, stop, [this] { return closed_ || count_ < ring_.size(); });
      if (stop.stop_requested()) {
        return PushResult::Stopped;
      }
      if (closed_) {
        return PushResult::Closed;
      }
      ring_[(first_ + count_) % ring_.size()].emplace(std::move(item));
      ++count_;
    }
    items_.notify_one();
    return PushResult::Accepted;
  }

  /// Waits for an item; nothing when closed and empty, or stopped.
  [[nodiscard]] std::optional<T> pop(const std::stop_token& stop = {}) {
    std::optional<T> item;
    {
      std::unique_lock lock(mutex_);
      items_.wait(lock, stop, [this] { return closed_ || count_ > 0; });
      if (stop.stop_requested() || count_ == 0) {
        return std::nullopt;
      }
      item.swap(ring_[first_]);
      first_ = (first_ + 1) % ring_.size();
      --count_;
    }
    room_.notify_one();
    return item;
  }

  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    room_.notify_all();
    items_.notify_all();
  }

  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return count_;
  }
  [[nodiscard]] std::size_t capacity() const { return ring_.size(); }

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any room_;
  std::condition_variable_any items_;
  // --- guarded by mutex_; ring_ keeps its size ---
  std::vector<std::optional<T>> ring_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  bool closed_ = false;
};

}  // namespace followspot
