#include "app/cli/batch_worker.h"

#include <atomic>
#include <csignal>
#include <memory>
#include <optional>
#include <utility>

#include <sys/prctl.h>
#include <unistd.h>

#include "app/cli/batch_progress.h"
#include "app/cli/batch_settings.h"
#include "app/cli/exit_code.h"
#include "app/cli/kept_detections.h"
#include "app/cli/run_outputs.h"
#include "core/batch/batch_queue.h"

namespace followspot::cli {
namespace {

std::atomic<bool> pauseAsked = false;
static_assert(std::atomic<bool>::is_always_lock_free, "written by a signal handler");

void onPause(int signal) { pauseAsked = signal == SIGUSR1; }

/// Ends with its parent, who may be killed.
bool tieTo(std::int64_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  return ::getppid() == parent;
}

/// What became of an item.
enum class Outcome { GoOn, Stopped, NoOutput };

class Worker {
 public:
  Worker(BatchQueue& queue, BatchSettings settings, PreparedRun run, const CommandContext& context)
      : queue_(queue),
        settings_(std::move(settings)),
        run_(std::move(run)),
        context_(context),
        progress_(context.quiet && run_.progress == ProgressStyle::Auto ? ProgressStyle::None
                                                                        : run_.progress,
                  context.quiet, queue.content()) {}

  int work() {
    while (const auto item = queue_.next()) {
      if (context_.stop.stop_requested()) {
        return Interrupted;
      }
      progress_.begin(*item);
      switch (workOn(*item)) {
        case Outcome::GoOn:
          progress_.end(queue_.content());
          break;
        case Outcome::Stopped:
          return Interrupted;
        case Outcome::NoOutput:
          return OutputUnwritable;
      }
    }
    int code = Ok;
    for (const BatchItem& item : queue_.content().items) {
      code = item.state == BatchState::Failed ? Failed : code;
      code = item.gaps && code == Ok ? FinishedWithGaps : code;
    }
    return code;
  }

 private:
  Outcome noOutput(const Error& error) {
    report(error, OutputUnwritable);
    return Outcome::NoOutput;
  }

  Outcome workOn(std::size_t number) {
    const auto folder = queue_.start(number);
    if (!folder) {
      return noOutput(folder.error());
    }
    const BatchItem item = queue_.content().items[number];
    RunFiles files = filesOf(settings_, folder->string(), item.name);
    files.batchItem = queue_.content().id + "/" + std::to_string(number);
    RunOptions options = settings_.run;
    options.input = item.input;
    run_.source.location = item.input;
    if (!files.project.empty()) {
      if (auto removed = removeBatchRuns(files.project, files.batchItem); !removed) {
        return noOutput(removed.error());
      }
    }
    RunOutputs outputs;
    if (auto opened = outputs.open(files, options, run_, MotOrigin::One); !opened) {
      return noOutput(opened.error());
    }
    const RunEnd end = watch(options, files, outputs);
    if (context_.stop.stop_requested()) {
      return Outcome::Stopped;
    }
    if (end.error) {
      return outputs.failed() ? noOutput(*end.error) : giveUp(number, end.error->message);
    }
    if (auto finished = outputs.finish(false); !finished) {
      return noOutput(finished.error());
    }
    BatchItem counts;
    counts.frames = end.stats.framesTracked;
    counts.tracks = end.stats.tracksBorn;
    counts.seconds = end.seconds;
    counts.gaps = end.stats.health.damagedPackets > 0;
    const auto kept = queue_.finish(number, counts);
    return kept ? Outcome::GoOn : noOutput(kept.error());
  }

  RunEnd watch(const RunOptions& options, const RunFiles& files, RunOutputs& outputs) {
    RunHooks hooks;
    if (!files.saveDetections.empty()) {
      hooks.opened = [&](const SourceInfo& video) {
        return outputs.saveDetections(
            files.saveDetections, run_.labels(),
            originOf(plannedOrigin(options, run_.settings.filter.minScore), video));
      };
    }
    bool paused = false;
    return watchSession(
        run_, options, {&outputs}, context_,
        [&](TrackingSession& session, const SessionStats& stats, std::int64_t total) {
          if (paused != pauseAsked) {
            paused = pauseAsked;
            paused ? session.pause() : session.resume();
          }
          progress_.update(queue_.content(), stats.framesTracked, total, paused);
        },
        std::move(hooks));
  }

  Outcome giveUp(std::size_t number, const std::string& why) {
    const auto kept = queue_.giveUp(number, why);
    return kept ? Outcome::GoOn : noOutput(kept.error());
  }

  BatchQueue& queue_;
  const BatchSettings settings_;
  PreparedRun run_;
  const CommandContext& context_;
  BatchProgress progress_;
};

}  // namespace

int workOnBatch(const WorkerOptions& options, const CommandContext& context) {
  // Before the lock, by which others find this process to signal it.
  std::signal(SIGUSR1, onPause);
  std::signal(SIGUSR2, onPause);
  if (!tieTo(options.parent)) {
    return Interrupted;
  }
  auto queue = BatchQueue::open(options.folder);
  if (!queue) {
    return report(queue.error(), OutputUnwritable);
  }
  auto settings = batchSettingsFrom(queue->content().settings);
  if (!settings) {
    return report(settings.error(), InputUnreadable);
  }
  const auto first = queue->next();
  if (!first) {
    return Ok;
  }
  settings->run.threads = options.threads;
  settings->run.progress = options.progress;
  RunOptions running = settings->run;
  running.input = queue->content().items[*first].input;
  int exitCode = Ok;
  auto prepared = prepareRun(running, {}, context, exitCode);
  if (!prepared) {
    return exitCode;
  }
  if (prepared->detectors->graphHash() != settings->modelHash) {
    return report({ErrorCode::InvalidArgument,
                   settings->run.model +
                       ": is not the model that this queue was begun with. Take another folder."},
                  ModelInvalid);
  }
  return Worker(*queue, std::move(*settings), std::move(*prepared), context).work();
}

void addBatchWorkerCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<WorkerOptions>();
  CLI::App& command = addCommand(
      app, context, "batch-worker", "Does the files of a queue; started by \"batch run\".",
      "followspot-cli batch-worker out --parent 1234",
      [options](const CommandContext& running) { return workOnBatch(*options, running); });
  command.group("");  // not shown in --help
  command.add_option("DIR", options->folder, "Folder of the queue.")->required()->type_name("DIR");
  command.add_option("--threads", options->threads, "Detectors side by side.")
      ->check(CLI::Range(0, 64));
  command.add_option("--progress", options->progress, "Progress: auto, none or json.")
      ->check(CLI::IsMember({"auto", "none", "json"}));
  command.add_option("--parent", options->parent, "Ends with this process.")->required();
}

}  // namespace followspot::cli
