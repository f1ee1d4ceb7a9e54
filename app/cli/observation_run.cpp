#include "app/cli/observation_run.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <stop_token>
#include <thread>

#include <unistd.h>

#include "core/analytics/average_precision.h"
#include "core/analytics/clear_metrics.h"
#include "core/analytics/evaluation_setup.h"

namespace followspot::cli {
namespace {

/// Shows a count on standard error while it lives: a line on a terminal, JSON lines on request.
class CountShown {
 public:
  CountShown(const std::string& style, const std::atomic<std::int64_t>& done) {
    const bool json = style == "json";
    if (!json && (style == "none" || ::isatty(STDERR_FILENO) == 0)) {
      return;
    }
    thread_ = std::jthread([json, &done, this](const std::stop_token& stop) {
      std::unique_lock lock(mutex_);
      constexpr std::chrono::milliseconds kPause{250};
      while (!ended_.wait_for(lock, stop, kPause, [] { return false; }) && !stop.stop_requested()) {
        std::fprintf(stderr, json ? "{\"pictures\":%lld}\n" : "\r\033[K%lld pictures...",
                     static_cast<long long>(done.load(std::memory_order_relaxed)));
      }
      if (!json) {
        std::fputs("\r\033[K", stderr);
      }
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;  // ends first
};

}  // namespace

void addObservationOptions(CLI::App& command, ObservationRun& run) {
  auto* const video =
      command.add_option("--video", run.video, "Video to look at.")->type_name("FILE");
  command.add_option("--images", run.images, "Instead of it: a folder of pictures.")
      ->type_name("DIR")
      ->excludes(video);
  command.add_option("--pictures", run.pictures, "Pictures from the beginning; 0: all.")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000'000}))
      ->capture_default_str();
  command
      .add_option("--annotations", run.annotations,
                  "What is really there: ground truth of MOTChallenge or KITTI, or our own CSV.")
      ->type_name("FILE");
  command.add_option("--class", run.className, "With --annotations: the class that they show.")
      ->type_name("NAME")
      ->capture_default_str();
  command.add_option("--progress", run.progress, "Progress on standard error.")
      ->check(CLI::IsMember({"auto", "none", "json"}))
      ->capture_default_str();
}

bool hasSource(const ObservationRun& run) { return !run.video.empty() || !run.images.empty(); }

wiring::ObservationOptions observationOf(const ObservationRun& run, const CommandContext& context) {
  wiring::ObservationOptions options;
  options.source.location = run.video.empty() ? run.images : run.video;
  options.pictures = run.pictures;
  options.stop = context.stop;
  return options;
}

Result<std::vector<wiring::Observation>> observeWithProgress(
    const std::vector<std::shared_ptr<wiring::DetectorPool>>& models, const ObservationRun& run,
    const CommandContext& context) {
  std::atomic<std::int64_t> done = 0;
  wiring::ObservationOptions options = observationOf(run, context);
  options.done = &done;
  const CountShown shown(context.quiet ? "none" : run.progress, done);
  return wiring::observeAll(models, options);
}

Result<GroundTruth> readAnnotations(const ObservationRun& run) {
  auto truth = readGroundTruth(run.annotations);
  if (!truth) {
    return truth;
  }
  if (const auto kept = keepClass(*truth, run.className); !kept) {
    return fail(kept.error().withContext(run.annotations));
  }
  return truth;
}

Result<TruthScores> scoreAgainst(const GroundTruth& truth, const wiring::Observation& seen,
                                 const LabelMap& labels, const std::string& className) {
  const auto classId = labels.find(className);
  if (!classId) {
    return fail(ErrorCode::InvalidArgument, "A model knows no class \"" + className +
                                                "\". Name the one that the annotations show "
                                                "with --class.");
  }
  const auto last = static_cast<std::int64_t>(seen.pictures.size());
  GroundTruth there = truth;
  std::erase_if(there.boxes, [&](const LabelledBox& box) { return box.frame > last; });
  std::vector<ScoredBox> detections;
  std::vector<LabelledBox> tracks;
  for (std::size_t i = 0; i < seen.pictures.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i) + 1;
    for (const Detection& detection : seen.pictures[i].items) {
      if (detection.classId == *classId) {
        detections.push_back({number, *classId, detection.score, detection.box});
      }
    }
    for (const Track& track : seen.tracks[i].items) {
      if (track.state == TrackState::Confirmed && track.classId == *classId) {
        LabelledBox box;
        box.frame = number;
        box.id = static_cast<std::int64_t>(numberOf(track.id));
        box.box = track.box;
        tracks.push_back(box);
      }
    }
  }
  const PrecisionReport precision =
      averagePrecision(detections, truthBoxesOf(there, *classId, Mot15Flags::Ignored), 0.5);
  const auto sequence = setUpEvaluation(there.boxes, tracks, there.benchmark, last);
  if (!sequence) {
    return fail(sequence.error());
  }
  const ClearScores clear = evaluateClear(*sequence);
  TruthScores scores;
  scores.averagePrecision = precision.mean;
  scores.recall = precision.meanRecall;
  scores.idf1 = evaluateIdentity(*sequence).f1();
  scores.mota = clear.mota();
  scores.switches = clear.identitySwitches;
  scores.fragmentations = clear.fragmentations;
  return scores;
}

std::vector<TruthBox> truthBoxesOf(const GroundTruth& truth, ClassId classId, Mot15Flags flags) {
  std::vector<TruthBox> boxes;
  boxes.reserve(truth.boxes.size());
  for (const LabelledBox& box : truth.boxes) {
    // Benchmarks after MOT15 say by class what is no person to find.
    const bool counts = truth.benchmark == Benchmark::Mot15
                            ? box.considered || flags == Mot15Flags::Ignored
                            : box.considered && box.classId == 1;
    boxes.push_back({box.frame, classId, box.box, !counts});
  }
  return boxes;
}

}  // namespace followspot::cli
