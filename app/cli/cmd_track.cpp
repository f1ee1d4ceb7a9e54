#include "app/cli/cmd_track.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/camera_motion.h"
#include "app/cli/exit_code.h"
#include "app/cli/kept_detections.h"
#include "app/cli/run_outputs.h"
#include "app/cli/session_run.h"
#include "app/cli/track_detections.h"
#include "app/cli/track_outputs.h"

namespace followspot::cli {
namespace {

struct TrackOptions {
  RunOptions run;
  RunFiles files;          ///< `saveDetections` may be "auto": beside the video.
  std::string detections;  ///< "auto": those beside the video, where they serve.
  std::string keepFrames;
  std::string cameraMotion = kMotionAuto;
};

/// Refining needs all tracks, to the end.
Result<void> checkRefine(const TrackOptions& options) {
  if (!options.files.tracks.refine) {
    return {};
  }
  if (!options.files.annotated.empty()) {
    return fail(ErrorCode::InvalidArgument,
                "--refine: the annotated video is written before the last track is known. Leave "
                "--annotated or --refine out.");
  }
  if (options.run.realtime || isLive(options.run.input)) {
    return fail(ErrorCode::InvalidArgument,
                "--refine: a live source has no end to look back from. Record it first, or leave "
                "--refine out.");
  }
  return {};
}

/// A run that detects, or one that takes what was detected before.
std::optional<PreparedRun> prepare(const TrackOptions& options, const CommandContext& context,
                                   int& exitCode) {
  RunOptions settings = options.run;
  const double usual = wiring::usualMinScore(settings.tracker);
  if (options.detections.empty()) {
    settings.minScore = settings.minScore.value_or(usual);
    return prepareRun(settings, options.files.names(), context, exitCode);
  }
  auto run = prepareReplay(settings, options.detections, options.files.names(), exitCode);
  if (run && !settings.minScore) {
    run->settings.filter.minScore =
        std::max(usual, run->kept->madeOf ? run->kept->madeOf->minScore : 0);
  }
  return run;
}

int runVideo(const TrackOptions& options, const CommandContext& context) {
  int exitCode = Ok;
  if (options.files.annotated == "-") {
    return report({ErrorCode::InvalidArgument,
                   "--annotated -: a video cannot go to standard output. Name a file."},
                  Usage);
  }
  if (const auto fine = checkRefine(options); !fine) {
    return report(fine.error(), Usage);
  }
  const auto run = prepare(options, context, exitCode);
  if (!run) {
    return exitCode;
  }
  const MotOrigin origin =
      run->kept != nullptr && run->kept->format == StoredDetections::Format::MotChallenge
          ? MotOrigin::Unchanged
          : MotOrigin::One;
  RunOutputs sink;
  if (const auto opened = sink.open(options.files, options.run, *run, origin); !opened) {
    return report(opened.error(), OutputUnwritable);
  }
  auto meter = motionMeterNamed(options.cameraMotion, run->settings);
  if (!meter) {
    return report(meter.error(), InputUnreadable);
  }
  RunHooks hooks;
  hooks.makeMotionMeter = std::move(*meter);
  if (!options.files.explain.empty()) {
    hooks.afterUpdate = [&sink](const Tracker& tracker, const TrackSet& tracks) {
      return sink.explain(tracker, tracks);
    };
  }
  if (run->kept != nullptr) {
    hooks.opened = [&](const SourceInfo& video) {
      return checkVideo(*run->kept, video, options.detections);
    };
  } else if (!options.files.saveDetections.empty()) {
    hooks.opened = [&](const SourceInfo& video) {
      return sink.saveDetections(
          options.files.saveDetections, run->labels(),
          originOf(plannedOrigin(options.run, run->settings.filter.minScore), video));
    };
  }
  const RunEnd end = runSession(*run, options.run, {&sink}, context, std::move(hooks));
  if (end.exitCode != Ok) {
    return sink.failed() ? OutputUnwritable : end.exitCode;
  }
  if (sink.frames() == 0 && context.stop.stop_requested()) {
    std::fprintf(stderr, "Stopped before the first picture; nothing was written.\n");
    return Interrupted;
  }
  const bool stopped = context.stop.stop_requested();
  if (const auto finished = sink.finish(stopped); !finished) {
    return report(finished.error(), OutputUnwritable);
  }
  const bool gaps = end.stats.health.damagedPackets > 0;
  if (!context.quiet) {
    sayEnd(end,
           std::to_string(end.stats.tracksBorn) + " tracks" + describe(sink.tracks().refined()),
           stopped ? std::optional(sink.reached()) : std::nullopt);
  }
  return stopped ? Interrupted : gaps ? FinishedWithGaps : Ok;
}

/// Puts the file beside the video where "auto" stands: to be read where it serves, else to be
/// written.
Result<TrackOptions> withKeptDetections(const TrackOptions& given, const CommandContext& context) {
  TrackOptions options = given;
  if (given.detections != kBeside && given.files.saveDetections != kBeside) {
    return options;
  }
  if (options.run.input.empty()) {
    return fail(ErrorCode::InvalidArgument,
                "auto: is the file beside the video, and there is no video. Name one.");
  }
  const auto place = placeBeside(options.run.input);
  if (!place) {
    return fail(place.error());
  }
  if (given.detections != kBeside) {
    options.files.saveDetections = *place;
    return options;
  }
  if (options.run.model.empty()) {
    return fail(ErrorCode::InvalidArgument,
                "--detections auto: serves where the model is the same. Name it with --model.");
  }
  const DetectionOrigin wanted = plannedOrigin(
      options.run, options.run.minScore.value_or(wiring::usualMinScore(options.run.tracker)));
  const auto kept = readDetectionOrigin(*place);
  const bool reused = kept && serves(*kept, wanted);
  if (reused) {
    options.detections = *place;
    options.run.model.clear();
    options.run.nmsIou = RunOptions().nmsIou;  // as it was when they were detected
  } else {
    options.detections.clear();
    options.files.saveDetections = *place;
  }
  if (!context.quiet) {
    std::fprintf(
        stderr,
        reused ? "Tracking the detections of %s.\n" : "Detecting; the detections are kept in %s.\n",
        place->c_str());
  }
  return options;
}

int runTrack(const TrackOptions& given, const CommandContext& context) {
  const auto resolved = withKeptDetections(given, context);
  if (!resolved) {
    return report(resolved.error(), Usage);
  }
  const TrackOptions& options = *resolved;
  if (!options.detections.empty() && !options.run.model.empty()) {
    return report({ErrorCode::InvalidArgument,
                   "--model: with --detections nothing is detected. Leave one of the two out, or "
                   "give --detections auto."},
                  Usage);
  }
  if (options.detections.empty() || !options.run.input.empty()) {
    if (!options.keepFrames.empty()) {
      return report({ErrorCode::InvalidArgument,
                     "--keep-frames goes with --detections alone. Leave the video out, or this."},
                    Usage);
    }
    return runVideo(options, context);
  }
  if (!options.files.annotated.empty() || !options.files.project.empty() ||
      !options.files.saveCameraMotion.empty()) {
    return report({ErrorCode::InvalidArgument,
                   "--annotated, --project and --save-camera-motion need the video of the "
                   "detections. Name it, too."},
                  Usage);
  }
  TrackDetectionsOptions alone;
  alone.detections = options.detections;
  alone.keepFrames = options.keepFrames;
  alone.cameraMotion = isMotionFile(options.cameraMotion) ? options.cameraMotion : "";
  alone.tracker = options.run.tracker;
  alone.classes = options.run.classes;
  alone.minScore = options.run.minScore.value_or(0);
  alone.rate = options.run.rate;
  alone.every = options.run.every;
  alone.outputs = options.files.tracks;
  alone.explain = options.files.explain;
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
      "followspot-cli track street.mp4 --model people --save-detections seen.csv --csv t.csv\n"
      "followspot-cli track --detections seen.csv --refine --csv refined.csv",
      [options](const CommandContext& running) { return runTrack(*options, running); });
  addRunOptions(command, options->run);
  command
      .add_option("--tracker", options->run.tracker, "How identities are given (default: auto).")
      ->check(CLI::IsMember(wiring::trackerNames()));
  command.add_flag("--realtime", options->run.realtime,
                   "Play a file at its own pace, as a camera: the newest picture wins.");
  addTrackOutputOptions(command, options->files.tracks);
  command
      .add_option("--annotated", options->files.annotated,
                  "Write the video with boxes, ids and trails (.mp4, .mkv).")
      ->type_name("FILE");
  command
      .add_option("--project", options->files.project,
                  "Add the tracks to this project as a run; made where it does not exist.")
      ->type_name("FILE");
  auto* const saved =
      command
          .add_option(
              "--save-detections", options->files.saveDetections,
              "Also write the detections as CSV, to track them again with --detections; auto: "
              "beside the video, as VIDEO.detections.csv.")
          ->type_name("FILE");
  auto* const detections =
      command
          .add_option("--detections", options->detections,
                      "Track the boxes of this file, of \"detect --csv\" or MOTChallenge, with or "
                      "without their video; auto: those beside the video where model and settings "
                      "are the same, else detect and keep them there.")
          ->type_name("FILE")
          ->excludes(saved);
  command
      .add_option("--keep-frames", options->keepFrames,
                  "With --detections and no video: the frames that the detector saw.")
      ->type_name("FILE")
      ->needs(detections);
  command
      .add_option("--camera-motion", options->cameraMotion,
                  "How the picture moved: auto (measured from the pictures where that costs no "
                  "detections), off, or a file with lines of \"frame a b tx c d ty\".")
      ->type_name("auto|off|FILE")
      ->capture_default_str();
  command
      .add_option("--save-camera-motion", options->files.saveCameraMotion,
                  "Write how the picture moved, as --camera-motion reads it.")
      ->type_name("FILE");
  command
      .add_option("--explain", options->files.explain,
                  "Write why each track got its id, picture by picture, as JSON lines.")
      ->type_name("FILE");
}

}  // namespace followspot::cli
