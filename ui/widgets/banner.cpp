#include "ui/widgets/banner.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/theme/icon.h"

namespace followspot::ui {

Banner::Banner(const char* name, QWidget* parent)
    : QFrame(parent), text_(new QLabel), row_(new QHBoxLayout(this)) {
  setObjectName(QLatin1String(name));
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::ToolTipBase);
  text_->setForegroundRole(QPalette::ToolTipText);
  text_->setTextFormat(Qt::PlainText);
  text_->setWordWrap(true);
  auto* const away = new QToolButton;
  away->setObjectName(objectName() + QStringLiteral("Close"));
  away->setAutoRaise(true);
  away->setIcon(icon(QStringLiteral("close")));
  away->setFocusPolicy(Qt::TabFocus);
  away->setToolTip(tr("Do not show this again"));
  away->setAccessibleName(tr("Do not show this again"));
  row_->setContentsMargins(12, 4, 6, 4);
  row_->addWidget(text_, 1);
  row_->addWidget(away);
  connect(away, &QToolButton::clicked, this, [this] {
    hide();
    emit dismissed();
  });
}

void Banner::setText(const QString& text) { text_->setText(text); }

void Banner::addButton(QAction* action) {
  auto* const button = new QToolButton;
  button->setObjectName(objectName() + QLatin1Char('_') + action->objectName());
  button->setDefaultAction(action);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setFocusPolicy(Qt::TabFocus);
  row_->insertWidget(row_->count() - 1, button);
}

}  // namespace followspot::ui
