#include <QAction>
#include <QDockWidget>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/actions.h"
#include "ui/panels/detection_panel.h"
#include "ui/panels/track_panel.h"
#include "ui/settings/ui_settings.h"
#include "ui/video/video_view.h"
#include "ui/watch/watch_workspace.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/status_strip.h"
#include "ui/widgets/transport_bar.h"
#include "ui/widgets/welcome_page.h"

namespace followspot::ui {

void WatchWorkspace::buildCentre() {
  welcome_ = new WelcomePage(shell_.actions());
  view_ = new VideoView;
  pages_ = new QStackedWidget;
  pages_->setObjectName(QStringLiteral("pages"));
  pages_->addWidget(welcome_);
  pages_->addWidget(view_);
  demoBanner_ = new Banner("demoBanner");
  demoBanner_->setText(
      tr("Demonstration: add your source (%1) or drop a file.")
          .arg(shell_.actions().addSource->shortcut().toString(QKeySequence::NativeText)));
  demoBanner_->addButton(shell_.actions().addSource);
  demoBanner_->hide();
  transport_ = new TransportBar(actions_, shell_.actions().fullScreen);
  auto* const centre = new QWidget;
  auto* const layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(demoBanner_);
  layout->addWidget(pages_, 1);
  layout->addWidget(transport_);
  setCentralWidget(centre);
  status_ = new StatusStrip;
}

void WatchWorkspace::buildDocks() {
  detection_ = new DetectionPanel;
  tracks_ = new TrackPanel;
  QDockWidget* const detectionDock =
      addDock(Qt::RightDockWidgetArea, "detectionDock", tr("Detection"), detection_);
  trackDock_ = addDock(Qt::RightDockWidgetArea, "trackDock", tr("Tracks"), tracks_);
  resize(1280, 720);  // Whatever it is: shares of it are given out.
  resizeDocks({detectionDock, trackDock_}, {4, 5}, Qt::Vertical);
  const int width = tracks_->sizeHint().width();
  resizeDocks({detectionDock, trackDock_}, {width, width}, Qt::Horizontal);
}

void WatchWorkspace::buildMenus() {
  playbackMenu_ = new QMenu(tr("&Playback"), this);
  playbackMenu_->setObjectName(QStringLiteral("playbackMenu"));
  playbackMenu_->addActions({actions_.playPause, actions_.stepForward, actions_.stepBack});
  playbackMenu_->addSeparator();
  playbackMenu_->addActions({actions_.back5, actions_.forward5, actions_.toStart, actions_.toEnd});
  playbackMenu_->addSeparator();
  playbackMenu_->addActions({actions_.inRealTime, actions_.everyPicture});
}

void WatchWorkspace::restoreChoices() {
  const UiSettings& settings = shell_.settings();
  actions_.boxes->setChecked(settings.flag(QStringLiteral("boxes"), true));
  actions_.labels->setChecked(settings.flag(QStringLiteral("labels"), true));
  actions_.trails->setChecked(settings.flag(QStringLiteral("trails"), true));
  (settings.pacing() == Pacing::Recorded ? actions_.everyPicture : actions_.inRealTime)
      ->setChecked(true);
  detection_->setWanted(settings.wanted());
  runner_->setWanted(settings.wanted());
}

QList<QAction*> WatchWorkspace::fileActions() const {
  return {actions_.snapshot, actions_.exportTracks, nullptr, actions_.closeSource};
}

QList<QAction*> WatchWorkspace::viewActions() const {
  return {actions_.boxes,   actions_.labels,  actions_.trails, nullptr,           actions_.zoomIn,
          actions_.zoomOut, actions_.zoomFit, nullptr,         actions_.findTrack};
}

QList<QMenu*> WatchWorkspace::menus() const { return {playbackMenu_}; }

QList<QAction*> WatchWorkspace::toolActions() const {
  return {actions_.boxes,   actions_.labels,  actions_.trails, nullptr,
          actions_.zoomOut, actions_.zoomFit, actions_.zoomIn};
}

std::vector<ActionSection> WatchWorkspace::keySections() const { return actions_.sections(); }

QWidget* WatchWorkspace::statusWidget() { return status_; }

}  // namespace followspot::ui
