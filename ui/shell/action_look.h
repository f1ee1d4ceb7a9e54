#pragma once

#include <vector>

#include <QKeySequence>
#include <QList>
#include <QString>

class QAction;
class QWidget;

namespace followspot::ui {

/// How a command looks and which keys it has. Texts are translated already.
struct ActionLook {
  const char* name;  ///< Object name: tests and settings know it by that.
  QString text;      ///< In menus; "&" marks its letter.
  QString iconName = {};
  QList<QKeySequence> keys = {};
  QString toolTip = {};  ///< Without keys; empty: the text.
};

/// Commands under one heading, for the overview of keys.
struct ActionSection {
  QString title;
  std::vector<QAction*> actions;
};

/// A command of `owner`, a window or workspace: its keys work while the owner is visible, with
/// hidden menus, too. The owner deletes it.
/// @threading GUI thread.
[[nodiscard]] QAction* makeAction(QWidget* owner, const ActionLook& look);

/// Makes actions checkable, one at a time; the first is checked.
void makeExclusive(QWidget* owner, const std::vector<QAction*>& actions);

}  // namespace followspot::ui
