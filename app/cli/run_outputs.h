#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/annotated_video.h"
#include "app/cli/explain_file.h"
#include "app/cli/session_run.h"
#include "app/cli/track_outputs.h"
#include "core/project/project_store.h"
#include "core/store/camera_motion_file.h"
#include "core/store/detection_csv.h"

namespace followspot::cli {

/// Where a session's results go; empty: not asked for.
struct RunFiles {
  TrackOutputOptions tracks;
  std::string annotated;
  std::string project;
  std::string saveDetections;
  std::string saveCameraMotion;
  std::string explain;
  /// Marks the run in the project as this batch item's, so that half a run is found again.
  std::string batchItem;

  /// The files asked for.
  [[nodiscard]] std::vector<std::string> names() const;
};

/// Writes what a session tracked and detected into all files asked for.
/// @threading as TrackSink; the rest from the thread that made it, when the session has ended.
class RunOutputs final : public TrackSink {
 public:
  /// @param prepared  outlives this. Where it is live, the video gets the pictures as they are
  /// shown, not as they are detected.
  Result<void> open(const RunFiles& files, const RunOptions& options, const PreparedRun& prepared,
                    MotOrigin origin);
  /// Also keeps the detections; the video is known now. Before the first picture.
  Result<void> saveDetections(const std::string& path, const LabelMap& labels,
                              const DetectionOrigin& origin);

  Result<void> consume(const TrackedFrame& frame) override;
  Result<void> show(const TrackedFrame& frame) override;
  /// Why the tracker did what it did; only where that was asked for.
  Result<void> explain(const Tracker& tracker, const TrackSet& tracks);
  /// Makes the files whole and visible. @param early  the input did not come to its end.
  Result<void> finish(bool early);

  /// Whether it was this that ended the session.
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::int64_t frames() const { return frames_; }
  /// Time of the newest picture written.
  [[nodiscard]] Timestamp reached() const { return reached_; }
  [[nodiscard]] const TrackOutputs& tracks() const { return tracks_; }

 private:
  Result<void> openRunInProject(const RunFiles& files, const RunOptions& options,
                                const PreparedRun& prepared);

  std::unique_ptr<ProjectStore> project_;  // its writer uses it
  TrackOutputs tracks_;
  std::optional<DetectionCsvWriter> detections_;
  std::optional<CameraMotionWriter> motions_;
  std::optional<ExplainFile> explanations_;
  std::unique_ptr<AnnotatedVideo> video_;
  bool everyPictureShown_ = false;
  std::int64_t frames_ = 0;
  Timestamp reached_{};
  bool failed_ = false;
};

/// Removes the runs of a batch item from a project, whole and half ones. A project that does not
/// exist has none. @errors as openProject and ProjectStore.
[[nodiscard]] Result<void> removeBatchRuns(const std::string& project,
                                           const std::string& batchItem);

}  // namespace followspot::cli
