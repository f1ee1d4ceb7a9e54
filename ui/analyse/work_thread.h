#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace followspot::ui {

/// One thread that does what the window asks for, in the order asked; nothing of it waits for it.
///
/// Its destructor lets all that was posted be done first: edits are not lost by closing.
/// @threading any thread.
class WorkThread {
 public:
  using Task = std::function<void()>;

  /// @param name  for debuggers; at most 15 characters, of static lifetime.
  explicit WorkThread(const char* name);
  WorkThread(const WorkThread&) = delete;
  WorkThread& operator=(const WorkThread&) = delete;
  ~WorkThread() = default;

  void post(Task task);
  /// As `post`, but takes the place of an earlier one that has not begun.
  void postNewest(Task task);

 private:
  void run(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Task> tasks_;  // guarded by mutex_
  Task newest_;             // guarded by mutex_; done when there is nothing else
  std::jthread thread_;     // last: it uses the rest
};

}  // namespace followspot::ui
