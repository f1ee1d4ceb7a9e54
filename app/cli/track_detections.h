#pragma once

#include <string>

#include "app/cli/command.h"

namespace followspot::cli {

struct TrackDetectionsOptions {
  std::string detections;  ///< MOTChallenge detection file.
  std::string keepFrames;  ///< File that lists the frames the detector saw; empty: all.
  std::string tracker;
  double rate = 25;  ///< Pictures per second of the whole video, > 0.
  int every = 1;     ///< The detector saw frames 1, 1 + every, ...
  std::string mot, csv, jsonl;
  std::string explain;  ///< Where to write why tracks got their ids; empty: nowhere.
};

/// Runs the tracker alone on a detection file. Frames that are not kept do not exist for it: the
/// others keep their true times, and only they are written.
/// @return an exit code.
[[nodiscard]] int runTrackDetections(const TrackDetectionsOptions& options,
                                     const CommandContext& context);

}  // namespace followspot::cli
