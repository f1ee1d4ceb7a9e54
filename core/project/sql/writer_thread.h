#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <new>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/base/result.h"
#include "core/base/thread_name.h"

namespace followspot {

/// One thread that does what others ask for, in the order asked.
///
/// Ends, after all that was asked for, with its destructor.
/// @threading any thread but its own.
class WriterThread {
 public:
  WriterThread() : thread_([this](const std::stop_token& stop) { loop(stop); }) {}
  WriterThread(const WriterThread&) = delete;
  WriterThread& operator=(const WriterThread&) = delete;
  ~WriterThread() = default;

  /// Runs `work`, which returns a Result, there, and waits for it.
  template <class Work>
  auto call(Work work) -> decltype(work()) {
    using Outcome = decltype(work());
    // Shared, as the waiting thread may go on before `set_value` has ended.
    const auto promise = std::make_shared<std::promise<Outcome>>();
    std::future<Outcome> outcome = promise->get_future();
    {
      const std::scoped_lock lock(mutex_);
      tasks_.push_back([promise, &work] {
        try {
          promise->set_value(work());
        } catch (const std::bad_alloc&) {
          promise->set_value(
              fail(ErrorCode::Unavailable, "Out of memory while storing. Close other programs."));
        }
      });
    }
    wake_.notify_one();
    return outcome.get();
  }

 private:
  void loop(const std::stop_token& stop) {
    nameThisThread("fs-store");
    while (true) {
      std::function<void()> task;
      {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, stop, [this] { return !tasks_.empty(); })) {
          return;
        }
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<std::function<void()>> tasks_;  ///< Guarded by mutex_.
  std::jthread thread_;                      // last: it uses the rest
};

}  // namespace followspot
