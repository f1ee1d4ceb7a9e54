#pragma once

#include "ui/wizard/wizard_page.h"

class QLabel;
class QTableWidget;

namespace followspot::ui {

/// Classes: names by column of the network's scores, which can be changed; where the background is.
class ClassesPage : public WizardPage {
  Q_OBJECT
 public:
  explicit ClassesPage(WizardShared& shared);
  void initializePage() override;
  [[nodiscard]] bool isComplete() const override;
  bool validatePage() override;

 private:
  [[nodiscard]] QStringList names() const;

  QTableWidget* table_;
  QLabel* sample_;
};

}  // namespace followspot::ui
