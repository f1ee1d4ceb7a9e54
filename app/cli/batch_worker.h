#pragma once

#include <filesystem>

#include "app/cli/command.h"

namespace followspot::cli {

struct WorkerOptions {
  std::filesystem::path folder;
  int threads = 0;
  std::string progress = "auto";
  std::int64_t parent = 0;  ///< The worker ends with this process.
};

/// Does a queue's files, one after the other, in this process, until all are done or have failed.
///
/// SIGUSR1 lets it pause, SIGUSR2 go on. A file that cannot be read fails, the next one follows;
/// where outputs cannot be written, all ends and the file stays open.
/// @return an exit code: Ok, Failed where a file has, FinishedWithGaps, Interrupted, ...
[[nodiscard]] int workOnBatch(const WorkerOptions& options, const CommandContext& context);

/// Adds `batch-worker`, which the batch commands start: a library that crashes over a file ends
/// this process and not the batch.
void addBatchWorkerCommand(CLI::App& app, CommandContext& context);

}  // namespace followspot::cli
