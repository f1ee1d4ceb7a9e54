#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace followspot {

enum class BatchState {
  Waiting,
  Begun,  ///< At work, or was when the process ended: it will be done again.
  Done,
  Failed,
};

/// "waiting", "begun", "done", "failed".
[[nodiscard]] std::string_view nameOf(BatchState state);

/// A file of a queue and what became of it.
struct BatchItem {
  std::string input;  ///< Absolute path.
  std::string name;   ///< What its outputs are called, without ending; unique in the queue.
  BatchState state = BatchState::Waiting;
  std::int64_t begun = 0;  ///< How often it was begun.
  std::int64_t frames = 0;
  std::int64_t tracks = 0;
  double seconds = 0;  ///< That it took.
  bool gaps = false;   ///< Damaged parts of it were left out.
  std::string why;     ///< It failed, as a sentence.
};

/// A queue as its journal tells it.
struct BatchContent {
  std::string id;        ///< Tells this queue from all others.
  std::string settings;  ///< What decides the results, in words of the queue's owner.
  std::vector<BatchItem> items;
  std::optional<std::size_t> lastBegun;  ///< The item at work, or where the process ended.
};

/// Reads a journal's text.
/// @param wholeBytes  length of the text without a last line that was being written.
/// @errors CorruptData: with the line: no JSON, an item that is not there, more than 100,000 items.
/// Unsupported: a newer format.
/// @source core/batch/README.md
[[nodiscard]] Result<BatchContent> parseBatchJournal(std::string_view text,
                                                     std::size_t& wholeBytes);

// The lines, each with its end. Text that is no UTF-8 cannot be given back: callers check.
[[nodiscard]] std::string firstLine(std::string_view id, std::string_view settings);
[[nodiscard]] std::string addLine(const BatchItem& item);
[[nodiscard]] std::string beginLine(std::size_t item);
[[nodiscard]] std::string doneLine(std::size_t number, const BatchItem& item);
[[nodiscard]] std::string failedLine(std::size_t item, std::string_view why);
[[nodiscard]] std::string retryLine(std::size_t item);

}  // namespace followspot
