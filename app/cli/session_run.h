#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/progress.h"
#include "app/wiring/session_parts.h"
#include "core/base/contracts.h"
#include "core/session/tracking_session.h"
#include "core/store/detection_files.h"

namespace followspot::cli {

/// What `track` and `detect` have in common.
struct RunOptions {
  std::string input;
  std::string model;
  std::string textGraph;
  std::string labels;
  std::string classes;             ///< Names separated by commas; empty: all.
  std::optional<double> minScore;  ///< Nothing: what DetectionFilter has.
  double nmsIou = 0.6;
  double minBoxSide = 0;
  std::string from;
  std::string to;
  double rate = 0;  ///< 0: the source's own.
  int every = 1;
  int threads = 0;  ///< 0: as many detectors as measure best.
  bool realtime = false;
  std::string tracker;
  std::string progress = "auto";
};

/// Whether a location is a camera or a stream.
[[nodiscard]] bool isLive(const std::string& location);

/// @param names  separated by commas; empty: none.
/// @errors InvalidArgument: a name that is not there (names those there).
[[nodiscard]] Result<std::vector<ClassId>> classesNamed(const std::string& names,
                                                        const LabelMap& labels);

/// Adds INPUT and the settings to a command.
void addRunOptions(CLI::App& command, RunOptions& options);
/// Adds the settings alone.
void addRunSettings(CLI::App& command, RunOptions& options);

/// A model and settings, read and checked; files are not touched yet.
struct PreparedRun {
  std::shared_ptr<wiring::DetectorPool> detectors;
  /// Instead of detectors: what was detected before.
  std::shared_ptr<const StoredDetections> kept;
  SessionSettings settings;
  SourceSpec source;
  ProgressStyle progress = ProgressStyle::Auto;

  [[nodiscard]] const LabelMap& labels() const {
    FS_EXPECTS(kept != nullptr || detectors != nullptr, "somebody detects");
    return kept != nullptr ? kept->labels : detectors->labels();
  }
};

/// Everything of a run but who detects. @param outputs  as for checkOutputs.
/// @errors InvalidArgument: how the program was called.
[[nodiscard]] Result<PreparedRun> prepareSource(const RunOptions& options,
                                                const std::vector<std::string>& outputs);

/// @param outputs  as for checkOutputs.
/// @return the run, or the exit code after the problem was said.
[[nodiscard]] std::optional<PreparedRun> prepareRun(const RunOptions& options,
                                                    const std::vector<std::string>& outputs,
                                                    const CommandContext& context, int& exitCode);

/// How a run ended.
struct RunEnd {
  SessionState state = SessionState::Failed;
  SessionStats stats;
  double seconds = 0;
  int exitCode = 0;            ///< Not Ok: it failed.
  std::optional<Error> error;  ///< Why.
};

/// Says on standard error how far a run came: "795 frames, 60 tracks, 71.2 frames/s", and where an
/// interrupted one stopped.
/// @param what     what was counted, with its number: "60 tracks".
/// @param stopped  time of the last picture that was written; nothing: it came to its end.
void sayEnd(const RunEnd& end, const std::string& what, std::optional<Timestamp> stopped);

/// What a command does at certain moments of a session; each may be empty. As in PartsOptions.
struct RunHooks {
  std::function<std::unique_ptr<MotionMeter>()> makeMotionMeter;
  std::function<Result<void>(const SourceInfo&)> opened;
  std::function<Result<void>(const Tracker&, const TrackSet&)> afterUpdate;
};

/// Called again and again while a session runs; `total` pictures are expected, 0: unknown.
using SessionWatch =
    std::function<void(TrackingSession& session, const SessionStats& stats, std::int64_t total)>;

/// Runs a session to its end or until Ctrl+C. It says nothing: that is the watch's matter.
[[nodiscard]] RunEnd watchSession(const PreparedRun& run, const RunOptions& options,
                                  std::vector<TrackSink*> sinks, const CommandContext& context,
                                  const SessionWatch& watch, RunHooks hooks = {});

/// The same with progress; says why it failed.
[[nodiscard]] RunEnd runSession(const PreparedRun& run, const RunOptions& options,
                                std::vector<TrackSink*> sinks, const CommandContext& context,
                                RunHooks hooks = {});

}  // namespace followspot::cli
