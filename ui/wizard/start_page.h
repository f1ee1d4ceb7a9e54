#pragma once

#include "ui/wizard/wizard_page.h"

class QLineEdit;

namespace followspot::ui {

/// Start: the training's folder, and the clip that everything is proved on.
class StartPage : public WizardPage {
  Q_OBJECT
 public:
  explicit StartPage(WizardShared& shared);
  void initializePage() override;
  [[nodiscard]] bool isComplete() const override;
  bool validatePage() override;

 private:
  QLineEdit* given_;
  QLineEdit* clip_;
};

}  // namespace followspot::ui
