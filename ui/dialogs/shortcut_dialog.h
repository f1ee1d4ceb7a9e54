#pragma once

#include <vector>

#include <QDialog>

#include "ui/shell/action_look.h"

namespace followspot::ui {

/// All keys at a glance, made from the actions themselves. Does not block; Esc and ? close it.
/// @threading GUI thread.
class ShortcutDialog : public QDialog {
  Q_OBJECT
 public:
  ShortcutDialog(const std::vector<ActionSection>& sections, QWidget* parent);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace followspot::ui
