#include "app/cli/eval_tracks.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

#include "app/cli/eval_report.h"
#include "app/cli/exit_code.h"
#include "core/store/benchmark_files.h"

namespace followspot::cli {
namespace {

/// Whose rules hold: as the user says, else as the ground truth looks.
Benchmark benchmarkFor(const EvalOptions& options, const BenchmarkSequence& sequence,
                       Benchmark seen) {
  constexpr std::array<std::pair<const char*, Benchmark>, 5> kNames = {
      {{"mot15", Benchmark::Mot15},
       {"mot16", Benchmark::Mot16},
       {"mot17", Benchmark::Mot17},
       {"mot20", Benchmark::Mot20},
       {"kitti", Benchmark::Kitti}}};
  for (const auto& [name, benchmark] : kNames) {
    if (options.benchmark == name) {
      return benchmark;
    }
  }
  // MOT20's files look like MOT17's.
  return seen == Benchmark::Mot17 && sequence.name.starts_with("MOT20") ? Benchmark::Mot20 : seen;
}

std::int64_t lastFrame(const std::vector<LabelledBox>& boxes) {
  const auto last = std::ranges::max_element(boxes, {}, &LabelledBox::frame);
  return last == boxes.end() ? 0 : last->frame;
}

/// Says what a file held that could not be used.
bool warnOfLeftOut(const std::filesystem::path& path, const BoxFile& file) {
  if (file.leftOut > 0) {
    std::fprintf(stderr,
                 "%s: %lld boxes are no finite numbers and were left out (first: line %lld).\n",
                 path.c_str(), static_cast<long long>(file.leftOut),
                 static_cast<long long>(file.firstLeftOutLine));
  }
  return file.leftOut > 0;
}

struct Prepared {
  EvaluatedSequence data;
  bool gaps = false;
};

Result<Prepared> prepare(const EvalOptions& options, const BenchmarkSequence& sequence,
                         const KeptFrames& kept) {
  auto truth = readGroundTruth(sequence.truth);
  if (!truth) {
    return fail(truth.error());
  }
  auto tracks = readTracks(sequence.tracks);
  if (!tracks) {
    return fail(tracks.error());
  }
  const Benchmark benchmark = benchmarkFor(options, sequence, truth->benchmark);
  const int kittiClass = options.className == "pedestrian" ? KittiPedestrian : KittiCar;
  if (!options.className.empty()) {
    if (auto chosen = keepClass(*truth, options.className); !chosen) {
      return fail(chosen.error().withContext(sequence.truth.string()));
    }
    if (auto chosen = keepClass(*tracks, options.className); !chosen) {
      return fail(chosen.error().withContext(sequence.tracks.string()));
    }
  }
  if (benchmark == Benchmark::Kitti) {
    const bool ours = !tracks->labels.empty();  // their numbers are of another list of classes
    for (LabelledBox& track : tracks->boxes) {
      track.classId = ours || track.classId < 0 ? kittiClass : track.classId;
    }
  }
  const std::int64_t length = std::max(
      lastFrame(truth->boxes), sequence.length ? *sequence.length : lastFrame(tracks->boxes));
  auto data = setUpEvaluation(truth->boxes, tracks->boxes, benchmark, length, kept, kittiClass);
  if (!data) {
    return fail(data.error().withContext(sequence.name));
  }
  const bool truthGaps = warnOfLeftOut(sequence.truth, *truth);
  const bool trackGaps = warnOfLeftOut(sequence.tracks, *tracks);
  return Prepared{std::move(*data), truthGaps || trackGaps};
}

}  // namespace

Result<KeptFrames> keptFrames(const EvalOptions& options) {
  KeptFrames kept;
  kept.every = options.every;
  if (!options.keepFrames.empty()) {
    auto listed = readFrameList(options.keepFrames);
    if (!listed) {
      return fail(listed.error());
    }
    kept.listed = std::move(*listed);
  }
  return kept;
}

int runEvalTracks(const EvalOptions& options, const CommandContext& context) {
  const auto sequences = findSequences(options.truth, options.tracks);
  if (!sequences) {
    return report(sequences.error(), InputUnreadable);
  }
  const auto kept = keptFrames(options);
  if (!kept) {
    return report(kept.error(), InputUnreadable);
  }
  std::optional<ErrorList> errors;
  if (!options.errors.empty()) {
    auto list = ErrorList::create(options.errors);
    if (!list) {
      return report(list.error(), OutputUnwritable);
    }
    errors = std::move(*list);
  }
  std::vector<SequenceScores> all;
  bool gaps = false;
  for (const BenchmarkSequence& sequence : *sequences) {
    if (context.stop.stop_requested()) {
      return Interrupted;
    }
    const auto prepared = prepare(options, sequence, *kept);
    if (!prepared) {
      return report(prepared.error(), InputUnreadable);
    }
    gaps = gaps || prepared->gaps;
    std::vector<TrackingErrorEvent> events;
    all.push_back(scoreSequence(sequence.name, prepared->data, errors ? &events : nullptr));
    if (errors) {
      if (const auto written = errors->write(sequence.name, prepared->data, events); !written) {
        return report(written.error(), OutputUnwritable);
      }
    }
  }
  const SequenceScores combined = combine("combined", all);
  if (errors) {
    if (const auto finished = errors->finish(); !finished) {
      return report(finished.error(), OutputUnwritable);
    }
  }
  if (!options.json.empty()) {
    if (const auto written = writeScoresJson(options.json, all, combined); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (!options.csv.empty()) {
    if (const auto written = writeScoresCsv(options.csv, all, combined); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (options.json != "-" && options.csv != "-" && options.errors != "-") {
    printScores(all, combined);
  }
  return gaps ? FinishedWithGaps : Ok;
}

}  // namespace followspot::cli
