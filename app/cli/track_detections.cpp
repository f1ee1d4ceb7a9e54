#include "app/cli/track_detections.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/explain_file.h"
#include "app/cli/output_check.h"
#include "app/cli/session_run.h"
#include "app/wiring/session_parts.h"
#include "core/store/benchmark_files.h"
#include "core/store/camera_motion_file.h"
#include "core/store/detection_files.h"

namespace followspot::cli {
namespace {

/// Everything read, before the first picture is tracked.
struct Input {
  StoredDetections stored;
  KeptFrames kept;
  std::optional<CameraMotions> cameraMotion;
  std::vector<ClassId> classes;
};

Result<Input> readInput(const TrackDetectionsOptions& options) {
  Input input;
  auto stored = readStoredDetections(options.detections, options.rate);
  if (!stored) {
    return fail(stored.error());
  }
  input.stored = std::move(*stored);
  input.kept.every = options.every;
  if (!options.keepFrames.empty()) {
    auto listed = readFrameList(options.keepFrames);
    if (!listed) {
      return fail(listed.error());
    }
    input.kept.listed = std::move(*listed);
  }
  if (!options.cameraMotion.empty()) {
    auto motion = readCameraMotion(options.cameraMotion);
    if (!motion) {
      return fail(motion.error());
    }
    input.cameraMotion = std::move(*motion);
  }
  auto classes = classesNamed(options.classes, input.stored.labels);
  if (!classes) {
    return fail(classes.error().withContext(options.detections));
  }
  input.classes = std::move(*classes);
  return input;
}

/// Pictures per second that the tracker will see, for trackers that count pictures.
double pictureRate(const TrackDetectionsOptions& options, const StoredDetections& stored) {
  constexpr double kUsualRate = 25;
  double rate = options.rate;
  if (!(rate > 0) && !stored.pictures.empty()) {
    const DetectionSet& last = stored.pictures.back();
    // Before the first rows, too: the video begins at 0.
    const bool fromStart = stored.rate > 0 || indexOf(stored.pictures.front().frame) > 0;
    const double begin = stored.rate > 0 ? 1 / stored.rate
                         : fromStart     ? 0
                                         : secondsOf(stored.pictures.front().time);
    const double length = secondsOf(last.time) - begin;
    rate = length > 0 ? static_cast<double>(indexOf(last.frame)) / length : 0;
  }
  return (rate > 0 ? rate : kUsualRate) / options.every;
}

}  // namespace

int runTrackDetections(const TrackDetectionsOptions& options, const CommandContext& context) {
  std::vector<std::string> files = options.outputs.names();
  files.push_back(options.explain);
  if (const auto fine =
          checkOutputs({options.detections, options.keepFrames, options.cameraMotion}, files);
      !fine) {
    return report(fine.error(), Usage);
  }
  auto input = readInput(options);
  if (!input) {
    return report(input.error(),
                  input.error().code == ErrorCode::InvalidArgument ? Usage : InputUnreadable);
  }
  StoredDetections& stored = input->stored;
  const MotOrigin origin =
      stored.format == StoredDetections::Format::Csv ? MotOrigin::One : MotOrigin::Unchanged;
  auto outputs = TrackOutputs::open(options.outputs, stored.labels, origin);
  if (!outputs) {
    return report(outputs.error(), OutputUnwritable);
  }
  std::optional<ExplainFile> explanations;
  if (!options.explain.empty()) {
    auto created = ExplainFile::create(options.explain);
    if (!created) {
      return report(created.error(), OutputUnwritable);
    }
    explanations = std::move(*created);
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto tracker = wiring::makeTrackerNamed(options.tracker, pictureRate(options, stored));
  std::int64_t frames = 0;
  std::uint64_t tracks = 0;
  std::size_t before = 0;
  PictureWalk walk(stored);
  while (DetectionSet* const picture = context.stop.stop_requested() ? nullptr : walk.next()) {
    DetectionSet& detections = *picture;
    const auto i = static_cast<std::size_t>(indexOf(detections.frame));
    if (!input->kept.keeps(numberOf(detections.frame))) {
      continue;
    }
    std::erase_if(detections.items, [&](const Detection& item) {
      return item.score < options.minScore ||
             (!input->classes.empty() &&
              std::ranges::find(input->classes, item.classId) == input->classes.end());
    });
    if (input->cameraMotion && frames > 0) {
      detections.cameraMotion = input->cameraMotion->between(before, i);
    }
    before = i;
    const TrackSet& result = tracker->update(detections);
    ++frames;
    for (const Track& track : result.items) {
      tracks = std::max(tracks, numberOf(track.id));
    }
    if (explanations) {
      if (const auto written = explanations->write(*tracker, result); !written) {
        return report(written.error(), OutputUnwritable);
      }
    }
    if (const auto written = outputs->write(result); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (const auto finished = outputs->finish(); !finished) {
    return report(finished.error(), OutputUnwritable);
  }
  if (explanations) {
    if (const auto finished = explanations->finish(); !finished) {
      return report(finished.error(), OutputUnwritable);
    }
  }
  if (!context.quiet) {
    std::fprintf(stderr, "%s%lld frames, %llu tracks, %.0f frames/s",
                 context.stop.stop_requested() ? "Stopped after " : "",
                 static_cast<long long>(frames), static_cast<unsigned long long>(tracks),
                 seconds > 0 ? static_cast<double>(frames) / seconds : 0);
    if (stored.leftOut > 0) {
      std::fprintf(stderr, "; %lld boxes that are none were left out",
                   static_cast<long long>(stored.leftOut));
    }
    std::fprintf(stderr, "%s\n", describe(outputs->refined()).c_str());
  }
  if (context.stop.stop_requested()) {
    return Interrupted;
  }
  return stored.leftOut > 0 ? FinishedWithGaps : Ok;
}

}  // namespace followspot::cli
