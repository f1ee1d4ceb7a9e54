#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/base/result.h"
#include "core/store/track_writers.h"
#include "core/types/track_refinement.h"

namespace followspot::cli {

/// Where `track` writes, and whether it goes over the tracks once more before.
struct TrackOutputOptions {
  std::string mot, csv, jsonl;
  bool coasting = false;  ///< Predicted boxes, too.
  bool refine = false;
  double joinOver = RefineSettings().joinOver.count();  ///< s, these four
  double fillUpTo = RefineSettings().fillUpTo.count();
  double shortest = RefineSettings().shortest.count();
  double smoothOver = RefineSettings().smoothOver.count();

  /// The files asked for.
  [[nodiscard]] std::vector<std::string> names() const;
};

void addTrackOutputOptions(CLI::App& command, TrackOutputOptions& options);
/// Those that name no files.
void addTrackContentOptions(CLI::App& command, TrackOutputOptions& options);

/// The files of tracks that were asked for; refined, they are written at the end.
/// @threading one thread at a time.
class TrackOutputs {
 public:
  /// @param labels  outlives this.
  [[nodiscard]] static Result<TrackOutputs> open(const TrackOutputOptions& options,
                                                 const LabelMap& labels, MotOrigin origin);

  /// Adds one more place to write to.
  void add(std::unique_ptr<TrackWriter> writer) { writers_.push_back(std::move(writer)); }

  Result<void> write(const TrackSet& tracks);
  /// Makes the files whole and visible.
  Result<void> finish();

  /// What refining did; nothing where it was not asked for.
  [[nodiscard]] const std::optional<RefineReport>& refined() const { return report_; }

 private:
  std::vector<std::unique_ptr<TrackWriter>> writers_;
  std::optional<RefineSettings> refine_;
  std::vector<TrackSet> kept_;  // to be refined
  std::optional<RefineReport> report_;
};

/// ", refined: 3 joined, 12 removed, 240 boxes filled in", or nothing.
[[nodiscard]] std::string describe(const std::optional<RefineReport>& report);

}  // namespace followspot::cli
