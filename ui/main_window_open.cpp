#include <array>

#include <QActionGroup>
#include <QFileInfo>
#include <QMenu>

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

void MainWindow::startUp(const QString& model) {
  watch_->refreshChoices();
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
  QString why;
  if (kind == TargetKind::Project) {
    why = tr("This is a project. Look into it with: followspot-cli project info");
  } else if (kind == TargetKind::TrackFile) {
    why =
        tr("This looks like a file of tracks. Bring it into a project with: "
           "followspot-cli project import");
  } else if (QFileInfo(location).isDir()) {
    why =
        tr("In this folder is no picture, no model (model.json) and no checkpoint. Open a folder "
           "that holds one of them itself, not in a folder below it.");
  } else {
    why =
        tr("This is nothing that can be opened here: videos, pictures, folders of pictures, "
           "model folders, training checkpoints, tracks and projects can.");
  }
  report({Issue::Severity::Warning, shortName(location), why});
}

void MainWindow::useModel(const QString& location) { watch_->loadModel(location); }

const ModelHandle& MainWindow::model() const { return watch_->runner().model(); }

void MainWindow::onModel(const ModelHandle& model) {
  parts_.settings->setModel(model ? QString::fromStdString(model->location.string()) : QString());
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
  const QStringList recent = parts_.settings->recent();
  for (const QString& location : recent) {
    connect(menu.addAction(menuText(shownLocation(location))), &QAction::triggered, this,
            [this, location] { open({location}); });
  }
  if (recent.isEmpty()) {
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
  menu.addActions({actions_.openModel, actions_.prepareModel});
}

}  // namespace followspot::ui
