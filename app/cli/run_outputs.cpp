#include "app/cli/run_outputs.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/cli/project_run.h"
#include "core/media/location.h"
#include "core/store/project_track_writer.h"

namespace followspot::cli {
namespace {

constexpr const char* kBatchKey = "batch_item";

/// What a project keeps of how a run was made.
Run runFor(const RunFiles& files, const RunOptions& options, const PreparedRun& prepared) {
  Run run;
  run.name = std::filesystem::path(publicName(options.input)).filename().string();
  run.model = options.model;
  run.tracker = options.tracker.empty() ? "auto" : options.tracker;
  run.labels = prepared.labels();
  run.frameStep = options.every;
  nlohmann::ordered_json settings = {{"nms_iou", options.nmsIou},
                                     {"min_size", options.minBoxSide},
                                     {"classes", options.classes},
                                     {"every", options.every},
                                     {"refined", files.tracks.refine}};
  if (prepared.detectors != nullptr) {
    settings["model_sha256"] = prepared.detectors->graphHash();
  }
  if (options.minScore) {
    settings["min_score"] = *options.minScore;
  }
  if (!files.batchItem.empty()) {
    settings[kBatchKey] = files.batchItem;
  }
  run.settings = settings.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return run;
}

bool isOfItem(const Run& run, const std::string& batchItem) {
  const auto settings = nlohmann::json::parse(run.settings, nullptr, false);
  return settings.is_object() && settings.contains(kBatchKey) && settings[kBatchKey] == batchItem;
}

}  // namespace

std::vector<std::string> RunFiles::names() const {
  std::vector<std::string> names = tracks.names();
  for (const std::string* const name :
       {&annotated, &project, &saveDetections, &saveCameraMotion, &explain}) {
    if (!name->empty()) {
      names.push_back(*name);
    }
  }
  return names;
}

Result<void> RunOutputs::open(const RunFiles& files, const RunOptions& options,
                              const PreparedRun& prepared, MotOrigin origin) {
  const LabelMap& labels = prepared.labels();
  auto tracks = TrackOutputs::open(files.tracks, labels, origin);
  if (!tracks) {
    return fail(tracks.error());
  }
  tracks_ = std::move(*tracks);
  if (!files.saveCameraMotion.empty()) {
    auto motions = CameraMotionWriter::create(files.saveCameraMotion);
    if (!motions) {
      return fail(motions.error());
    }
    motions_ = std::move(*motions);
  }
  if (!files.explain.empty()) {
    auto explanations = ExplainFile::create(files.explain);
    if (!explanations) {
      return fail(explanations.error());
    }
    explanations_ = std::move(*explanations);
  }
  everyPictureShown_ = prepared.settings.pacing == Pacing::Live;
  if (!files.project.empty()) {
    if (auto opened = openRunInProject(files, options, prepared); !opened) {
      return opened;
    }
  }
  if (!files.annotated.empty()) {
    constexpr double kUsualRate = 25;
    video_ = std::make_unique<AnnotatedVideo>(files.annotated, labels,
                                              options.rate > 0 ? options.rate : kUsualRate);
  }
  return {};
}

Result<void> RunOutputs::openRunInProject(const RunFiles& files, const RunOptions& options,
                                          const PreparedRun& prepared) {
  auto project = openNamedProject(files.project, ProjectMode::OpenOrCreate);
  if (!project) {
    return fail(project.error());
  }
  project_ = std::move(*project);
  auto writer =
      makeProjectTrackWriter(*project_, {{}, publicName(options.input), {}, options.rate, 0},
                             runFor(files, options, prepared));
  if (!writer) {
    return fail(writer.error());
  }
  tracks_.add(std::move(*writer));
  return {};
}

Result<void> RunOutputs::consume(const TrackedFrame& frame) {
  ++frames_;
  reached_ = frame.frame.time();
  auto written = tracks_.write(frame.tracks);
  if (written && detections_) {
    written = detections_->write(frame.detections);
  }
  if (written && motions_ && frame.detections.cameraMotion) {
    written = motions_->write(frame.frame.id(), *frame.detections.cameraMotion);
  }
  if (written && !everyPictureShown_) {
    return show(frame);
  }
  failed_ = !written;
  return written;
}

Result<void> RunOutputs::show(const TrackedFrame& frame) {
  auto drawn = video_ ? video_->consume(frame) : Result<void>();
  failed_ = failed_ || !drawn;
  return drawn;
}

Result<void> RunOutputs::saveDetections(const std::string& path, const LabelMap& labels,
                                        const DetectionOrigin& origin) {
  auto detections = DetectionCsvWriter::create(path, labels, origin);
  if (!detections) {
    failed_ = true;
    return fail(detections.error());
  }
  detections_ = std::move(*detections);
  return {};
}

Result<void> RunOutputs::explain(const Tracker& tracker, const TrackSet& tracks) {
  auto written = explanations_->write(tracker, tracks);
  failed_ = failed_ || !written;
  return written;
}

Result<void> RunOutputs::finish(bool early) {
  auto finished = tracks_.finish();
  if (finished && detections_) {
    finished = early ? detections_->finishEarly(reached_) : detections_->finish();
  }
  if (finished && motions_) {
    finished = motions_->finish();
  }
  if (finished && explanations_) {
    finished = explanations_->finish();
  }
  return finished && video_ ? video_->finish() : finished;
}

Result<void> removeBatchRuns(const std::string& project, const std::string& batchItem) {
  std::error_code ignored;
  if (!std::filesystem::exists(project, ignored)) {
    return {};
  }
  const auto store = openNamedProject(project, ProjectMode::OpenExisting);
  if (!store) {
    return fail(store.error());
  }
  const auto reader = (*store)->openReader();
  if (!reader) {
    return fail(reader.error());
  }
  const auto runs = (*reader)->runs();
  if (!runs) {
    return fail(runs.error());
  }
  for (const Run& run : *runs) {
    if (isOfItem(run, batchItem)) {
      if (auto removed = (*store)->removeRun(run.id); !removed) {
        return removed;
      }
    }
  }
  return {};
}

}  // namespace followspot::cli
