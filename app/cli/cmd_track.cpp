#include "app/cli/cmd_track.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/annotated_video.h"
#include "app/cli/exit_code.h"
#include "app/cli/session_run.h"
#include "app/cli/track_detections.h"
#include "core/store/track_writers.h"

namespace followspot::cli {
namespace {

struct TrackOptions {
  RunOptions run;
  std::string mot, csv, jsonl, annotated;
  std::string detections;
  std::string explain;
  std::string keepFrames;
};

/// Writes what the session tracked into all files asked for.
class OutputSink final : public TrackSink {
 public:
  Result<void> open(const TrackOptions& options, const LabelMap& labels) {
    const auto add = [&](Result<std::unique_ptr<TrackWriter>> writer) -> Result<void> {
      if (!writer) {
        return fail(writer.error());
      }
      writers_.push_back(std::move(*writer));
      return {};
    };
    if (!options.mot.empty()) {
      if (auto added = add(makeMotTrackWriter(options.mot, MotOrigin::One)); !added) {
        return added;
      }
    }
    if (!options.csv.empty()) {
      if (auto added = add(makeCsvTrackWriter(options.csv, labels)); !added) {
        return added;
      }
    }
    if (!options.jsonl.empty()) {
      if (auto added = add(makeJsonlTrackWriter(options.jsonl, labels)); !added) {
        return added;
      }
    }
    if (!options.annotated.empty()) {
      constexpr double kUsualRate = 25;
      video_ = std::make_unique<AnnotatedVideo>(
          options.annotated, labels, options.run.rate > 0 ? options.run.rate : kUsualRate);
    }
    return {};
  }

  Result<void> consume(const TrackedFrame& frame) override {
    ++frames_;
    reached_ = frame.frame.time();
    for (const auto& writer : writers_) {
      if (auto written = writer->write(frame.tracks); !written) {
        return note(written.error());
      }
    }
    if (video_) {
      if (auto written = video_->consume(frame); !written) {
        return note(written.error());
      }
    }
    return {};
  }

  Result<void> finish() {
    for (const auto& writer : writers_) {
      if (auto finished = writer->finish(); !finished) {
        return finished;
      }
    }
    return video_ ? video_->finish() : Result<void>();
  }

  /// Whether it was this that ended the session.
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::int64_t frames() const { return frames_; }
  /// Time of the newest picture written.
  [[nodiscard]] Timestamp reached() const { return reached_; }

 private:
  Result<void> note(const Error& error) {
    failed_ = true;
    return fail(error);
  }

  std::vector<std::unique_ptr<TrackWriter>> writers_;
  std::unique_ptr<AnnotatedVideo> video_;
  std::int64_t frames_ = 0;
  Timestamp reached_{};
  bool failed_ = false;
};

int runVideo(const TrackOptions& options, const CommandContext& context) {
  int exitCode = Ok;
  if (options.annotated == "-") {
    return report({ErrorCode::InvalidArgument,
                   "--annotated -: a video cannot go to standard output. Name a file."},
                  Usage);
  }
  RunOptions settings = options.run;
  if (!settings.minScore) {
    settings.minScore = wiring::usualMinScore(settings.tracker);
  }
  const auto run = prepareRun(
      settings, {options.mot, options.csv, options.jsonl, options.annotated}, context, exitCode);
  if (!run) {
    return exitCode;
  }
  OutputSink sink;
  if (const auto opened = sink.open(options, run->detectors->labels()); !opened) {
    return report(opened.error(), OutputUnwritable);
  }
  const RunEnd end = runSession(*run, options.run, {&sink}, context);
  if (end.exitCode != Ok) {
    return sink.failed() ? OutputUnwritable : end.exitCode;
  }
  if (sink.frames() == 0 && context.stop.stop_requested()) {
    std::fprintf(stderr, "Stopped before the first picture; nothing was written.\n");
    return Interrupted;
  }
  if (const auto finished = sink.finish(); !finished) {
    return report(finished.error(), OutputUnwritable);
  }
  const bool stopped = context.stop.stop_requested();
  const bool gaps = end.stats.health.damagedPackets > 0;
  if (!context.quiet) {
    sayEnd(end, std::to_string(end.stats.tracksBorn) + " tracks",
           stopped ? std::optional(sink.reached()) : std::nullopt);
  }
  return stopped ? Interrupted : gaps ? FinishedWithGaps : Ok;
}

int runTrack(const TrackOptions& options, const CommandContext& context) {
  if (options.detections.empty()) {
    return runVideo(options, context);
  }
  TrackDetectionsOptions alone;
  alone.detections = options.detections;
  alone.keepFrames = options.keepFrames;
  alone.tracker = options.run.tracker;
  constexpr double kUsualRate = 25;
  alone.rate = options.run.rate > 0 ? options.run.rate : kUsualRate;
  alone.every = options.run.every;
  alone.mot = options.mot;
  alone.csv = options.csv;
  alone.jsonl = options.jsonl;
  alone.explain = options.explain;
  return runTrackDetections(alone, context);
}

}  // namespace

void addTrackCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<TrackOptions>();
  CLI::App& command = addCommand(
      app, context, "track", "Tracks objects in a video, a camera or a detection file.",
      "followspot-cli track street.mp4 --model people --classes person --csv tracks.csv\n"
      "followspot-cli track street.mp4 --model people --annotated seen.mp4 --mot tracks.txt\n"
      "followspot-cli track /dev/video0 --model people --jsonl -\n"
      "followspot-cli track --detections det.txt --fps 30 --mot tracks.txt",
      [options](const CommandContext& running) { return runTrack(*options, running); });
  addRunOptions(command, options->run);
  command
      .add_option("--tracker", options->run.tracker, "How identities are given (default: auto).")
      ->check(CLI::IsMember(wiring::trackerNames()));
  command.add_flag("--realtime", options->run.realtime,
                   "Play a file at its own pace, as a camera: the newest picture wins.");
  command.add_option("--mot", options->mot, "Write MOTChallenge rows (- for standard output).")
      ->type_name("FILE");
  command.add_option("--csv", options->csv, "Write CSV.")->type_name("FILE");
  command.add_option("--jsonl", options->jsonl, "Write one JSON object a picture.")
      ->type_name("FILE");
  command
      .add_option("--annotated", options->annotated,
                  "Write the video with boxes, ids and trails (.mp4, .mkv).")
      ->type_name("FILE");
  auto* const detections = command
                               .add_option("--detections", options->detections,
                                           "Track the boxes of this MOTChallenge file; no video.")
                               ->type_name("FILE");
  command
      .add_option("--keep-frames", options->keepFrames,
                  "With --detections: the frames that the detector saw.")
      ->type_name("FILE")
      ->needs(detections);
  command
      .add_option("--explain", options->explain,
                  "With --detections: write why each track got its id, as JSON lines.")
      ->type_name("FILE")
      ->needs(detections);
}

}  // namespace followspot::cli
