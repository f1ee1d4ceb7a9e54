#include "app/cli/track_outputs.h"

#include <utility>

#include "app/wiring/session_parts.h"

namespace followspot::cli {

std::vector<std::string> TrackOutputOptions::names() const {
  std::vector<std::string> names;
  for (const std::string* const name : {&mot, &csv, &jsonl}) {
    if (!name->empty()) {
      names.push_back(*name);
    }
  }
  return names;
}

void addTrackOutputOptions(CLI::App& command, TrackOutputOptions& options) {
  command.add_option("--mot", options.mot, "Write MOTChallenge rows (- for standard output).")
      ->type_name("FILE");
  command.add_option("--csv", options.csv, "Write CSV.")->type_name("FILE");
  command.add_option("--jsonl", options.jsonl, "Write one JSON object a picture.")
      ->type_name("FILE");
  addTrackContentOptions(command, options);
}

void addTrackContentOptions(CLI::App& command, TrackOutputOptions& options) {
  auto* const coasting = command.add_flag(
      "--coasting", options.coasting,
      "Also write where a track is expected while it is not seen, for up to half a second or "
      "between the pictures of --every; marked as predicted (MOT rows: score 0).");
  auto* const refine = command.add_flag(
      "--refine", options.refine,
      "Go over all tracks once more at the end: join pieces, remove errors, smooth, fill gaps.");
  // Gaps are filled better by what came after them.
  refine->excludes(coasting);
  constexpr double kMostSeconds = 3600;
  const auto add = [&](const char* name, double& seconds, const char* text) {
    command.add_option(name, seconds, text)
        ->type_name("SECONDS")
        ->check(CLI::Range(0.0, kMostSeconds))
        ->capture_default_str()
        ->needs(refine);
  };
  add("--refine-join", options.joinOver,
      "With --refine: longest time out of sight of an object whose pieces are joined.");
  add("--refine-fill", options.fillUpTo, "With --refine: longest gap that gets boxes.");
  add("--refine-shortest", options.shortest,
      "With --refine: tracks that were seen for less are removed.");
  add("--refine-smooth", options.smoothOver, "With --refine: time over which boxes are smoothed.");
}

Result<TrackOutputs> TrackOutputs::open(const TrackOutputOptions& options, const LabelMap& labels,
                                        MotOrigin origin) {
  TrackOutputs outputs;
  const auto add = [&](Result<std::unique_ptr<TrackWriter>> writer) -> Result<void> {
    if (!writer) {
      return fail(writer.error());
    }
    outputs.writers_.push_back(std::move(*writer));
    return {};
  };
  const WrittenTracks which =
      options.coasting ? WrittenTracks::SeenOrPredicted : WrittenTracks::Seen;
  if (!options.mot.empty()) {
    if (auto added = add(makeMotTrackWriter(options.mot, origin, which)); !added) {
      return fail(added.error());
    }
  }
  if (!options.csv.empty()) {
    if (auto added = add(makeCsvTrackWriter(options.csv, labels, which)); !added) {
      return fail(added.error());
    }
  }
  if (!options.jsonl.empty()) {
    if (auto added = add(makeJsonlTrackWriter(options.jsonl, labels, which)); !added) {
      return fail(added.error());
    }
  }
  if (options.refine) {
    RefineSettings settings;
    settings.joinOver = Seconds(options.joinOver);
    settings.fillUpTo = Seconds(options.fillUpTo);
    settings.shortest = Seconds(options.shortest);
    settings.smoothOver = Seconds(options.smoothOver);
    outputs.refine_ = settings;
  }
  return outputs;
}

Result<void> TrackOutputs::write(const TrackSet& tracks) {
  if (refine_) {
    kept_.push_back(tracks);
    return {};
  }
  for (const auto& writer : writers_) {
    if (auto written = writer->write(tracks); !written) {
      return written;
    }
  }
  return {};
}

Result<void> TrackOutputs::finish() {
  if (refine_) {
    const RefinedTracks refined = wiring::refineTracks(kept_, *refine_);
    report_ = refined.report;
    for (const TrackSet& picture : refined.pictures) {
      for (const auto& writer : writers_) {
        if (auto written = writer->write(picture); !written) {
          return written;
        }
      }
    }
  }
  for (const auto& writer : writers_) {
    if (auto finished = writer->finish(); !finished) {
      return finished;
    }
  }
  return {};
}

std::string describe(const std::optional<RefineReport>& report) {
  if (!report) {
    return {};
  }
  return ", refined: " + std::to_string(report->joined) + " tracks joined, " +
         std::to_string(report->removed) + " removed, " + std::to_string(report->filled) +
         " boxes filled in";
}

}  // namespace followspot::cli
