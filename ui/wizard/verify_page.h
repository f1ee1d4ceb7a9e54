#pragma once

#include "ui/wizard/wizard_page.h"

class QTreeWidget;

namespace followspot::ui {

/// Verify: whether each variant still does what the full model does, in words and figures.
class VerifyPage : public WizardPage {
  Q_OBJECT
 public:
  explicit VerifyPage(WizardShared& shared);
  void initializePage() override;
  [[nodiscard]] bool isComplete() const override;

 private:
  void verifyNext();
  void show(const QString& variant, const QJsonObject& json);

  QTreeWidget* verdicts_;
  QStringList left_;
};

}  // namespace followspot::ui
