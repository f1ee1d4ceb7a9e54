#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "app/cli/progress.h"
#include "core/batch/batch_journal.h"
#include "core/batch/time_left.h"

namespace followspot::cli {

/// Shows how far a batch has come, on standard error, as ProgressLine does for one file; and a line
/// for each file that has ended.
/// @threading one thread at a time.
class BatchProgress {
 public:
  /// @param quiet  no lines of files that have ended well.
  BatchProgress(ProgressStyle style, bool quiet, const BatchContent& content);

  void begin(std::size_t item);
  /// @param total  pictures expected of the item; 0: unknown.
  void update(const BatchContent& content, std::int64_t frames, std::int64_t total, bool paused);
  /// The item that was begun is done or has failed.
  void end(const BatchContent& content);

 private:
  using Clock = std::chrono::steady_clock;
  void clearLine() const;

  ProgressStyle style_;
  bool quiet_;
  std::vector<double> sizes_;  // bytes, by item
  TimeLeft timeLeft_;
  std::size_t item_ = 0;
  double worked_ = 0;  // seconds in the item, without pauses
  Clock::time_point looked_{};
  Clock::time_point shown_{};
};

}  // namespace followspot::cli
