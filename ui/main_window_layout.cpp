#include <QActionGroup>
#include <QDockWidget>
#include <QGuiApplication>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/main_window.h"
#include "ui/panels/detection_panel.h"
#include "ui/panels/issue_panel.h"
#include "ui/panels/track_panel.h"
#include "ui/sources/camera_list.h"
#include "ui/sources/location.h"
#include "ui/sources/model_library.h"
#include "ui/theme/icon.h"
#include "ui/video/video_view.h"
#include "ui/widgets/status_strip.h"
#include "ui/widgets/transport_bar.h"
#include "ui/widgets/welcome_page.h"

namespace followspot::ui {
namespace {

/// Goes up with the set of docks and tool bars, so that an old layout is not forced on a new
/// window.
constexpr int kLayoutVersion = 1;

QDockWidget* makeDock(QMainWindow* window, const char* name, const QString& title,
                      QWidget* content) {
  auto* const dock = new QDockWidget(title, window);
  dock->setObjectName(QLatin1String(name));
  dock->setWidget(content);
  QDockWidget::DockWidgetFeatures features =
      QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable;
  // On Wayland Qt 6.4 cannot put a floating dock back (QTBUG-87332).
  if (!QGuiApplication::platformName().startsWith(QLatin1String("wayland"))) {
    features |= QDockWidget::DockWidgetFloatable;
  }
  dock->setFeatures(features);
  return dock;
}

}  // namespace

void MainWindow::buildCentre() {
  welcome_ = new WelcomePage(actions_);
  view_ = new VideoView;
  pages_ = new QStackedWidget;
  pages_->setObjectName(QStringLiteral("pages"));
  pages_->addWidget(welcome_);
  pages_->addWidget(view_);
  transport_ = new TransportBar(actions_);
  auto* const centre = new QWidget;
  auto* const layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(pages_, 1);
  layout->addWidget(transport_);
  setCentralWidget(centre);
  status_ = new StatusStrip;
  statusBar()->setObjectName(QStringLiteral("statusBar"));
  statusBar()->addPermanentWidget(status_);
}

void MainWindow::buildDocks() {
  detection_ = new DetectionPanel;
  tracks_ = new TrackPanel;
  issues_ = new IssuePanel;
  detectionDock_ = makeDock(this, "detectionDock", tr("Detection"), detection_);
  trackDock_ = makeDock(this, "trackDock", tr("Tracks"), tracks_);
  issueDock_ = makeDock(this, "issueDock", tr("Issues"), issues_);
  addDockWidget(Qt::RightDockWidgetArea, detectionDock_);
  addDockWidget(Qt::RightDockWidgetArea, trackDock_);
  addDockWidget(Qt::BottomDockWidgetArea, issueDock_);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  resizeDocks({detectionDock_, trackDock_}, {4, 5}, Qt::Vertical);
  issueDock_->hide();
}

void MainWindow::buildToolBar() {
  toolBar_ = addToolBar(tr("Tool bar"));
  toolBar_->setObjectName(QStringLiteral("toolBar"));
  toolBar_->setMovable(false);
  toolBar_->setIconSize({20, 20});
  toolBar_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  toolBar_->setContextMenuPolicy(Qt::PreventContextMenu);
  const auto addAll = [this](std::initializer_list<QAction*> actions, Qt::ToolButtonStyle style) {
    for (QAction* const action : actions) {
      toolBar_->addAction(action);
      if (auto* const button = qobject_cast<QToolButton*>(toolBar_->widgetForAction(action))) {
        button->setObjectName(action->objectName() + QStringLiteral("Tool"));
        button->setToolButtonStyle(style);
        button->setFocusPolicy(Qt::TabFocus);
        button->setPopupMode(QToolButton::InstantPopup);
      }
    }
  };
  addAll({actions_.openFile, actions_.openCamera, actions_.openAddress, actions_.openModel},
         Qt::ToolButtonTextBesideIcon);
  toolBar_->addSeparator();
  addAll({actions_.boxes, actions_.labels, actions_.trails}, Qt::ToolButtonTextBesideIcon);
  toolBar_->addSeparator();
  addAll({actions_.zoomOut, actions_.zoomFit, actions_.zoomIn}, Qt::ToolButtonIconOnly);
  auto* const space = new QWidget;
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  toolBar_->addWidget(space);
  addAll({actions_.shortcuts}, Qt::ToolButtonIconOnly);
}

void MainWindow::buildMenus() {
  menuBar()->setObjectName(QStringLiteral("menuBar"));
  const auto addMenu = [this](const char* name, const QString& title) {
    QMenu* const menu = menuBar()->addMenu(title);
    menu->setObjectName(QLatin1String(name));
    return menu;
  };
  QMenu* const file = addMenu("fileMenu", tr("&File"));
  file->addActions({actions_.openFile, actions_.openFolder});
  file->addActions({actions_.openCamera, actions_.openAddress});
  QMenu* const recentMenu = file->addMenu(tr("Open &recent"));
  recentMenu->setObjectName(QStringLiteral("recentMenu"));
  file->addSeparator();
  file->addActions({actions_.snapshot, actions_.exportTracks});
  file->addSeparator();
  file->addActions({actions_.closeSource, actions_.quit});

  QMenu* const play = addMenu("playbackMenu", tr("&Playback"));
  play->addActions({actions_.playPause, actions_.stepForward, actions_.stepBack});
  play->addSeparator();
  play->addActions({actions_.back5, actions_.forward5, actions_.toStart, actions_.toEnd});
  play->addSeparator();
  play->addActions({actions_.inRealTime, actions_.everyPicture});

  QMenu* const models = addMenu("modelMenu", tr("&Model"));

  QMenu* const view = addMenu("viewMenu", tr("&View"));
  view->addActions({actions_.boxes, actions_.labels, actions_.trails});
  view->addSeparator();
  view->addActions({actions_.zoomIn, actions_.zoomOut, actions_.zoomFit, actions_.fullScreen});
  view->addSeparator();
  QMenu* const panels = view->addMenu(tr("Pa&nels"));
  for (QDockWidget* const dock : {detectionDock_, trackDock_, issueDock_}) {
    panels->addAction(dock->toggleViewAction());
  }
  QMenu* const theme = view->addMenu(tr("&Theme"));
  theme->addActions({actions_.themeSystem, actions_.themeLight, actions_.themeDark});
  view->addAction(actions_.findTrack);
  view->addAction(actions_.resetLayout);

  addMenu("helpMenu", tr("&Help"))
      ->addActions({actions_.palette, actions_.shortcuts, actions_.about});

  connect(recentMenu, &QMenu::aboutToShow, this, [this, recentMenu] { fillRecent(*recentMenu); });
  connect(models, &QMenu::aboutToShow, this, [this, models] { fillModels(*models); });
}

void MainWindow::fillCameras(QMenu& menu) {
  menu.clear();
  for (const Camera& camera : cameras()) {
    QString text = camera.name;
    text.replace(QLatin1Char('&'), QLatin1String("&&"));
    connect(menu.addAction(text), &QAction::triggered, this,
            [this, device = camera.device] { open(device); });
  }
  if (menu.isEmpty()) {
    menu.addAction(tr("No camera found"))->setEnabled(false);
  }
}

void MainWindow::fillRecent(QMenu& menu) {
  menu.clear();
  const QStringList recent = parts_.settings->recent();
  for (const QString& location : recent) {
    QString text = shownLocation(location);
    text.replace(QLatin1Char('&'), QLatin1String("&&"));
    connect(menu.addAction(text), &QAction::triggered, this, [this, location] { open(location); });
  }
  if (recent.isEmpty()) {
    menu.addAction(tr("Nothing yet"))->setEnabled(false);
    return;
  }
  menu.addSeparator();
  connect(menu.addAction(tr("&Clear the list")), &QAction::triggered, this, [this] {
    parts_.settings->clearRecent();
    updateWelcome();
  });
}

void MainWindow::fillModels(QMenu& menu) {
  menu.clear();
  auto* const group = new QActionGroup(&menu);
  const QString current =
      runner_->model() ? QString::fromStdString(runner_->model()->location.string()) : QString();
  const auto add = [&](const QString& name, const QString& location) {
    QString text = name;
    text.replace(QLatin1Char('&'), QLatin1String("&&"));
    QAction* const action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(location == current);
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, location] { useModel(location); });
  };
  add(tr("No model (picture only)"), {});
  for (const InstalledModel& model : installedModels(parts_.modelFolders)) {
    add(model.name, model.location);
  }
  menu.addSeparator();
  menu.addAction(actions_.openModel);
}

void MainWindow::restoreLook() {
  resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
  const int width = tracks_->sizeHint().width();
  resizeDocks({detectionDock_, trackDock_}, {width, width}, Qt::Horizontal);
  defaultLayout_ = saveState(kLayoutVersion);
  restoreGeometry(parts_.settings->blob(QStringLiteral("geometry")));
  restoreState(parts_.settings->blob(QStringLiteral("layout")), kLayoutVersion);
  issueDock_->hide();  // It comes when there is something to say.
  toolBar_->show();
  actions_.boxes->setChecked(parts_.settings->flag(QStringLiteral("boxes"), true));
  actions_.labels->setChecked(parts_.settings->flag(QStringLiteral("labels"), true));
  actions_.trails->setChecked(parts_.settings->flag(QStringLiteral("trails"), true));
  (parts_.settings->pacing() == Pacing::Recorded ? actions_.everyPicture : actions_.inRealTime)
      ->setChecked(true);
  const Theme theme = parts_.settings->theme();
  (theme == Theme::Dark    ? actions_.themeDark
   : theme == Theme::Light ? actions_.themeLight
                           : actions_.themeSystem)
      ->setChecked(true);
  parts_.theme->apply(theme);
}

void MainWindow::resetLayout() {
  restoreState(defaultLayout_, kLayoutVersion);
  issueDock_->setVisible(issues_->issues().problemCount() > 0);
  toolBar_->show();
}

void MainWindow::setFullScreen(bool full) {
  if (full == !layoutBeforeFullScreen_.isEmpty()) {
    return;
  }
  if (full) {
    layoutBeforeFullScreen_ = saveState(kLayoutVersion);
    for (QWidget* const part :
         {static_cast<QWidget*>(menuBar()), static_cast<QWidget*>(toolBar_),
          static_cast<QWidget*>(statusBar()), static_cast<QWidget*>(detectionDock_),
          static_cast<QWidget*>(trackDock_), static_cast<QWidget*>(issueDock_),
          static_cast<QWidget*>(transport_)}) {
      part->hide();
    }
    view_->setMouseTracking(true);
    view_->setFocus();
    setWindowState(windowState() | Qt::WindowFullScreen);
  } else {
    setWindowState(windowState() & ~Qt::WindowFullScreen);
    view_->setMouseTracking(false);
    view_->unsetCursor();
    transportHider_.stop();
    menuBar()->show();
    statusBar()->show();
    transport_->show();
    restoreState(layoutBeforeFullScreen_, kLayoutVersion);
    layoutBeforeFullScreen_.clear();
  }
  actions_.fullScreen->setChecked(full);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  setFullScreen(false);
  parts_.settings->setBlob(QStringLiteral("geometry"), saveGeometry());
  parts_.settings->setBlob(QStringLiteral("layout"), saveState(kLayoutVersion));
  runner_->close();
  QMainWindow::closeEvent(event);
}

}  // namespace followspot::ui
