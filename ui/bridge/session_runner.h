#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "core/detection/detection_filter.h"
#include "ui/bridge/shown_picture.h"
#include "ui/engine/engine.h"
#include "ui/video/overlay_style.h"
#include "ui/video/trails.h"

namespace followspot::ui {

/// What to play, as the user asked for it.
struct PlayRequest {
  std::string input;
  Pacing pacing = Pacing::Live;
  bool startPaused = false;
  std::optional<FrameId> startAt;  ///< Files only.
};

/// Which detections are wanted, by names, so that it outlives a change of the model.
struct WantedDetections {
  /// As the command line has it for the tracker `auto`, which judges scores itself.
  double minScore = 0.1;
  /// Class names that are not wanted; names the model does not have are ignored.
  std::vector<std::string> excludedClasses;
  friend bool operator==(const WantedDetections&, const WantedDetections&) = default;
};

/// Turns names into the ids of a model. A model with every class excluded gives a filter that
/// nothing passes.
[[nodiscard]] DetectionFilter filterFor(const WantedDetections& wanted, const EngineModel* model);

/// State of the session in one consistent piece.
struct SessionSnapshot {
  bool active = false;  ///< Something is open (or opening, failed or finished but still shown).
  std::uint64_t sessionNumber = 0;
  std::string input;
  Pacing pacing = Pacing::Live;
  SessionState state = SessionState::Stopped;
  std::optional<Error> error;
  std::optional<SourceInfo> source;
  SessionStats stats;
};

/// Works the engine for the window: one thread opens, commands, converts pictures and closes, so
/// that the GUI thread never waits.
///
/// News come as signals on the thread of this object, at most one queued call at a time however
/// fast pictures arrive; the newest picture wins.
/// @threading the GUI thread. The destructor waits for the worker (0.5 s, plus a model that is just
/// being read).
class SessionRunner : public QObject {
  Q_OBJECT
 public:
  explicit SessionRunner(std::shared_ptr<Engine> engine, QObject* parent = nullptr);
  ~SessionRunner() override;

  void open(const PlayRequest& request);
  void close();
  /// Loads the model and goes on with it at the present picture. An empty location: no model.
  void chooseModel(const model::ModelLocation& location);
  void setWanted(const WantedDetections& wanted);

  void pause();
  /// From the end of a file it starts again.
  void resume();
  void step();
  /// Pauses and shows the picture before the one shown. Files only.
  void stepBack();
  void seek(FrameId frame);
  /// Jumps relative to the picture shown; stays within the file.
  void seekBy(Seconds distance);
  /// Opens the same source again with another pacing, at the same place.
  void setPacing(Pacing pacing);

  /// Size in device pixels that pictures are converted to; nothing: no picture is wanted.
  void setViewport(std::optional<FrameSize> size);
  /// Writes the picture shown, at full size with its overlay, as PNG. Ends with `pictureSaved` or
  /// `problem`.
  void savePicture(const QString& path, const OverlayStyle& style, const Trails& trails);
  /// Asks for fresh numbers; they come with `changed`.
  void refresh();

  [[nodiscard]] const SessionSnapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] const ModelHandle& model() const { return model_; }

 signals:
  void pictureReady(const followspot::ui::ShownPicture& picture);
  void changed();
  void modelChanged();
  void pictureSaved(const QString& path);
  /// Something failed; `source` names the part for the issue list.
  void problem(const QString& source, const QString& text);

 private:
  class Worker;
  void deliver();

  SessionSnapshot snapshot_;
  ModelHandle model_;
  std::unique_ptr<Worker> worker_;  // Last: joins before the rest goes.
};

}  // namespace followspot::ui
