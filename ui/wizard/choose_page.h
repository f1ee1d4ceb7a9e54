#pragma once

#include "ui/wizard/wizard_page.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace followspot::ui {

class ModelChart;

/// Choose: which variant, under which name; installs it. The wizard is done when that is.
class ChoosePage : public WizardPage {
  Q_OBJECT
 public:
  explicit ChoosePage(WizardShared& shared);
  void initializePage() override;
  [[nodiscard]] bool isComplete() const override;
  /// Starts the installation; false until it is done.
  bool validatePage() override;

  /// Where the model was installed; empty before.
  [[nodiscard]] const QString& installed() const { return installed_; }
  [[nodiscard]] bool wantsUse() const;

 signals:
  void installedModel();

 private:
  [[nodiscard]] QString target() const;
  [[nodiscard]] QString objectionToName() const;
  void takeChoice();

  ModelChart* chart_;
  QComboBox* variant_;
  QLineEdit* name_;
  QCheckBox* use_;
  QString installed_;
};

}  // namespace followspot::ui
