#pragma once

#include "ui/wizard/wizard_page.h"

class QTreeWidget;

namespace followspot::ui {

/// Checkpoint: the preflight's lines; goes on only where none of them is red.
class CheckpointPage : public WizardPage {
  Q_OBJECT
 public:
  explicit CheckpointPage(WizardShared& shared);
  void initializePage() override;
  [[nodiscard]] bool isComplete() const override;

 private:
  void look();
  void show(const QJsonObject& json);

  QTreeWidget* lines_;
  bool ready_ = false;
};

}  // namespace followspot::ui
