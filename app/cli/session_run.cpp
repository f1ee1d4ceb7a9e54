#include "app/cli/session_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <utility>

#include "app/cli/exit_code.h"
#include "app/cli/output_check.h"
#include "core/base/text.h"

namespace followspot::cli {
namespace {

Result<std::optional<Seconds>> timeNamed(const std::string& text, const char* option) {
  if (text.empty()) {
    return std::optional<Seconds>();
  }
  const auto seconds = parseTime(text);
  if (!seconds) {
    return fail(ErrorCode::InvalidArgument,
                std::string(option) + " " + text +
                    ": is not a time. Write seconds (12.5) or minutes and seconds (1:02.5).");
  }
  return std::optional<Seconds>(Seconds(*seconds));
}

std::int64_t expectedFrames(const SessionSettings& settings,
                            const std::optional<SourceInfo>& source) {
  if (!source || !source->frameCount) {
    return 0;
  }
  double frames = static_cast<double>(*source->frameCount);
  if (source->frameRate > 0) {
    const double from = settings.from ? settings.from->count() * source->frameRate : 0;
    const double to =
        settings.to ? std::min(frames, settings.to->count() * source->frameRate) : frames;
    frames = std::max(0.0, to - from);
  }
  return static_cast<std::int64_t>(frames);
}

}  // namespace

bool isLive(const std::string& location) {
  return location.starts_with("/dev/video") || location.find("://") != std::string::npos;
}

Result<std::vector<ClassId>> classesNamed(const std::string& names, const LabelMap& labels) {
  std::vector<ClassId> classes;
  if (names.empty()) {
    return classes;
  }
  for (const std::string_view name : split(names, ',')) {
    const auto found = labels.find(trimmed(name));
    if (!found) {
      std::string known;
      for (const std::string& label : labels.names()) {
        known += (known.empty() ? "" : ", ") + label;
      }
      return fail(ErrorCode::InvalidArgument, "The model knows no class \"" +
                                                  std::string(trimmed(name)) +
                                                  "\". It knows: " + known + ".");
    }
    classes.push_back(*found);
  }
  return classes;
}

void addRunOptions(CLI::App& command, RunOptions& options) {
  command
      .add_option("INPUT", options.input,
                  "Video file, folder of pictures, /dev/videoN, or address (rtsp://, http://).")
      ->type_name("INPUT");
  addRunSettings(command, options);
}

void addRunSettings(CLI::App& command, RunOptions& options) {
  command.add_option("--model", options.model, "Model package, or a bare .pb.")->type_name("PKG");
  command.add_option("--text-graph", options.textGraph, "With a bare .pb: its text graph.")
      ->type_name("FILE");
  command.add_option("--labels", options.labels, "With a bare .pb: its class names.")
      ->type_name("FILE");
  command.add_option("--classes", options.classes,
                     "Only these classes, separated by commas: person,car.");
  command
      .add_option(
          "--score", options.minScore,
          "Least score of a detection (default: 0.5; track --tracker auto: 0.1, as it tells by "
          "itself what to believe).")
      ->check(CLI::Range(0.0, 1.0));
  command
      .add_option("--nms", options.nmsIou,
                  "Boxes of a class that overlap a better one by more are dropped.")
      ->check(CLI::Range(0.01, 1.0))
      ->capture_default_str();
  command
      .add_option("--min-size", options.minBoxSide,
                  "Least width and height of a detection, in pixels.")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--from", options.from, "Begin at this time: seconds, or 1:02.5.")
      ->type_name("TIME");
  command.add_option("--to", options.to, "End before this time.")->type_name("TIME");
  command.add_option("--fps", options.rate, "Pictures per second, instead of what the file says.")
      ->check(CLI::Range(0.001, 10000.0));
  command.add_option("--every", options.every, "Detect on every Nth picture only.")
      ->check(CLI::Range(1, 1'000'000));
  command
      .add_option("--threads", options.threads,
                  "Detectors at work side by side (default: what measures best).")
      ->check(CLI::Range(1, 64));
  command
      .add_option("--progress", options.progress, "Progress on standard error: auto, none or json.")
      ->check(CLI::IsMember({"auto", "none", "json"}))
      ->capture_default_str();
}

Result<PreparedRun> prepareSource(const RunOptions& options,
                                  const std::vector<std::string>& outputs) {
  if (options.input.empty()) {
    return fail(ErrorCode::InvalidArgument,
                "No input given. Name a video, a camera or an address.");
  }
  if (const auto fine = checkOutputs({options.input}, outputs); !fine) {
    return fail(fine.error());
  }
  PreparedRun run;
  const auto from = timeNamed(options.from, "--from");
  const auto to = timeNamed(options.to, "--to");
  if (!from || !to) {
    return fail(from ? to.error() : from.error());
  }
  run.settings.from = *from;
  run.settings.to = *to;
  if (*from && *to && **from >= **to) {
    return fail(ErrorCode::InvalidArgument, "--from is not before --to. Nothing would be left.");
  }
  run.settings.pacing = options.realtime || isLive(options.input) ? Pacing::Live : Pacing::Recorded;
  run.settings.detectorWorkers = options.threads;
  run.settings.detectEvery = options.every;
  run.settings.filter.minScore = options.minScore.value_or(DetectionFilter().minScore);
  run.settings.filter.nmsIou = options.nmsIou;
  run.settings.filter.minBoxSide = options.minBoxSide;
  run.source.location = options.input;
  if (options.rate > 0) {
    run.source.frameRate = options.rate;
  }
  run.progress = options.progress == "json"   ? ProgressStyle::Json
                 : options.progress == "none" ? ProgressStyle::None
                                              : ProgressStyle::Auto;
  return run;
}

std::optional<PreparedRun> prepareRun(const RunOptions& options,
                                      const std::vector<std::string>& outputs,
                                      const CommandContext& context, int& exitCode) {
  const auto refuse = [&](const Error& error, ExitCode code) {
    exitCode = report(error, code);
    return std::nullopt;
  };
  if (!options.input.empty() && options.model.empty()) {
    return refuse({ErrorCode::InvalidArgument,
                   "No model given. Name a package with --model (list them with: followspot-cli "
                   "model list)."},
                  Usage);
  }
  auto run = prepareSource(options, outputs);
  if (!run) {
    return refuse(run.error(), Usage);
  }
  auto detectors = wiring::DetectorPool::open(
      {.package = options.model, .textGraph = options.textGraph, .labels = options.labels},
      context.stop);
  if (!detectors) {
    return refuse(detectors.error(), ModelInvalid);
  }
  run->detectors = std::move(*detectors);
  auto classes = classesNamed(options.classes, run->detectors->labels());
  if (!classes) {
    return refuse(classes.error(), Usage);
  }
  run->settings.filter.classes = std::move(*classes);
  return std::move(*run);
}

void sayEnd(const RunEnd& end, const std::string& what, std::optional<Timestamp> stopped) {
  const auto frames = end.stats.framesTracked;
  std::string sentence = std::to_string(frames) + " frames";
  if (stopped) {
    sentence = "Stopped after " + sentence;
    sentence += ", at " + formatTime(std::max(0.0, secondsOf(*stopped))) + " of the input";
  }
  sentence += ", " + what + ", ";
  appendFixed(sentence, end.seconds > 0 ? static_cast<double>(frames) / end.seconds : 0, 1);
  sentence += " frames/s";
  if (const auto damaged = end.stats.health.damagedPackets; damaged > 0) {
    sentence += "; " + std::to_string(damaged) + " damaged parts of the input were left out";
  }
  std::fprintf(stderr, "%s\n", sentence.c_str());
}

RunEnd watchSession(const PreparedRun& run, const RunOptions& options,
                    std::vector<TrackSink*> sinks, const CommandContext& context,
                    const SessionWatch& watch, RunHooks hooks) {
  wiring::PartsOptions parts;
  parts.source = run.source;
  parts.detectors = run.detectors;
  if (run.kept != nullptr) {
    parts.kept = {run.kept, &run.kept->pictures};
  }
  parts.tracker = options.tracker;
  parts.detectEvery = run.settings.detectEvery;
  parts.makeMotionMeter = std::move(hooks.makeMotionMeter);
  parts.opened = std::move(hooks.opened);
  parts.afterUpdate = std::move(hooks.afterUpdate);
  parts.sinks = std::move(sinks);
  const auto begin = std::chrono::steady_clock::now();
  TrackingSession session(run.settings, wiring::makeSessionParts(parts), {});
  constexpr std::chrono::milliseconds kLook{50};
  while (!session.wait(kLook)) {
    if (context.stop.stop_requested()) {
      session.stop();
    }
    watch(session, session.stats(), expectedFrames(run.settings, session.source()));
  }
  RunEnd end;
  end.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  end.state = session.state();
  end.stats = session.stats();
  if (end.state == SessionState::Failed) {
    end.error =
        session.error().value_or(Error{ErrorCode::Internal, "It failed for an unknown reason."});
    const bool opened = session.source().has_value();
    end.exitCode = !opened || end.error->message.starts_with(session.source()->name)
                       ? InputUnreadable
                       : Failed;
  }
  return end;
}

RunEnd runSession(const PreparedRun& run, const RunOptions& options, std::vector<TrackSink*> sinks,
                  const CommandContext& context, RunHooks hooks) {
  RunEnd end;
  {
    ProgressLine progress(context.quiet ? ProgressStyle::None : run.progress);
    end = watchSession(
        run, options, std::move(sinks), context,
        [&](TrackingSession& /*session*/, const SessionStats& stats, std::int64_t total) {
          progress.update(stats.framesTracked, total, stats.tracksBorn);
        },
        std::move(hooks));
  }
  if (end.error) {
    end.exitCode = report(*end.error, ExitCode{end.exitCode});
  }
  return end;
}

}  // namespace followspot::cli
