#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/session_run.h"
#include "core/store/detection_origin.h"

namespace followspot::cli {

/// Stands for the file beside the video in `--detections` and `--save-detections`.
inline constexpr const char* kBeside = "auto";

/// Where detections of a video are kept beside it: VIDEO.detections.csv. A folder of pictures has
/// it beside the folder.
/// @errors InvalidArgument: a camera or an address has no place beside it.
[[nodiscard]] Result<std::string> placeBeside(const std::string& video);

/// What detections of this run will be made of, as far as it is known before the video is opened.
/// Reads the model's hash, not the model.
[[nodiscard]] DetectionOrigin plannedOrigin(const RunOptions& options, double minScore);

/// The same, with what the opened video tells.
[[nodiscard]] DetectionOrigin originOf(const DetectionOrigin& planned, const SourceInfo& video);

/// Whether detections made of `kept` serve for `wanted`: the same video, model and settings, where
/// the least score may be lower and more pictures may have been looked at, to the end.
[[nodiscard]] bool serves(const DetectionOrigin& kept, const DetectionOrigin& wanted);

/// The origin of a file's detections, from its first line; nothing where it tells none, or there is
/// no such file.
[[nodiscard]] std::optional<DetectionOrigin> readDetectionOrigin(const std::string& path);

/// A run that takes its detections from a file, and only pictures from the video.
/// @param outputs  as for checkOutputs.
/// @return the run, or the exit code after the problem was said.
[[nodiscard]] std::optional<PreparedRun> prepareReplay(const RunOptions& options,
                                                       const std::string& detections,
                                                       const std::vector<std::string>& outputs,
                                                       int& exitCode);

/// Whether a video can be the one that the detections were made of.
/// @param detections  the file, for the sentence.
/// @errors InvalidArgument: it is another one.
[[nodiscard]] Result<void> checkVideo(const StoredDetections& stored, const SourceInfo& video,
                                      const std::string& detections);

}  // namespace followspot::cli
