#include <array>

#include <QActionGroup>
#include <QFileInfo>
#include <QMenu>
#include <QToolBar>

#include "ui/main_window.h"
#include "ui/shell/workspace.h"
#include "ui/sources/camera_list.h"
#include "ui/sources/location.h"
#include "ui/sources/model_library.h"
#include "ui/sources/open_target.h"
#include "ui/watch/watch_workspace.h"

namespace followspot::ui {
namespace {

/// A foreign name in a menu: no letter of it is a key.
QString menuText(QString name) { return name.replace(QLatin1Char('&'), QLatin1String("&&")); }

/// What is opened together is done in this order: a model before the video it is for.
constexpr std::array kOrder = {TargetKind::Checkpoint, TargetKind::Model,    TargetKind::Project,
                               TargetKind::Video,      TargetKind::Pictures, TargetKind::Live,
                               TargetKind::TrackFile,  TargetKind::Unknown};

}  // namespace

void MainWindow::startUp(const QString& model, const QString& input) {
  watch_->refreshChoices();
  watch_->setDemoPlaces(parts_.demo);
  const auto installed = installedModels(parts_.modelFolders);
  if (!model.isEmpty()) {
    useModel(model);
  } else if (parts_.settings->hasModelChoice()) {
    const QString last = parts_.settings->model();
    if (!last.isEmpty() && QFileInfo::exists(last)) {
      useModel(last);
    } else if (!last.isEmpty()) {
      report({Issue::Severity::Warning, tr("Model"),
              tr("%1 is not there any more. Choose another model.").arg(last)});
    }
  } else if (!installed.empty()) {
    useModel(installed.front().location);
  }
  const bool isNew = parts_.settings->recent().isEmpty() &&
                     parts_.settings->recent(RecentKind::Project).isEmpty() &&
                     !parts_.settings->flag(QStringLiteral("demoDismissed"), false);
  if (!input.isEmpty()) {
    open({input});
  } else if (const Demo demo = findDemo(parts_.demo); isNew && demo.isComplete()) {
    switchTo(watch_);
    watch_->playDemo(demo);
  }
}

void MainWindow::showSourceMenu() {
  // Below the tool bar, where the buttons for it are; keys work in it at once.
  sourceMenu_->popup(shellBar_->mapToGlobal(QPoint(0, shellBar_->height())));
}

void MainWindow::open(const QStringList& locations) {
  for (const TargetKind kind : kOrder) {
    QStringList alike;
    for (const QString& location : locations) {
      if (targetKindOf(location) == kind) {
        alike.append(location);
      }
    }
    if (!alike.isEmpty()) {
      openAll(kind, alike);
    }
  }
}

void MainWindow::openAll(TargetKind kind, const QStringList& locations) {
  if (kind == TargetKind::Model) {
    useModel(locations.front());
    return;
  }
  if (kind == TargetKind::Checkpoint) {
    openCheckpoint(locations.front());
    return;
  }
  if (current()->takes(kind)) {
    current()->take(kind, locations);
    return;
  }
  for (const Page& page : pages_) {
    if (page.workspace->takes(kind)) {
      switchTo(page.workspace);
      page.workspace->take(kind, locations);
      return;
    }
  }
  for (const QString& location : locations) {
    refuse(kind, location);
  }
}

void MainWindow::refuse(TargetKind kind, const QString& location) {
  report({Issue::Severity::Warning, shortName(location), whyNotOpened(kind, location)});
}

void MainWindow::useModel(const QString& location) { watch_->loadModel(location); }

const ModelHandle& MainWindow::model() const { return watch_->runner().model(); }

void MainWindow::onModel(const ModelHandle& model) {
  const QString location = model ? QString::fromStdString(model->location.string()) : QString();
  parts_.settings->setModel(location);
  if (model) {
    parts_.settings->addRecent(location, RecentKind::Model);
  }
  for (const Page& page : pages_) {
    page.workspace->modelChanged(model);
  }
}

void MainWindow::browseVideo() {
  parts_.dialogs->openFile(
      this, tr("Open video"), parts_.settings->folder(QStringLiteral("video")),
      {tr("Videos and pictures (*.mp4 *.m4v *.mkv *.webm *.mov *.avi *.mpg *.mpeg *.ts *.m2ts "
          "*.wmv "
          "*.flv *.ogv *.3gp *.mjpeg *.h264 *.h265 *.y4m *.gif *.png *.jpg *.jpeg *.bmp)"),
       tr("All files (*)")},
      [this](const QString& file) {
        parts_.settings->setFolder(QStringLiteral("video"), QFileInfo(file).absolutePath());
        open({file});
      });
}

void MainWindow::browseFolder() {
  parts_.dialogs->openFolder(this, tr("Open folder of pictures"),
                             parts_.settings->folder(QStringLiteral("video")),
                             [this](const QString& folder) { open({folder}); });
}

void MainWindow::browseModel() {
  parts_.dialogs->openFolder(
      this, tr("Open model folder"), parts_.settings->folder(QStringLiteral("model")),
      [this](const QString& folder) {
        parts_.settings->setFolder(QStringLiteral("model"), QFileInfo(folder).absolutePath());
        useModel(folder);
      });
}

void MainWindow::fillCameras(QMenu& menu) {
  menu.clear();
  for (const Camera& camera : cameras()) {
    connect(menu.addAction(menuText(camera.name)), &QAction::triggered, this,
            [this, device = camera.device] { open({device}); });
  }
  if (menu.isEmpty()) {
    menu.addAction(tr("No camera found"))->setEnabled(false);
  }
}

void MainWindow::fillRecent(QMenu& menu) {
  menu.clear();
  const auto add = [&](RecentKind kind, const QString& title) {
    const QStringList recent = parts_.settings->recent(kind);
    if (!recent.isEmpty()) {
      menu.addSection(title);
    }
    for (const QString& location : recent) {
      connect(menu.addAction(menuText(shownLocation(location))), &QAction::triggered, this,
              [this, location] { open({location}); });
    }
  };
  add(RecentKind::Source, tr("Videos and cameras"));
  add(RecentKind::Project, tr("Projects"));
  add(RecentKind::Model, tr("Models"));
  if (menu.isEmpty()) {
    menu.addAction(tr("Nothing yet"))->setEnabled(false);
    return;
  }
  menu.addSeparator();
  connect(menu.addAction(tr("&Clear the list")), &QAction::triggered, this, [this] {
    parts_.settings->clearRecent();
    watch_->refreshChoices();
  });
}

void MainWindow::fillModels(QMenu& menu) {
  menu.clear();
  auto* const group = new QActionGroup(&menu);
  const QString inUse = model() ? QString::fromStdString(model()->location.string()) : QString();
  const auto add = [&](const QString& name, const QString& location) {
    QAction* const action = menu.addAction(menuText(name));
    action->setCheckable(true);
    action->setChecked(location == inUse);
    group->addAction(action);
    connect(action, &QAction::triggered, this, [this, location] { useModel(location); });
  };
  add(tr("No model (picture only)"), {});
  for (const InstalledModel& each : installedModels(parts_.modelFolders)) {
    add(each.name, each.location);
  }
  menu.addSeparator();
  menu.addActions({actions_.openModel, actions_.modelLibrary, actions_.prepareModel});
}

}  // namespace followspot::ui
