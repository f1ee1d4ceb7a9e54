#include "ui/wizard/model_wizard.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QCloseEvent>
#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>

#include "ui/theme/icon.h"
#include "ui/wizard/build_page.h"
#include "ui/wizard/checkpoint_page.h"
#include "ui/wizard/choose_page.h"
#include "ui/wizard/classes_page.h"
#include "ui/wizard/input_page.h"
#include "ui/wizard/start_page.h"
#include "ui/wizard/variants_page.h"
#include "ui/wizard/verify_page.h"

namespace followspot::ui {
namespace {

constexpr qint64 kMostState = qint64{16} << 20;
const char* const kStateFile = "state.json";

}  // namespace

QString ModelWizard::defaultWork() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
         QStringLiteral("/followspot/wizard");
}

ModelWizard::ModelWizard(const ModelWizardParts& parts, QWidget* parent) : QWizard(parent) {
  setObjectName(QStringLiteral("modelWizard"));
  setWindowTitle(tr("Model wizard"));
  setWindowIcon(applicationIcon());
  setWizardStyle(QWizard::ModernStyle);
  setOption(QWizard::NoBackButtonOnStartPage);
  setOption(QWizard::NoDefaultButton, false);
  setOption(QWizard::HaveCustomButton1);
  setModal(false);
  resize(860, 620);

  lockWork(parts.work);
  shared_.library = parts.library;
  shared_.program = parts.program;
  shared_.dialogs = parts.dialogs;
  shared_.save = [this] { save(); };
  QFile file(shared_.work.filePath(QLatin1String(kStateFile)));
  if (file.open(QIODevice::ReadOnly) && file.size() <= kMostState) {
    shared_.state = WizardState::fromJson(file.readAll());
    resumePage_ = shared_.state.given.isEmpty() ? 0 : shared_.state.page;
  }

  setPage(Start, new StartPage(shared_));
  setPage(Checkpoint, new CheckpointPage(shared_));
  setPage(Classes, new ClassesPage(shared_));
  setPage(Input, new InputPage(shared_));
  setPage(Build, new BuildPage(shared_));
  setPage(Variants, new VariantsPage(shared_));
  setPage(Verify, new VerifyPage(shared_));
  choose_ = new ChoosePage(shared_);
  setPage(Choose, choose_);

  setButtonText(QWizard::CustomButton1, tr("Copy &log"));
  QAbstractButton* const copy = button(QWizard::CustomButton1);
  copy->setObjectName(QStringLiteral("copyLog"));
  copy->setToolTip(tr("Copy every command and message so far, for a bug report"));
  connect(this, &QWizard::customButtonClicked, this,
          [this] { QGuiApplication::clipboard()->setText(shared_.log); });
  button(QWizard::NextButton)->setObjectName(QStringLiteral("nextButton"));
  button(QWizard::BackButton)->setObjectName(QStringLiteral("backButton"));
  button(QWizard::CancelButton)->setObjectName(QStringLiteral("cancelButton"));
  button(QWizard::CancelButton)
      ->setToolTip(tr("Throw away what is unfinished; close the window to go on another time"));
  button(QWizard::FinishButton)->setObjectName(QStringLiteral("installButton"));

  connect(this, &QWizard::currentIdChanged, this, [this](int id) {
    if (id > Start && !resuming_) {
      shared_.state.page = id;
      save();
    }
  });
  connect(choose_, &ChoosePage::installedModel, this, [this] { accept(); });
}

ModelWizard::~ModelWizard() { stopAll(); }

void ModelWizard::lockWork(const QString& wanted) {
  QString folder = wanted;
  QDir().mkpath(folder);
  lock_ = std::make_unique<QLockFile>(folder + QStringLiteral(".lock"));
  if (!lock_->tryLock(0)) {
    // Another window of ours is at work there.
    folder += QStringLiteral("-%1").arg(QCoreApplication::applicationPid());
    QDir().mkpath(folder);
    lock_ = std::make_unique<QLockFile>(folder + QStringLiteral(".lock"));
    lock_->tryLock(0);
  }
  shared_.work.setPath(folder);
}

void ModelWizard::begin(const QString& training, const QString& clip) {
  stopAll();
  resumePage_ = 0;
  shared_.state = WizardState();
  shared_.state.given = training;
  shared_.state.clip = clip;
  restart();
}

void ModelWizard::resume() {
  restart();
  resuming_ = true;
  for (const int id : pageIds()) {
    connect(page(id), &QWizardPage::completeChanged, this, &ModelWizard::advance,
            Qt::UniqueConnection);
  }
  advance();
}

void ModelWizard::advance() {
  if (!resuming_) {
    return;
  }
  auto* const shown = qobject_cast<WizardPage*>(currentPage());
  if (currentId() >= resumePage_ || shown == nullptr) {
    resuming_ = false;
    return;
  }
  if (!shown->isBusy() && shown->isComplete()) {
    // Not from inside the page's own signal.
    QMetaObject::invokeMethod(
        this,
        [this, from = currentId()] {
          if (resuming_ && currentId() == from) {
            next();
            advance();
          }
        },
        Qt::QueuedConnection);
  }
}

void ModelWizard::save() {
  QDir().mkpath(shared_.work.path());
  QSaveFile file(shared_.work.filePath(QLatin1String(kStateFile)));
  if (file.open(QIODevice::WriteOnly)) {
    file.write(shared_.state.toJson());
    file.commit();  // Where it cannot be written there is nothing to resume, and no harm.
  }
}

void ModelWizard::stopAll() {
  for (const int id : pageIds()) {
    static_cast<WizardPage*>(page(id))->job().kill();  // Nothing may be written there any more.
  }
}

void ModelWizard::closeEvent(QCloseEvent* event) {
  closing_ = true;
  QWizard::closeEvent(event);
}

void ModelWizard::reject() {
  resuming_ = false;
  stopAll();
  if (!closing_) {
    shared_.work.removeRecursively();
  }
  lock_->unlock();
  QWizard::reject();
}

void ModelWizard::accept() {
  // The last page installs; it calls again when that is done.
  if (choose_->installed().isEmpty() && !validateCurrentPage()) {
    return;
  }
  shared_.work.removeRecursively();
  lock_->unlock();
  emit installed(choose_->installed(), choose_->wantsUse());
  QWizard::accept();
}

}  // namespace followspot::ui
