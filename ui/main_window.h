#pragma once

#include <memory>

#include <QElapsedTimer>
#include <QMainWindow>
#include <QTimer>

#include "ui/actions.h"
#include "ui/bridge/session_runner.h"
#include "ui/dialogs/dialog_service.h"
#include "ui/engine/engine.h"
#include "ui/models/issue_model.h"
#include "ui/settings/ui_settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rate_meter.h"

class QDockWidget;
class QMenu;
class QStackedWidget;
class QToolBar;

namespace followspot::ui {

class DetectionPanel;
class IssuePanel;
class StatusStrip;
class TrackPanel;
class TransportBar;
class VideoView;
class WelcomePage;

/// What the window is given; all outlive it.
struct MainWindowParts {
  std::shared_ptr<Engine> engine;
  UiSettings* settings = nullptr;
  DialogService* dialogs = nullptr;
  ThemeSwitch* theme = nullptr;
  /// Where models are looked for.
  QStringList modelFolders;
};

/// The window: one source with its picture, tracks and settings.
///
/// main_window_layout.cpp puts menus and docks together, main_window_connections.cpp ties commands
/// and parts to what they do, main_window_events.cpp takes Qt's events, main_window.cpp is what is
/// done.
/// @threading GUI thread, which never waits for the engine.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(const MainWindowParts& parts, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// What can wait until the window is on the screen: looks for models and takes up the last one,
  /// unless another is named.
  void startUp(const QString& model = {});
  /// A file, folder of pictures, device or address.
  void open(const QString& location);
  /// A package folder or .pb file; empty: no model.
  void useModel(const QString& location);
  /// Adds to the list of issues.
  void report(const Issue& issue);

  [[nodiscard]] SessionRunner& runner() { return *runner_; }
  [[nodiscard]] Actions& actions() { return actions_; }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildCentre();
  void buildDocks();
  void buildMenus();
  void buildToolBar();
  void connectActions();
  void connectParts();
  void restoreLook();
  void resetLayout();

  void fillCameras(QMenu& menu);
  void fillModels(QMenu& menu);
  void fillRecent(QMenu& menu);
  void browseVideo();
  void browseFolder();
  void browseModel();
  void exportTracks();
  void saveSnapshot();
  void chooseTrack(quint64 trackNumber);
  void jumpTo(qint64 frameIndex);
  void toEnd();
  void togglePlay();
  void setFullScreen(bool full);
  void revealTransport();
  void applyTheme(Theme theme);
  void applyStyle();
  void updateWelcome();

  void onChanged();
  void onPicture(const ShownPicture& picture);
  void onModel();
  void onTick();
  [[nodiscard]] bool isPlaying() const;
  [[nodiscard]] QString noticeFor(const SessionSnapshot& snapshot) const;

  MainWindowParts parts_;
  Actions actions_;
  SessionRunner* runner_;
  QMenu* cameraMenu_;
  QStackedWidget* pages_ = nullptr;
  WelcomePage* welcome_ = nullptr;
  VideoView* view_ = nullptr;
  TransportBar* transport_ = nullptr;
  DetectionPanel* detection_ = nullptr;
  TrackPanel* tracks_ = nullptr;
  IssuePanel* issues_ = nullptr;
  StatusStrip* status_ = nullptr;
  QToolBar* toolBar_ = nullptr;
  QDockWidget* detectionDock_ = nullptr;
  QDockWidget* trackDock_ = nullptr;
  QDockWidget* issueDock_ = nullptr;

  QByteArray defaultLayout_;
  QByteArray layoutBeforeFullScreen_;
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
