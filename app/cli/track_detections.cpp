#include "app/cli/track_detections.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/explain_file.h"
#include "app/cli/output_check.h"
#include "app/wiring/session_parts.h"
#include "core/store/benchmark_files.h"
#include "core/store/mot_file.h"
#include "core/store/track_writers.h"

namespace followspot::cli {
namespace {

Result<std::vector<std::unique_ptr<TrackWriter>>> openWriters(const TrackDetectionsOptions& options,
                                                              const LabelMap& labels) {
  std::vector<std::unique_ptr<TrackWriter>> writers;
  const auto add = [&](Result<std::unique_ptr<TrackWriter>> writer) -> Result<void> {
    if (!writer) {
      return fail(writer.error());
    }
    writers.push_back(std::move(*writer));
    return {};
  };
  if (!options.mot.empty()) {
    if (auto added = add(makeMotTrackWriter(options.mot, MotOrigin::Unchanged)); !added) {
      return fail(added.error());
    }
  }
  if (!options.csv.empty()) {
    if (auto added = add(makeCsvTrackWriter(options.csv, labels)); !added) {
      return fail(added.error());
    }
  }
  if (!options.jsonl.empty()) {
    if (auto added = add(makeJsonlTrackWriter(options.jsonl, labels)); !added) {
      return fail(added.error());
    }
  }
  return writers;
}

}  // namespace

int runTrackDetections(const TrackDetectionsOptions& options, const CommandContext& context) {
  if (const auto fine = checkOutputs({options.detections, options.keepFrames},
                                     {options.mot, options.csv, options.jsonl, options.explain});
      !fine) {
    return report(fine.error(), Usage);
  }
  const auto file = readMotFile(options.detections);
  if (!file) {
    return report(file.error(), InputUnreadable);
  }
  KeptFrames kept;
  kept.every = options.every;
  if (!options.keepFrames.empty()) {
    auto listed = readFrameList(options.keepFrames);
    if (!listed) {
      return report(listed.error(), InputUnreadable);
    }
    kept.listed = std::move(*listed);
  }
  const LabelMap labels;
  auto writers = openWriters(options, labels);
  if (!writers) {
    return report(writers.error(), OutputUnwritable);
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
  const auto tracker = wiring::makeTrackerNamed(options.tracker, options.rate / options.every);
  std::int64_t frames = 0;
  std::uint64_t tracks = 0;
  for (const DetectionSet& detections : detectionsOf(*file, options.rate)) {
    if (context.stop.stop_requested()) {
      break;
    }
    if (!kept.keeps(numberOf(detections.frame))) {
      continue;
    }
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
    for (const auto& writer : *writers) {
      if (const auto written = writer->write(result); !written) {
        return report(written.error(), OutputUnwritable);
      }
    }
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  for (const auto& writer : *writers) {
    if (const auto finished = writer->finish(); !finished) {
      return report(finished.error(), OutputUnwritable);
    }
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
    if (file->report.skippedBoxes > 0) {
      std::fprintf(stderr, "; %lld boxes without a size were left out",
                   static_cast<long long>(file->report.skippedBoxes));
    }
    std::fputc('\n', stderr);
  }
  if (context.stop.stop_requested()) {
    return Interrupted;
  }
  return file->report.skippedBoxes > 0 ? FinishedWithGaps : Ok;
}

}  // namespace followspot::cli
