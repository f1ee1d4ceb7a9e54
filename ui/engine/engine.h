#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/media/frame.h"
#include "core/model/model_package.h"
#include "core/session/tracking_session.h"
#include "core/types/tracker.h"

namespace followspot::ui {

/// A model ready for use, as the window sees it; the engine derives what it needs besides.
struct EngineModel {
  EngineModel() = default;
  EngineModel(const EngineModel&) = delete;
  EngineModel& operator=(const EngineModel&) = delete;
  virtual ~EngineModel() = default;

  std::filesystem::path location;
  model::ModelManifest manifest;
  LabelMap labels;
};
/// Null: pictures are shown without detection.
using ModelHandle = std::shared_ptr<const EngineModel>;

/// What to play and how.
struct OpenRequest {
  std::string input;  ///< As in `SourceSpec::location`.
  ModelHandle model;
  SessionSettings settings;
  std::string tracker;            ///< One of `Engine::trackers`; empty: the usual one.
  std::vector<TrackSink*> sinks;  ///< Outlive the session.
};

/// A tracker that can be chosen.
struct TrackerChoice {
  std::string name;
  double usualMinScore = 0;  ///< Least score of the detections that it should be given.
};

/// One running source, as the window sees it: `TrackingSession`, or a script in tests.
/// @threading one thread at a time. The destructor may take 0.5 s; nothing else waits.
class EngineSession {
 public:
  EngineSession() = default;
  EngineSession(const EngineSession&) = delete;
  EngineSession& operator=(const EngineSession&) = delete;
  virtual ~EngineSession() = default;

  virtual void pause() = 0;
  virtual void resume() = 0;
  virtual void step() = 0;
  virtual void seek(FrameId frame) = 0;
  virtual void setFilter(const DetectionFilter& filter) = 0;

  [[nodiscard]] virtual SessionState state() const = 0;
  [[nodiscard]] virtual std::optional<Error> error() const = 0;
  [[nodiscard]] virtual std::optional<SourceInfo> source() const = 0;
  [[nodiscard]] virtual SessionStats stats() const = 0;
  [[nodiscard]] virtual std::optional<TrackedFrame> takePicture() = 0;
};

/// Where 32-bit pixels go: bytes B, G, R, 255, as QImage::Format_RGB32 has them.
struct PixelTarget {
  FrameSize size;
  std::uint8_t* data = nullptr;
  std::ptrdiff_t stride = 0;  ///< Bytes between rows.
};

/// Makes pixels for the screen out of a decoded picture, at the size they are shown.
/// @threading one thread at a time.
class PictureConverter {
 public:
  PictureConverter() = default;
  PictureConverter(const PictureConverter&) = delete;
  PictureConverter& operator=(const PictureConverter&) = delete;
  virtual ~PictureConverter() = default;

  /// @errors Internal, Unavailable (memory).
  [[nodiscard]] virtual Result<void> convert(const PictureView& picture,
                                             const PixelTarget& target) = 0;
};

/// Everything the window needs of the rest of the program.
/// @threading any thread.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  /// @errors as `model::loadModelPackage`.
  [[nodiscard]] virtual Result<ModelHandle> loadModel(const model::ModelLocation& location) = 0;

  /// Starts at once; a source that cannot be opened shows as state Failed.
  /// @param onNews  as in `TrackingSession`: called on any thread, only posts a wake-up.
  [[nodiscard]] virtual Result<std::unique_ptr<EngineSession>> open(
      OpenRequest request, std::function<void()> onNews) = 0;

  [[nodiscard]] virtual std::unique_ptr<PictureConverter> makeConverter() = 0;

  /// The usual one first.
  [[nodiscard]] virtual std::vector<TrackerChoice> trackers() const { return {}; }
  /// Null where there is none of that name. @param pictureRate  that it will see, > 0.
  [[nodiscard]] virtual std::unique_ptr<Tracker> makeTracker(const std::string& /*name*/,
                                                             double /*pictureRate*/) const {
    return nullptr;
  }
};

}  // namespace followspot::ui
