#include "ui/shell/action_look.h"

#include <QAction>
#include <QActionGroup>
#include <QWidget>

#include "ui/theme/icon.h"

namespace followspot::ui {

QAction* makeAction(QWidget* owner, const ActionLook& look) {
  auto* const action = new QAction(look.text, owner);
  action->setObjectName(QLatin1String(look.name));
  action->setShortcuts(look.keys);
  if (!look.iconName.isEmpty()) {
    action->setIcon(icon(look.iconName));
  }
  QString tip = look.toolTip;
  if (tip.isEmpty()) {
    tip = look.text;
    tip.remove(QLatin1Char('&'));
    tip.remove(QStringLiteral("..."));
  }
  if (!look.keys.isEmpty()) {
    tip += QStringLiteral(" (%1)").arg(look.keys.front().toString(QKeySequence::NativeText));
  }
  action->setToolTip(tip);
  owner->addAction(action);  // Keys work with hidden menus, too.
  return action;
}

void makeExclusive(QWidget* owner, const std::vector<QAction*>& actions) {
  auto* const group = new QActionGroup(owner);
  for (QAction* const action : actions) {
    action->setCheckable(true);
    group->addAction(action);
  }
  actions.front()->setChecked(true);
}

}  // namespace followspot::ui
