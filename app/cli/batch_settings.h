#pragma once

#include <string>
#include <vector>

#include "app/cli/run_outputs.h"
#include "app/cli/session_run.h"

namespace followspot::cli {

/// What a batch does to each of its files.
struct BatchSettings {
  RunOptions run;  ///< Without an input.
  std::string modelHash;
  std::vector<std::string> writes = {"csv"};  ///< Of `kBatchOutputs`.
  TrackOutputOptions refine;                  ///< Without names of files.
  std::string project;                        ///< Absolute path; empty: none.
};

/// Kinds of outputs, and how their names end.
struct BatchOutput {
  const char* kind;
  const char* ending;
};
inline constexpr BatchOutput kBatchOutputs[] = {{"csv", ".csv"},
                                                {"mot", ".txt"},
                                                {"jsonl", ".jsonl"},
                                                {"detections", ".detections.csv"},
                                                {"video", ".mp4"}};

/// As a queue keeps it: equal settings have equal text.
[[nodiscard]] std::string textOf(const BatchSettings& settings);
/// @errors CorruptData: not such a text.
[[nodiscard]] Result<BatchSettings> batchSettingsFrom(const std::string& text);

/// The outputs of an item in a folder. @param name  of the item.
[[nodiscard]] RunFiles filesOf(const BatchSettings& settings, const std::string& folder,
                               const std::string& name);

}  // namespace followspot::cli
