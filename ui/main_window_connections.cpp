#include <QAction>
#include <QDockWidget>
#include <QMenu>
#include <QStackedWidget>
#include <QStatusBar>

#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/command_palette.h"
#include "ui/dialogs/shortcut_dialog.h"
#include "ui/main_window.h"
#include "ui/panels/detection_panel.h"
#include "ui/panels/issue_panel.h"
#include "ui/panels/track_panel.h"
#include "ui/sources/location.h"
#include "ui/video/video_view.h"
#include "ui/widgets/status_strip.h"
#include "ui/widgets/transport_bar.h"
#include "ui/widgets/welcome_page.h"

namespace followspot::ui {

void MainWindow::connectActions() {
  const auto on = [this](QAction* action, auto&& slot) {
    connect(action, &QAction::triggered, this, slot);
  };
  on(actions_.openFile, [this] { browseVideo(); });
  on(actions_.openFolder, [this] { browseFolder(); });
  cameraMenu_->setObjectName(QStringLiteral("cameraMenu"));
  actions_.openCamera->setMenu(cameraMenu_);
  connect(cameraMenu_, &QMenu::aboutToShow, this, [this] { fillCameras(*cameraMenu_); });
  on(actions_.openAddress, [this] {
    parts_.dialogs->askAddress(this, [this](const QString& address) { open(address); });
  });
  on(actions_.openModel, [this] { browseModel(); });
  on(actions_.snapshot, [this] { saveSnapshot(); });
  on(actions_.exportTracks, [this] { exportTracks(); });
  on(actions_.closeSource, [this] {
    sourceWanted_ = false;
    runner_->close();
  });
  on(actions_.quit, [this] { close(); });
  on(actions_.playPause, [this] { togglePlay(); });
  on(actions_.stepForward, [this] { runner_->step(); });
  on(actions_.stepBack, [this] { runner_->stepBack(); });
  const auto jump = [&](QAction* action, double seconds) {
    on(action, [this, seconds] { runner_->seekBy(Seconds(seconds)); });
  };
  jump(actions_.back1, -1);
  jump(actions_.forward1, 1);
  jump(actions_.back5, -5);
  jump(actions_.forward5, 5);
  jump(actions_.back60, -60);
  jump(actions_.forward60, 60);
  on(actions_.toStart, [this] { runner_->seek(FrameId{0}); });
  on(actions_.toEnd, [this] { toEnd(); });
  const auto pacing = [this] {
    const Pacing wanted = actions_.everyPicture->isChecked() ? Pacing::Recorded : Pacing::Live;
    parts_.settings->setPacing(wanted);
    if (runner_->snapshot().active &&
        !isLiveLocation(QString::fromStdString(runner_->snapshot().input))) {
      runner_->setPacing(wanted);
    }
  };
  on(actions_.inRealTime, pacing);
  on(actions_.everyPicture, pacing);
  for (QAction* const action : {actions_.boxes, actions_.labels, actions_.trails}) {
    connect(action, &QAction::toggled, this, [this] { applyStyle(); });
  }
  on(actions_.zoomIn, [this] { view_->zoomBy(1.25); });
  on(actions_.zoomOut, [this] { view_->zoomBy(0.8); });
  on(actions_.zoomFit, [this] { view_->zoomToFit(); });
  on(actions_.fullScreen, [this](bool full) { setFullScreen(full); });
  on(actions_.leaveFullScreen, [this] { setFullScreen(false); });
  on(actions_.themeSystem, [this] { applyTheme(Theme::System); });
  on(actions_.themeLight, [this] { applyTheme(Theme::Light); });
  on(actions_.themeDark, [this] { applyTheme(Theme::Dark); });
  on(actions_.resetLayout, [this] { resetLayout(); });
  on(actions_.findTrack, [this] {
    trackDock_->show();
    trackDock_->raise();
    tracks_->focusFilter();
  });
  on(actions_.palette, [this] {
    auto* const palette = new CommandPalette(this);
    palette->setAttribute(Qt::WA_DeleteOnClose);
    palette->open();
  });
  on(actions_.shortcuts, [this] {
    auto* const dialog = new ShortcutDialog(actions_, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
  });
  on(actions_.about, [this] { showAboutDialog(this); });
}

void MainWindow::connectParts() {
  connect(runner_, &SessionRunner::changed, this, &MainWindow::onChanged);
  connect(runner_, &SessionRunner::pictureReady, this, &MainWindow::onPicture);
  connect(runner_, &SessionRunner::modelChanged, this, &MainWindow::onModel);
  connect(runner_, &SessionRunner::pictureSaved, this, [this](const QString& path) {
    statusBar()->showMessage(tr("Saved %1").arg(path), 6000);
  });
  connect(runner_, &SessionRunner::problem, this,
          [this](const QString& source, const QString& text) {
            report({Issue::Severity::Error, source, text});
          });
  connect(view_, &VideoView::viewportWanted, this, [this](const QSize& size) {
    runner_->setViewport(FrameSize{size.width(), size.height()});
  });
  connect(view_, &VideoView::trackClicked, this, &MainWindow::chooseTrack);
  connect(view_, &VideoView::doubleClicked, actions_.fullScreen, &QAction::trigger);
  connect(view_, &VideoView::painted, this, [this] {
    if (newPicture_ && view_->picture()) {
      newPicture_ = false;
      const auto now = std::chrono::steady_clock::now();
      painted_.add(now);
      pictureAge_ =
          std::chrono::duration_cast<std::chrono::milliseconds>(now - view_->picture()->captured);
    }
  });
  connect(transport_, &TransportBar::seekWanted, this, &MainWindow::jumpTo);
  connect(tracks_, &TrackPanel::trackChosen, this, &MainWindow::chooseTrack);
  connect(tracks_, &TrackPanel::jumpWanted, this, &MainWindow::jumpTo);
  connect(tracks_, &TrackPanel::exportWanted, this, &MainWindow::exportTracks);
  connect(detection_, &DetectionPanel::wantedChanged, this, [this](const WantedDetections& wanted) {
    parts_.settings->setWanted(wanted);
    runner_->setWanted(wanted);
  });
  connect(detection_, &DetectionPanel::modelChosen, this, &MainWindow::useModel);
  connect(detection_, &DetectionPanel::browseWanted, this, &MainWindow::browseModel);
  connect(welcome_, &WelcomePage::recentChosen, this, &MainWindow::open);
  connect(status_, &StatusStrip::issuesWanted, this, [this] {
    issueDock_->show();
    issueDock_->raise();
  });
  const auto countIssues = [this] { status_->setIssueCount(issues_->issues().problemCount()); };
  connect(&issues_->issues(), &IssueModel::rowsInserted, this, countIssues);
  connect(&issues_->issues(), &IssueModel::modelReset, this, countIssues);
  connect(&tick_, &QTimer::timeout, this, &MainWindow::onTick);
  connect(&transportHider_, &QTimer::timeout, this, [this] {
    if (!layoutBeforeFullScreen_.isEmpty() && !transport_->underMouse()) {
      transport_->hide();
      view_->setCursor(Qt::BlankCursor);
    }
  });
  view_->installEventFilter(this);
}

}  // namespace followspot::ui
