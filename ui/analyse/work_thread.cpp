#include "ui/analyse/work_thread.h"

#include <utility>

#include "core/base/thread_name.h"

namespace followspot::ui {

WorkThread::WorkThread(const char* name)
    : thread_([this, name](const std::stop_token& stop) {
        nameThisThread(name);
        run(stop);
      }) {}

void WorkThread::post(Task task) {
  {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  wake_.notify_one();
}

void WorkThread::postNewest(Task task) {
  {
    const std::scoped_lock lock(mutex_);
    newest_ = std::move(task);
  }
  wake_.notify_one();
}

void WorkThread::run(const std::stop_token& stop) {
  while (true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      const auto something = [this] { return !tasks_.empty() || newest_; };
      if (!wake_.wait(lock, stop, something) || (stop.stop_requested() && tasks_.empty())) {
        return;
      }
      if (tasks_.empty()) {
        task = std::exchange(newest_, nullptr);
      } else {
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
    }
    task();
  }
}

}  // namespace followspot::ui
