#include "ui/widgets/action_button.h"

#include <QAction>
#include <QToolButton>

namespace followspot::ui {

QToolButton* actionButton(QAction* action, int side) {
  auto* const button = new QToolButton;
  button->setObjectName(action->objectName() + QStringLiteral("Button"));
  button->setDefaultAction(action);
  button->setAutoRaise(true);
  button->setIconSize({side, side});
  button->setFocusPolicy(Qt::TabFocus);
  button->setToolButtonStyle(Qt::ToolButtonIconOnly);
  return button;
}

}  // namespace followspot::ui
