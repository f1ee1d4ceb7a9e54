#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace followspot {

/// Hands over the newest value only: a value that nobody took is replaced, and counted.
///
/// Nobody who puts ever waits. After `close`, puts are refused and what is inside can still be
/// taken.
/// @threading any thread.
template <class T>
class LatestSlot {
 public:
  enum class PutResult {
    WasEmpty,  ///< Who waits for news should hear of it now.
    Replaced,  ///< A value that nobody took has gone.
    Closed,    ///< The slot takes nothing more.
  };

  struct Taken {
    T value;
    std::uint64_t serial = 0;  ///< 0 for the first value taken, then 1, 2, ... in order of `put`.
  };

  PutResult put(T value) { return exchange(value); }

  /// Puts `value`, and leaves in it the value replaced, if any: for recycling its memory.
  PutResult exchange(T& value) {
    PutResult result = PutResult::Replaced;
    {
      const std::scoped_lock lock(mutex_);
      if (closed_) {
        return PutResult::Closed;
      }
      std::swap(value_, value);
      if (full_) {
        ++replaced_;
      } else {
        result = PutResult::WasEmpty;
      }
      full_ = true;
    }
    arrived_.notify_one();
    return result;
  }

  /// What is there now, if anything.
  [[nodiscard]] std::optional<Taken> tryTake() {
    const std::scoped_lock lock(mutex_);
    return takeLocked();
  }

  /// Waits for a value; nothing when closed and empty, or stopped.
  [[nodiscard]] std::optional<Taken> take(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, stop, [this] { return closed_ || full_; });
    return stop.stop_requested() ? std::nullopt : takeLocked();
  }

  void close() {
    {
      const std::scoped_lock lock(mutex_);
      closed_ = true;
    }
    arrived_.notify_all();
  }

  /// Values that were replaced before anybody took them.
  [[nodiscard]] std::int64_t replaced() const {
    const std::scoped_lock lock(mutex_);
    return replaced_;
  }

 private:
  std::optional<Taken> takeLocked() {
    if (!full_) {
      return std::nullopt;
    }
    full_ = false;
    return Taken{std::exchange(value_, T{}), serial_++};
  }

  mutable std::mutex mutex_;
  std::condition_variable_any arrived_;
  // --- guarded by mutex_ ---
  T value_{};
  bool full_ = false;
  bool closed_ = false;
  std::uint64_t serial_ = 0;
  std::int64_t replaced_ = 0;
};

}  // namespace followspot
