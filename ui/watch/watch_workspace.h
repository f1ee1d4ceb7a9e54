#pragma once

#include <cstdint>
#include <optional>

#include <QElapsedTimer>
#include <QTimer>

#include "ui/bridge/session_runner.h"
#include "ui/shell/shell.h"
#include "ui/shell/workspace.h"
#include "ui/sources/demo.h"
#include "ui/watch/watch_actions.h"
#include "ui/widgets/rate_meter.h"

class QStackedWidget;

namespace followspot::ui {

class Banner;
class DetectionPanel;
class StatusStrip;
class TrackPanel;
class TransportBar;
class VideoView;
class WelcomePage;

/// Watch: one source, live or a file, playing with its boxes; its tracks and what is detected.
///
/// watch_layout.cpp puts it together, watch_connections.cpp ties commands and parts to what they
/// do, watch_workspace.cpp is what is done.
/// @threading GUI thread, which never waits for the engine.
class WatchWorkspace : public Workspace {
  Q_OBJECT
 public:
  explicit WatchWorkspace(Shell& shell);
  ~WatchWorkspace() override;

  /// A file, folder of pictures, device or address.
  void play(const QString& location);
  /// Plays the demonstration, with its model where none was chosen; it is no recent source.
  void playDemo(const Demo& demo);
  /// Where the page of welcome looks for the demonstration.
  void setDemoPlaces(const DemoPlaces& places);
  /// Loads a model for all workspaces; `modelLoaded` tells of it.
  void loadModel(const QString& location);
  /// The installed models have been looked for, or what is remembered has changed.
  void refreshChoices();

  [[nodiscard]] SessionRunner& runner() { return *runner_; }
  [[nodiscard]] WatchActions& actions() { return actions_; }

  [[nodiscard]] QList<QAction*> fileActions() const override;
  [[nodiscard]] QList<QAction*> viewActions() const override;
  [[nodiscard]] QList<QMenu*> menus() const override;
  [[nodiscard]] QList<QAction*> toolActions() const override;
  [[nodiscard]] std::vector<ActionSection> keySections() const override;
  [[nodiscard]] QWidget* statusWidget() override;
  [[nodiscard]] bool takes(TargetKind kind) const override;
  void take(TargetKind kind, const QStringList& locations) override;
  void modelChanged(const ModelHandle& model) override;
  void entered() override;
  void left() override;
  void shutDown() override;
  void setBare(bool bare) override;

 signals:
  void modelLoaded(const followspot::ui::ModelHandle& model);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void begin(const QString& location);
  void buildCentre();
  void buildDocks();
  void buildMenus();
  void connectActions();
  void connectParts();
  void restoreChoices();

  void exportTracks();
  void saveSnapshot();
  void chooseTrack(quint64 trackNumber);
  void jumpTo(qint64 frameIndex);
  void toEnd();
  void togglePlay();
  void revealTransport();
  void applyStyle();
  void updateWelcome();

  void onChanged();
  void onPicture(const ShownPicture& picture);
  [[nodiscard]] bool isPlaying() const;
  [[nodiscard]] QString noticeFor(const SessionSnapshot& snapshot) const;
  void showNotice(const SessionSnapshot& snapshot);

  Shell& shell_;
  WatchActions actions_;
  SessionRunner* runner_;
  QMenu* playbackMenu_ = nullptr;
  QStackedWidget* pages_ = nullptr;
  Banner* demoBanner_ = nullptr;
  WelcomePage* welcome_ = nullptr;
  VideoView* view_ = nullptr;
  TransportBar* transport_ = nullptr;
  DetectionPanel* detection_ = nullptr;
  TrackPanel* tracks_ = nullptr;
  StatusStrip* status_ = nullptr;
  QDockWidget* trackDock_ = nullptr;

  QTimer tick_;
  QTimer transportHider_;
  QElapsedTimer sinceTableRefresh_;
  RateMeter painted_;
  std::optional<std::chrono::milliseconds> pictureAge_;
  bool newPicture_ = false;
  FrameId shownFrame_{-1};
  std::uint64_t sessionNumber_ = 0;
  bool sourceWanted_ = false;  // Something is open or about to be.
};

}  // namespace followspot::ui
