#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/batch/batch_journal.h"
#include "core/batch/batch_lock.h"

namespace followspot {

/// Many files to be done with one setting, in a folder; survives the end of the process at any
/// moment. What a call has returned from is on the disk.
/// @errors of all calls: Unavailable: the disk is full or cannot be written.
/// @threading one thread at a time; one process at a time works on a folder.
/// @source core/batch/README.md
class BatchQueue {
 public:
  /// Opens the queue of a folder; both are made where they do not exist.
  /// @errors CorruptData, Unsupported: as parseBatchJournal, with the file. Unavailable: another
  /// process works on it.
  [[nodiscard]] static Result<BatchQueue> open(const std::filesystem::path& folder);

  BatchQueue(BatchQueue&& other) noexcept;
  BatchQueue& operator=(BatchQueue&&) = delete;
  BatchQueue(const BatchQueue&) = delete;
  BatchQueue& operator=(const BatchQueue&) = delete;
  ~BatchQueue();

  [[nodiscard]] const BatchContent& content() const { return content_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Whether the queue has its settings: one that was just made has none.
  [[nodiscard]] bool hasSettings() const { return !content_.id.empty(); }
  /// Gives a new queue its settings. @errors InvalidArgument: no UTF-8.
  Result<void> begin(const std::string& settings);

  /// Adds a file, once: one that is there already stays as it is.
  /// @errors InvalidArgument: a name that is no UTF-8.
  Result<void> add(const std::filesystem::path& input);

  /// What to do next: what was never begun first, then what was cut off.
  [[nodiscard]] std::optional<std::size_t> next() const;

  /// An item is at work. @return an empty folder for its outputs.
  Result<std::filesystem::path> start(std::size_t item);
  /// Puts all files of the work folder into the queue's folder, then the item is done.
  /// @param counts  its numbers; the rest is not looked at.
  Result<void> finish(std::size_t item, const BatchItem& counts);
  /// What it has made so far goes away.
  Result<void> giveUp(std::size_t item, const std::string& why);
  /// An item that failed, or was cut off, waits as if it were new.
  Result<void> retry(std::size_t item);

 private:
  BatchQueue(std::filesystem::path folder, BatchLock lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}
  Result<void> append(const std::string& line);
  void clearWork() const;

  std::filesystem::path folder_;
  BatchLock lock_;
  BatchContent content_;
  int journal_ = -1;
};

/// Looks at a queue without working on it. @errors NotFound: no queue; and as BatchQueue::open.
[[nodiscard]] Result<BatchContent> readBatch(const std::filesystem::path& folder);

/// The process that works on a queue; nothing where none does.
[[nodiscard]] std::optional<std::int64_t> batchWorker(const std::filesystem::path& folder);

}  // namespace followspot
