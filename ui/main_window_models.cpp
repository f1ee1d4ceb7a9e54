#include <QFileInfo>

#include "ui/bridge/session_runner.h"
#include "ui/library/model_library_window.h"
#include "ui/main_window.h"
#include "ui/watch/watch_workspace.h"
#include "ui/wizard/model_wizard.h"

namespace followspot::ui {

ModelWizard* MainWindow::wizard() {
  if (wizard_ == nullptr) {
    wizard_ = new ModelWizard(
        {.work = parts_.wizardWork.isEmpty() ? ModelWizard::defaultWork() : parts_.wizardWork,
         .library = parts_.modelFolders.value(0),
         .program = parts_.modelProgram,
         .dialogs = parts_.dialogs},
        this);
    wizard_->setAttribute(Qt::WA_DeleteOnClose);
    connect(wizard_, &ModelWizard::installed, this, [this](const QString& location, bool use) {
      watch_->refreshChoices();
      if (library_ != nullptr) {
        library_->refresh();
      }
      say(tr("%1 is installed.").arg(QFileInfo(location).fileName()));
      if (use) {
        useModel(location);
      }
    });
  }
  return wizard_;
}

void MainWindow::makeModel() {
  const bool isNew = wizard_ == nullptr;
  ModelWizard* const shown = wizard();
  if (isNew && shown->canResume()) {
    shown->resume();
  }
  shown->show();
  shown->raise();
  shown->activateWindow();
}

void MainWindow::openCheckpoint(const QString& location) {
  wizard()->begin(location, playingFile());
  makeModel();
}

QString MainWindow::playingFile() {
  const QString playing = QString::fromStdString(runner().snapshot().input);
  return QFileInfo(playing).isFile() ? playing : QString();
}

void MainWindow::showLibrary() {
  if (library_ == nullptr) {
    library_ = new ModelLibraryWindow({.folders = parts_.modelFolders,
                                       .program = parts_.modelProgram,
                                       .dialogs = parts_.dialogs,
                                       .clip = [this] { return playingFile(); }},
                                      this);
    library_->setAttribute(Qt::WA_DeleteOnClose);
    connect(library_, &ModelLibraryWindow::useWanted, this, &MainWindow::useModel);
    connect(library_, &ModelLibraryWindow::trainingDropped, this, &MainWindow::openCheckpoint);
    connect(library_, &ModelLibraryWindow::libraryChanged, this,
            [this] { watch_->refreshChoices(); });
  }
  library_->show();
  library_->raise();
  library_->activateWindow();
}

}  // namespace followspot::ui
