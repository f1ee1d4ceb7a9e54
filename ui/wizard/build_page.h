#pragma once

#include <QByteArray>

#include "ui/wizard/wizard_page.h"

class QTreeWidget;
class QTreeWidgetItem;

namespace followspot::ui {

/// Build: the model is made in the working folder, each step ticked off with what it did.
class BuildPage : public WizardPage {
  Q_OBJECT
 public:
  explicit BuildPage(WizardShared& shared);
  void initializePage() override;
  [[nodiscard]] bool isComplete() const override;

 protected:
  void onStepBegan(const QString& name) override;
  void onStepDone(const ModelStep& step) override;

 private:
  [[nodiscard]] QStringList arguments() const;
  void build();

  QTreeWidget* steps_;
  QStringList built_;  ///< Arguments that the package in the working folder was made with.
};

/// What a step of `model prepare` or `model shrink` does, in plain words; empty: not known.
[[nodiscard]] QString stepInWords(const QString& name);

}  // namespace followspot::ui
