#include "app/cli/cmd_batch.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/batch_settings.h"
#include "app/cli/batch_supervisor.h"
#include "app/cli/exit_code.h"
#include "core/base/text.h"
#include "core/batch/batch_queue.h"
#include "core/media/location.h"

namespace followspot::cli {
namespace {

struct BatchOptions {
  std::string folder;
  std::vector<std::string> inputs;
  BatchSettings settings;
  std::string writes = "csv";
  bool retryFailed = false;
  bool json = false;
};

/// Another working folder must not make other files of them.
void makeAbsolute(BatchSettings& settings) {
  std::error_code ignored;
  for (std::string* const name :
       {&settings.run.model, &settings.run.textGraph, &settings.run.labels, &settings.project}) {
    const bool made = name == &settings.project && !name->empty();
    if (made || std::filesystem::exists(*name, ignored)) {
      *name = std::filesystem::absolute(*name).lexically_normal().string();
    }
  }
}

Result<void> checkInputs(const BatchOptions& options) {
  for (const std::string& input : options.inputs) {
    if (isLive(input)) {
      return fail(ErrorCode::InvalidArgument,
                  publicName(input) +
                      ": a live source has no end. Record it first, or use \"followspot-cli "
                      "track\".");
    }
    if (const auto kind = kindOf(input); !kind) {
      return fail(kind.error());
    }
  }
  return {};
}

Result<void> readWrites(BatchOptions& options) {
  options.settings.writes.clear();
  for (const BatchOutput& output : kBatchOutputs) {
    for (const std::string_view word : split(options.writes, ',')) {
      if (trimmed(word) == output.kind) {
        options.settings.writes.emplace_back(output.kind);
        break;
      }
    }
  }
  for (const std::string_view word : split(options.writes, ',')) {
    bool known = trimmed(word).empty() && !options.settings.project.empty();
    for (const BatchOutput& output : kBatchOutputs) {
      known = known || trimmed(word) == output.kind;
    }
    if (!known) {
      return fail(ErrorCode::InvalidArgument,
                  "--write " + options.writes + ": \"" + std::string(trimmed(word)) +
                      "\" is none of csv, mot, jsonl, detections, video.");
    }
  }
  return {};
}

/// Checks everything before there is a queue. @return an exit code.
int prepareSettings(BatchOptions& options, const CommandContext& context) {
  if (options.inputs.empty()) {
    return report({ErrorCode::InvalidArgument,
                   options.folder + ": has no queue to go on with. Name the videos, too."},
                  Usage);
  }
  if (const auto fine = readWrites(options); !fine) {
    return report(fine.error(), Usage);
  }
  makeAbsolute(options.settings);
  RunOptions trial = options.settings.run;
  trial.input = options.inputs.front();
  int exitCode = Ok;
  const auto run = prepareRun(trial, {}, context, exitCode);
  if (run) {
    options.settings.modelHash = run->detectors->graphHash();
    if (!trial.minScore) {
      options.settings.run.minScore = wiring::usualMinScore(trial.tracker);
    }
  }
  return exitCode;
}

/// Brings the queue up to date with the command line. @return an exit code.
int fillQueue(BatchOptions& options, const CommandContext& context) {
  auto queue = BatchQueue::open(options.folder);
  if (!queue) {
    return report(queue.error(), OutputUnwritable);
  }
  if (!options.settings.run.model.empty() || !queue->hasSettings()) {
    if (const int code = prepareSettings(options, context); code != Ok) {
      return code;
    }
    const std::string text = textOf(options.settings);
    if (!queue->hasSettings()) {
      if (auto begun = queue->begin(text); !begun) {
        return report(begun.error(), OutputUnwritable);
      }
    } else if (queue->content().settings != text) {
      return report(
          {ErrorCode::InvalidArgument,
           options.folder + ": its queue was begun with other settings, and one folder has one "
                            "setting. Leave the settings out to go on with those, or take another "
                            "folder."},
          Usage);
    }
  }
  if (options.settings.run.model.empty() &&
      (options.writes != "csv" || textOf(options.settings) != textOf(BatchSettings()))) {
    return report(
        {ErrorCode::InvalidArgument,
         options.folder + ": has its settings already. Leave them out, or give all of them with "
                          "--model."},
        Usage);
  }
  for (const std::string& input : options.inputs) {
    if (auto added = queue->add(localPath(input)); !added) {
      return report(added.error(), OutputUnwritable);
    }
  }
  for (std::size_t k = 0; options.retryFailed && k < queue->content().items.size(); ++k) {
    if (queue->content().items[k].state == BatchState::Failed) {
      if (auto open = queue->retry(k); !open) {
        return report(open.error(), OutputUnwritable);
      }
    }
  }
  return Ok;
}

int runBatch(BatchOptions& options, const CommandContext& context) {
  if (const auto fine = checkInputs(options); !fine) {
    return report(fine.error(), InputUnreadable);
  }
  if (const int code = fillQueue(options, context); code != Ok) {
    return code;
  }
  return superviseBatch(options.folder, options.settings.run.threads, options.settings.run.progress,
                        context);
}

void printStatusJson(const BatchContent& content, bool working) {
  nlohmann::ordered_json json;
  json["working"] = working;
  json["items"] = nlohmann::ordered_json::array();
  for (const BatchItem& item : content.items) {
    json["items"].push_back({{"file", item.input},
                             {"name", item.name},
                             {"state", nameOf(item.state)},
                             {"frames", item.frames},
                             {"tracks", item.tracks},
                             {"seconds", item.seconds},
                             {"gaps", item.gaps},
                             {"why", item.why}});
  }
  std::printf("%s\n", json.dump(2).c_str());
}

int runStatus(const BatchOptions& options, const CommandContext& /*context*/) {
  const auto content = readBatch(options.folder);
  if (!content) {
    return report(content.error(), InputUnreadable);
  }
  const bool working = batchWorker(options.folder).has_value();
  if (options.json) {
    printStatusJson(*content, working);
    return Ok;
  }
  std::printf("%-8s  %10s  %8s  %9s  %s\n", "state", "frames", "tracks", "seconds", "file");
  for (const BatchItem& item : content->items) {
    const std::string_view state =
        item.state == BatchState::Begun ? (working ? "at work" : "cut off") : nameOf(item.state);
    std::printf("%-8s  %10lld  %8lld  %9.1f  %s%s%s\n", std::string(state).c_str(),
                static_cast<long long>(item.frames), static_cast<long long>(item.tracks),
                item.seconds, item.input.c_str(), item.why.empty() ? "" : "\n            ",
                item.why.c_str());
  }
  return Ok;
}

int sendSignal(const BatchOptions& options, int signal) {
  if (const auto content = readBatch(options.folder); !content) {
    return report(content.error(), InputUnreadable);
  }
  const auto worker = batchWorker(options.folder);
  if (!worker || ::kill(static_cast<pid_t>(*worker), signal) != 0) {
    return report({ErrorCode::NotFound,
                   options.folder + ": nobody is at work there. \"followspot-cli batch run " +
                       options.folder + "\" goes on with it."},
                  Failed);
  }
  return Ok;
}

CLI::App& addQueueCommand(CLI::App& group, CommandContext& context,
                          const std::shared_ptr<BatchOptions>& options, const char* name,
                          const char* summary, const char* examples,
                          int (*run)(const BatchOptions&, const CommandContext&)) {
  CLI::App& command =
      addCommand(group, context, name, summary, examples,
                 [options, run](const CommandContext& running) { return run(*options, running); });
  command.add_option("DIR", options->folder, "Folder of the queue.")->required()->type_name("DIR");
  return command;
}

}  // namespace

void addBatchCommands(CLI::App& app, CommandContext& context) {
  CLI::App& group = addCommandGroup(app, "batch", "Tracks many videos with one setting.");
  const auto options = std::make_shared<BatchOptions>();
  CLI::App& run =
      addCommand(group, context, "run",
                 "Tracks many videos into a folder; goes on where it was ended, however that was.",
                 "followspot-cli batch run out *.mp4 --model people\n"
                 "followspot-cli batch run out *.mp4 --model people --write csv,video --project "
                 "all.followspot\n"
                 "followspot-cli batch run out",
                 [options](const CommandContext& running) { return runBatch(*options, running); });
  run.add_option("DIR", options->folder, "Folder for the outputs, and for what is done already.")
      ->required()
      ->type_name("DIR");
  run.add_option("INPUT", options->inputs,
                 "Video files and folders of pictures; those that the "
                 "queue has already are not added again.")
      ->type_name("INPUT");
  addRunSettings(run, options->settings.run);
  run.add_option("--tracker", options->settings.run.tracker,
                 "How identities are given (default: auto).")
      ->check(CLI::IsMember(wiring::trackerNames()));
  run.add_option("--write", options->writes,
                 "What is written for each video: csv, mot, jsonl, detections, video, separated "
                 "by commas.")
      ->capture_default_str();
  run.add_option("--project", options->settings.project,
                 "Add the tracks of each video to this project as a run.")
      ->type_name("FILE");
  addTrackContentOptions(run, options->settings.refine);
  run.add_flag("--retry-failed", options->retryFailed, "Tries again what has failed.");

  addQueueCommand(group, context, options, "status", "Says what is done and what is not.",
                  "followspot-cli batch status out\nfollowspot-cli batch status out --json",
                  runStatus)
      .add_flag("--json", options->json, "As one JSON document.");
  addQueueCommand(
      group, context, options, "pause", "Lets a batch at work rest.",
      "followspot-cli batch pause out",
      [](const BatchOptions& given, const CommandContext&) { return sendSignal(given, SIGUSR1); });
  addQueueCommand(
      group, context, options, "resume", "Lets a paused batch go on.",
      "followspot-cli batch resume out",
      [](const BatchOptions& given, const CommandContext&) { return sendSignal(given, SIGUSR2); });
  addQueueCommand(
      group, context, options, "cancel", "Ends a batch at work; \"batch run\" goes on with it.",
      "followspot-cli batch cancel out",
      [](const BatchOptions& given, const CommandContext&) { return sendSignal(given, SIGTERM); });
}

}  // namespace followspot::cli
