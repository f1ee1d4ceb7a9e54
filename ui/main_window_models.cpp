#include <QFileInfo>

#include "ui/bridge/session_runner.h"
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
  const QString playing = QString::fromStdString(runner().snapshot().input);
  const bool isClip = QFileInfo(playing).isFile();
  wizard()->begin(location, isClip ? playing : QString());
  makeModel();
}

}  // namespace followspot::ui
