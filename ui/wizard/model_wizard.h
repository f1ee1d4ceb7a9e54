#pragma once

#include <memory>

#include <QWizard>

#include "ui/wizard/wizard_page.h"

class QLockFile;

namespace followspot::ui {

class ChoosePage;

/// Where the wizard works and what it installs to.
struct ModelWizardParts {
  QString work;     ///< Folder for everything unfinished; is made, and removed at the end.
  QString library;  ///< Models are installed in a folder in here.
  QString program;  ///< Empty: followspot-cli as it belongs to this program.
  DialogService* dialogs = nullptr;
};

/// From a training to an installed model, page by page. All work is done by `followspot-cli` in
/// processes of its own.
///
/// Not modal: the picture goes on. Cancel throws away what is unfinished, closing the window keeps
/// it for the next time. Nothing outside the working folder changes before the last page.
/// @threading GUI thread.
class ModelWizard : public QWizard {
  Q_OBJECT
 public:
  enum Step { Start, Checkpoint, Classes, Input, Build, Variants, Verify, Choose };

  explicit ModelWizard(const ModelWizardParts& parts, QWidget* parent = nullptr);
  ~ModelWizard() override;

  /// Begins with this training, whatever was unfinished.
  void begin(const QString& training, const QString& clip);
  /// Whether something unfinished was found.
  [[nodiscard]] bool canResume() const { return resumePage_ > 0; }
  /// Goes through the pages as far as they had come, as fast as their work is done again.
  void resume();

  /// `<cache>/followspot/wizard` of the user (XDG).
  [[nodiscard]] static QString defaultWork();
  /// Of every job so far, for a bug report.
  [[nodiscard]] const QString& log() const { return shared_.log; }

  void reject() override;
  void accept() override;

 signals:
  /// @param use  the user wants it on the current source.
  void installed(const QString& location, bool use);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void lockWork(const QString& wanted);
  void save();
  void stopAll();
  void advance();

  WizardShared shared_;
  std::unique_ptr<QLockFile> lock_;
  ChoosePage* choose_ = nullptr;
  int resumePage_ = 0;
  bool resuming_ = false;
  bool closing_ = false;
};

}  // namespace followspot::ui
