#pragma once

#include <functional>

#include <QDir>
#include <QJsonObject>
#include <QStringList>
#include <QWizardPage>

#include "ui/dialogs/dialog_service.h"
#include "ui/wizard/model_job.h"
#include "ui/wizard/wizard_state.h"

class QLabel;
class QProgressBar;
class QToolButton;
class QTreeView;
class QVBoxLayout;

namespace followspot::ui {

/// What the wizard's pages share; outlives them.
struct WizardShared {
  WizardState state;
  QDir work;        ///< Everything that is not wanted yet is in here.
  QString library;  ///< Where models are installed.
  QString program;  ///< See ModelJob.
  DialogService* dialogs = nullptr;
  /// Figures of `model compare` and verdicts of `model verify` by variant; not kept over a restart,
  /// as they are made again in seconds.
  QJsonObject figures;
  QJsonObject verdicts;
  /// Log of every job so far.
  QString log;
  std::function<void()> save;  ///< Writes the state file.

  [[nodiscard]] QString variantFolder(const QString& variant) const {
    return work.filePath(variant);
  }
};

/// A page of the wizard that may have work done by a child process: status line, progress and a
/// stop button at its foot, jobs one after another.
/// @threading GUI thread.
class WizardPage : public QWizardPage {
  Q_OBJECT
 public:
  WizardPage(WizardShared& shared, const char* name, const QString& title, const QString& subTitle);

  /// Stops what is at work; nothing of it stays.
  void cancelJob();
  [[nodiscard]] bool isBusy() const { return job_.isRunning(); }
  void cleanupPage() override;
  [[nodiscard]] ModelJob& job() { return job_; }

 protected:
  /// Runs a job; `then` gets its end. Steps and progress come by the virtual calls below.
  void run(const QString& what, const QStringList& arguments,
           std::function<void(const ModelJobEnd&)> then);
  virtual void onStepBegan(const QString& /*name*/) {}
  virtual void onStepDone(const ModelStep& /*step*/) {}
  /// A sentence in the status line; a failure is shown with a mark of its own, not only in colour.
  void setStatus(const QString& text, bool failed = false);

  [[nodiscard]] WizardShared& shared() { return shared_; }
  [[nodiscard]] const WizardShared& shared() const { return shared_; }
  [[nodiscard]] WizardState& state() { return shared_.state; }
  [[nodiscard]] const WizardState& state() const { return shared_.state; }
  /// Where a page puts its widgets.
  [[nodiscard]] QVBoxLayout* content() { return content_; }

 private:
  void showBusy(bool busy);

  WizardShared& shared_;
  ModelJob job_;
  std::function<void(const ModelJobEnd&)> then_;
  QVBoxLayout* content_;
  QLabel* mark_;
  QLabel* status_;
  QProgressBar* progress_;
  QToolButton* stop_;
};

/// Has a tree of sentences, one column, break its lines where the column ends.
void wrapLines(QTreeView& tree);

/// A small round mark for good, note and problem: differs in shape and in colour.
[[nodiscard]] QIcon levelIcon(const QString& level);

}  // namespace followspot::ui
