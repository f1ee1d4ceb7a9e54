#pragma once

#include "ui/wizard/wizard_page.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace followspot::ui {

/// Variants: smaller and faster ones beside the full model, made and measured side by side.
class VariantsPage : public WizardPage {
  Q_OBJECT
 public:
  explicit VariantsPage(WizardShared& shared);
  void initializePage() override;
  [[nodiscard]] bool isComplete() const override;
  bool validatePage() override;

 private:
  void takeChoice();
  /// Makes what is wanted and not there, one after another, then measures all.
  void makeNext();
  void measure();
  void showFigures();

  QCheckBox* half_;
  QCheckBox* byte_;
  QCheckBox* prune_;
  QSpinBox* percent_;
  QPushButton* make_;
  QTableWidget* table_;
  QList<VariantChoice> left_;
};

}  // namespace followspot::ui
