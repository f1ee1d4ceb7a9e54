#include <QAction>
#include <QDockWidget>

#include "ui/actions.h"
#include "ui/panels/detection_panel.h"
#include "ui/panels/track_panel.h"
#include "ui/settings/ui_settings.h"
#include "ui/sources/location.h"
#include "ui/video/video_view.h"
#include "ui/watch/watch_workspace.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/demo_card.h"
#include "ui/widgets/transport_bar.h"
#include "ui/widgets/welcome_page.h"

namespace followspot::ui {

void WatchWorkspace::connectActions() {
  const auto on = [this](QAction* action, auto&& slot) {
    connect(action, &QAction::triggered, this, slot);
  };
  on(actions_.snapshot, [this] { saveSnapshot(); });
  on(actions_.exportTracks, [this] { exportTracks(); });
  on(actions_.closeSource, [this] {
    sourceWanted_ = false;
    demoBanner_->hide();
    runner_->close();
  });
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
    shell_.settings().setPacing(wanted);
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
  on(actions_.findTrack, [this] {
    trackDock_->show();
    trackDock_->raise();
    tracks_->focusFilter();
  });
}

void WatchWorkspace::connectParts() {
  connect(runner_, &SessionRunner::changed, this, &WatchWorkspace::onChanged);
  connect(runner_, &SessionRunner::pictureReady, this, &WatchWorkspace::onPicture);
  connect(runner_, &SessionRunner::modelChanged, this,
          [this] { emit modelLoaded(runner_->model()); });
  connect(runner_, &SessionRunner::pictureSaved, this,
          [this](const QString& path) { shell_.say(tr("Saved %1").arg(path)); });
  connect(runner_, &SessionRunner::problem, this,
          [this](const QString& source, const QString& text) {
            shell_.report({Issue::Severity::Error, source, text});
          });
  connect(view_, &VideoView::viewportWanted, this, [this](const QSize& size) {
    runner_->setViewport(FrameSize{size.width(), size.height()});
  });
  connect(view_, &VideoView::trackClicked, this, &WatchWorkspace::chooseTrack);
  connect(view_, &VideoView::doubleClicked, shell_.actions().fullScreen, &QAction::trigger);
  connect(view_, &VideoView::painted, this, [this] {
    if (newPicture_ && view_->picture()) {
      newPicture_ = false;
      const auto now = std::chrono::steady_clock::now();
      painted_.add(now);
      pictureAge_ =
          std::chrono::duration_cast<std::chrono::milliseconds>(now - view_->picture()->captured);
    }
  });
  connect(transport_, &TransportBar::seekWanted, this, &WatchWorkspace::jumpTo);
  connect(tracks_, &TrackPanel::trackChosen, this, &WatchWorkspace::chooseTrack);
  connect(tracks_, &TrackPanel::jumpWanted, this, &WatchWorkspace::jumpTo);
  connect(tracks_, &TrackPanel::exportWanted, this, &WatchWorkspace::exportTracks);
  connect(detection_, &DetectionPanel::wantedChanged, this, [this](const WantedDetections& wanted) {
    shell_.settings().setWanted(wanted);
    runner_->setWanted(wanted);
  });
  connect(detection_, &DetectionPanel::modelChosen, this,
          [this](const QString& location) { shell_.useModel(location); });
  connect(detection_, &DetectionPanel::browseWanted, shell_.actions().openModel, &QAction::trigger);
  connect(&welcome_->demo(), &DemoCard::demoWanted, this, &WatchWorkspace::playDemo);
  connect(demoBanner_, &Banner::dismissed, this,
          [this] { shell_.settings().setFlag(QStringLiteral("demoDismissed"), true); });
  connect(welcome_, &WelcomePage::recentChosen, this,
          [this](const QString& location) { shell_.open({location}); });
  connect(&tick_, &QTimer::timeout, runner_, &SessionRunner::refresh);
  connect(&transportHider_, &QTimer::timeout, this, [this] {
    if (isBare() && !transport_->underMouse()) {
      transport_->hide();
      view_->setCursor(Qt::BlankCursor);
    }
  });
  view_->installEventFilter(this);
}

}  // namespace followspot::ui
