#include "app/cli/kept_detections.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

#include "app/cli/exit_code.h"
#include "app/cli/output_check.h"
#include "core/base/output_file.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/media/location.h"
#include "core/model/manifest.h"
#include "core/store/detection_csv.h"

namespace followspot::cli {
namespace {

namespace fs = std::filesystem;

/// Bytes of a file, or of all files in a folder; 0 where there is none.
std::int64_t bytesOf(const std::string& video) {
  std::error_code problem;
  const fs::path path = localPath(video);
  if (fs::is_regular_file(path, problem)) {
    const auto bytes = fs::file_size(path, problem);
    return problem ? 0 : static_cast<std::int64_t>(bytes);
  }
  std::int64_t bytes = 0;
  for (fs::directory_iterator entry(path, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    std::error_code skipped;
    if (entry->is_regular_file(skipped)) {
      const auto size = entry->file_size(skipped);
      bytes += skipped ? 0 : static_cast<std::int64_t>(size);
    }
  }
  return bytes;
}

/// SHA-256 of a model's graph: as its package tells, else of the file.
std::string modelHash(const std::string& model) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 24;
  std::error_code problem;
  if (fs::is_directory(model, problem)) {
    const auto text = readFile(fs::path(model) / "model.json", kMostBytes);
    if (!text) {
      return {};
    }
    const auto manifest = model::readManifest(*text);
    return manifest ? manifest->hashes.graph : std::string();
  }
  const auto hash = sha256HexOfFile(model);
  return hash ? *hash : std::string();
}

std::string pictureSize(const FrameSize& size) {
  return std::to_string(size.width) + "x" + std::to_string(size.height);
}

std::string counted(std::int64_t pictures) {
  return pictures > 0 ? ", " + std::to_string(pictures) + " pictures" : std::string();
}

/// What of the settings the file's detections do not allow.
Result<void> checkSettings(const DetectionOrigin& origin, const RunOptions& options,
                           const SessionSettings& settings) {
  const auto refuse = [](const std::string& what) {
    return Result<void>(fail(ErrorCode::InvalidArgument, what));
  };
  if (origin.live) {
    return refuse(
        "was made of a live run, which leaves pictures out; which, it does not say. Track it "
        "without the video, or detect anew.");
  }
  if (options.every > 1 && options.every % origin.every != 0) {
    return refuse("has every " + std::to_string(origin.every) + "th picture only. Give --every " +
                  std::to_string(origin.every) + " or a multiple of it.");
  }
  if (options.minScore && *options.minScore < origin.minScore) {
    return refuse("was made with --score " + formatNumber(origin.minScore) +
                  " and has nothing below. Give a --score from there on, or detect anew.");
  }
  if (settings.from && origin.from && settings.from->count() < *origin.from) {
    return refuse("begins at " + formatTime(std::max(0.0, *origin.from)) +
                  " of the video. Give a later --from, or detect anew.");
  }
  if (settings.to && origin.to && settings.to->count() > *origin.to) {
    return refuse("ends at " + formatTime(std::max(0.0, *origin.to)) +
                  " of the video. Give an earlier --to, or detect anew.");
  }
  return {};
}

/// Only of pictures that were looked at it can be said that they have no detections.
void keepToWhatWasSeen(const DetectionOrigin& origin, SessionSettings& settings) {
  constexpr Seconds kJustAfter(1e-6);
  settings.detectEvery = std::max(settings.detectEvery, origin.every);
  settings.filter.minScore = std::max(settings.filter.minScore, origin.minScore);
  if (!settings.from && origin.from) {
    settings.from = Seconds(*origin.from);
  }
  if (!settings.to && origin.to) {
    settings.to = Seconds(*origin.to);
  }
  if (origin.stoppedAt) {
    const Seconds end = Seconds(*origin.stoppedAt) + kJustAfter;
    settings.to = settings.to ? std::min(*settings.to, end) : end;
  }
}

}  // namespace

Result<std::string> placeBeside(const std::string& video) {
  if (isLive(video)) {
    return fail(ErrorCode::InvalidArgument,
                publicName(video) +
                    ": is live; there is no place beside it. Name a file for its detections.");
  }
  std::string path = localPath(video);
  while (path.size() > 1 && path.back() == '/') {
    path.pop_back();
  }
  return path + ".detections.csv";
}

DetectionOrigin plannedOrigin(const RunOptions& options, double minScore) {
  const auto seconds = [](const std::string& text) {
    return text.empty() ? std::optional<double>() : parseTime(text);
  };
  DetectionOrigin origin;
  origin.video = fs::path(publicName(options.input)).filename().string();
  origin.bytes = isLive(options.input) ? 0 : bytesOf(options.input);
  origin.live = options.realtime || isLive(options.input);
  origin.model = fs::path(options.model).filename().string();
  origin.modelHash = modelHash(options.model);
  origin.minScore = minScore;
  origin.nmsIou = options.nmsIou;
  origin.minBoxSide = options.minBoxSide;
  origin.classes = options.classes;
  origin.every = options.every;
  origin.rate = options.rate;
  origin.from = seconds(options.from);
  origin.to = seconds(options.to);
  return origin;
}

DetectionOrigin originOf(const DetectionOrigin& planned, const SourceInfo& video) {
  DetectionOrigin origin = planned;
  origin.size = video.size;
  origin.pictures = std::max<std::int64_t>(0, video.frameCount.value_or(0));
  return origin;
}

bool serves(const DetectionOrigin& kept, const DetectionOrigin& wanted) {
  const bool sameVideo = kept.bytes > 0 && kept.bytes == wanted.bytes && kept.rate == wanted.rate &&
                         kept.from == wanted.from && kept.to == wanted.to;
  const bool sameModel = !kept.modelHash.empty() && kept.modelHash == wanted.modelHash;
  const bool sameSettings = kept.nmsIou == wanted.nmsIou && kept.minBoxSide == wanted.minBoxSide &&
                            kept.classes == wanted.classes;
  return sameVideo && sameModel && sameSettings && kept.minScore <= wanted.minScore &&
         wanted.every % kept.every == 0 && !kept.live && !wanted.live && !kept.stoppedAt;
}

std::optional<DetectionOrigin> readDetectionOrigin(const std::string& path) {
  constexpr std::size_t kLongestHeader = 200'000;
  std::ifstream file(path);
  std::string line(kLongestHeader, '\0');
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  return detectionOriginIn(line);
}

std::optional<PreparedRun> prepareReplay(const RunOptions& options, const std::string& detections,
                                         const std::vector<std::string>& outputs, int& exitCode) {
  const auto refuse = [&](const Error& error, ExitCode code) {
    exitCode = report(error, code);
    return std::nullopt;
  };
  auto run = prepareSource(options, outputs);
  if (!run) {
    return refuse(run.error(), Usage);
  }
  if (const auto fine = checkOutputs({detections}, outputs); !fine) {
    return refuse(fine.error(), Usage);
  }
  if (run->settings.pacing == Pacing::Live) {
    return refuse({ErrorCode::InvalidArgument,
                   publicName(options.input) + ": --detections goes with a recorded video, at full "
                                               "pace. Name a file and leave --realtime out."},
                  Usage);
  }
  if (options.nmsIou != RunOptions().nmsIou) {
    return refuse(
        {ErrorCode::InvalidArgument, "--nms: overlaps were sorted out before " + detections +
                                         " was written. Leave it out, or detect anew."},
        Usage);
  }
  auto stored = readStoredDetections(detections, 0);
  if (!stored) {
    return refuse(stored.error(), InputUnreadable);
  }
  auto classes = classesNamed(options.classes, stored->labels);
  if (!classes) {
    return refuse(classes.error().withContext(detections), Usage);
  }
  run->settings.filter.classes = std::move(*classes);
  if (stored->madeOf) {
    if (const auto fine = checkSettings(*stored->madeOf, options, run->settings); !fine) {
      return refuse({fine.error().code, detections + ": " + fine.error().message}, Usage);
    }
    keepToWhatWasSeen(*stored->madeOf, run->settings);
    if (!run->source.frameRate && stored->madeOf->rate > 0) {
      run->source.frameRate = stored->madeOf->rate;
    }
  }
  run->settings.detectorWorkers = 1;
  run->kept = std::make_shared<const StoredDetections>(std::move(*stored));
  return std::move(*run);
}

Result<void> checkVideo(const StoredDetections& stored, const SourceInfo& video,
                        const std::string& detections) {
  const std::int64_t pictures = std::max<std::int64_t>(0, video.frameCount.value_or(0));
  const std::string here = pictureSize(video.size) + counted(pictures);
  if (stored.madeOf) {
    const DetectionOrigin& origin = *stored.madeOf;
    const bool otherLength = origin.pictures > 0 && pictures > 0 && origin.pictures != pictures;
    if (origin.size != video.size || otherLength) {
      return fail(ErrorCode::InvalidArgument,
                  video.name + ": is not the video of " + detections + ", which was made of " +
                      origin.video + " (" + pictureSize(origin.size) + counted(origin.pictures) +
                      "; this one: " + here + "). Give that video, or detect anew.");
    }
  }
  const std::int64_t last = stored.pictures.empty() ? 0 : numberOf(stored.pictures.back().frame);
  if (pictures > 0 && last > pictures) {
    return fail(ErrorCode::InvalidArgument, video.name + ": is not the video of " + detections +
                                                ", which has detections on picture " +
                                                std::to_string(last) + " (this one: " + here +
                                                "). Give that video, or detect anew.");
  }
  return {};
}

}  // namespace followspot::cli
