#include "ui/widgets/issue_button.h"

#include "ui/theme/icon.h"

namespace followspot::ui {

IssueButton::IssueButton(QWidget* parent) : QToolButton(parent) {
  setObjectName(QStringLiteral("statusIssues"));
  setAutoRaise(true);
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setFocusPolicy(Qt::TabFocus);
  setToolTip(tr("Show what happened"));
  setIcon(ui::icon(QStringLiteral("warning")));
  setCount(0);
}

void IssueButton::setCount(int problems) {
  setVisible(problems > 0);
  setText(tr("%n issue(s)", "", problems));
}

}  // namespace followspot::ui
