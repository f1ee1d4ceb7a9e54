#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

#include "core/pipeline/work_item.h"

namespace followspot {

/// What the tracker thread waits for: results of the workers, put back into order, and (live) the
/// newest picture to show.
///
/// Ends when every worker has left and all results have been taken.
/// @threading any thread.
class TrackInbox {
 public:
  /// @param itemCount  results under way at a time, at most.
  /// @param workers    how many will call `workerLeft`.
  TrackInbox(std::size_t itemCount, int workers);

  /// Gives a result; every serial from 0 on must come exactly once.
  void putResult(WorkItem* item);
  /// Gives a picture to show at once; replaces an older one that was not taken.
  void putPicture(Picture picture);
  void workerLeft();

  using Event = std::variant<WorkItem*, Picture>;
  /// The next result in order of serials, else the picture; nothing at the end, or stopped.
  [[nodiscard]] std::optional<Event> wait(const std::stop_token& stop);

 private:
  std::mutex mutex_;
  std::condition_variable_any news_;
  // --- guarded by mutex_ ---
  std::vector<WorkItem*> ring_;  // by serial modulo size
  std::uint64_t next_ = 0;
  std::optional<Picture> picture_;
  int workers_;
};

}  // namespace followspot
