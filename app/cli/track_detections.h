#pragma once

#include <string>

#include "app/cli/command.h"
#include "app/cli/track_outputs.h"

namespace followspot::cli {

struct TrackDetectionsOptions {
  std::string detections;    ///< `detect --csv` or MOTChallenge.
  std::string keepFrames;    ///< File that lists the frames the detector saw; empty: all.
  std::string cameraMotion;  ///< File of core/store/camera_motion_file.h; empty: none.
  std::string tracker;
  std::string classes;  ///< Names separated by commas; empty: all.
  double minScore = 0;  ///< Least score of a detection.
  double rate = 0;      ///< Pictures per second of the whole video; 0: as the file says.
  int every = 1;        ///< The detector saw frames 1, 1 + every, ...
  TrackOutputOptions outputs;
  std::string explain;  ///< Where to write why tracks got their ids; empty: nowhere.
};

/// Runs the tracker alone on a detection file. Frames that are not kept do not exist for it: the
/// others keep their true times, and only they are written.
/// @return an exit code.
[[nodiscard]] int runTrackDetections(const TrackDetectionsOptions& options,
                                     const CommandContext& context);

}  // namespace followspot::cli
