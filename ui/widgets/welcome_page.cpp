#include "ui/widgets/welcome_page.h"

#include <algorithm>

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/sources/location.h"
#include "ui/theme/icon.h"
#include "ui/widgets/demo_card.h"

namespace followspot::ui {

WelcomePage::WelcomePage(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      recent_(new QListWidget),
      recentTitle_(new QLabel(tr("Recent"))),
      modelLine_(new QLabel),
      demo_(new DemoCard) {
  setObjectName(QStringLiteral("welcomePage"));
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::Base);

  auto* const mark = new QLabel;
  mark->setPixmap(applicationIcon().pixmap(72, 72));
  auto* const title = new QLabel(tr("Drop a video here"));
  QFont large = title->font();
  large.setPointSizeF(large.pointSizeF() * 1.9);
  large.setWeight(QFont::DemiBold);
  title->setFont(large);
  title->setObjectName(QStringLiteral("welcomeTitle"));
  auto* const hint = new QLabel(
      tr("or open a file, a camera or a network address. A model package can be dropped, too."));
  hint->setForegroundRole(QPalette::PlaceholderText);
  hint->setWordWrap(true);

  auto* const buttons = new QHBoxLayout;
  buttons->setSpacing(10);
  for (QAction* const action :
       {actions.openFile, actions.openCamera, actions.openAddress, actions.openModel}) {
    auto* const button = new QToolButton;
    button->setObjectName(QStringLiteral("welcome_") + action->objectName());
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize({20, 20});
    button->setMinimumHeight(36);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setPopupMode(QToolButton::InstantPopup);
    buttons->addWidget(button);
  }
  buttons->addStretch();

  modelLine_->setObjectName(QStringLiteral("welcomeModel"));
  modelLine_->setTextFormat(Qt::PlainText);
  modelLine_->setWordWrap(true);
  QFont strong = recentTitle_->font();
  strong.setWeight(QFont::DemiBold);
  recentTitle_->setFont(strong);
  recent_->setObjectName(QStringLiteral("recentList"));
  recent_->setAccessibleName(tr("Recently opened"));
  recent_->setFrameShape(QFrame::NoFrame);
  recent_->setTextElideMode(Qt::ElideMiddle);

  auto* const column = new QVBoxLayout;
  column->setSpacing(10);
  column->addWidget(mark);
  column->addWidget(title);
  column->addWidget(hint);
  column->addSpacing(6);
  column->addLayout(buttons);
  column->addSpacing(6);
  column->addWidget(modelLine_);
  column->addWidget(demo_);
  column->addSpacing(10);
  column->addWidget(recentTitle_);
  column->addWidget(recent_);
  auto* const row = new QHBoxLayout;
  row->addStretch(1);
  row->addLayout(column, 6);
  row->addStretch(1);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(24, 24, 24, 24);
  layout->addStretch(2);
  layout->addLayout(row);
  layout->addStretch(3);

  const auto choose = [this](const QListWidgetItem* item) {
    emit recentChosen(item->data(Qt::UserRole).toString());
  };
  connect(recent_, &QListWidget::itemActivated, this, choose);
  if (style()->styleHint(QStyle::SH_ItemView_ActivateItemOnSingleClick, nullptr, recent_) == 0) {
    connect(recent_, &QListWidget::itemClicked, this, choose);
  }
  setRecent({});
}

void WelcomePage::setRecent(const QStringList& locations) {
  recent_->clear();
  for (const QString& location : locations) {
    auto* const item = new QListWidgetItem(shownLocation(location), recent_);
    item->setData(Qt::UserRole, location);
  }
  const int rowHeight = recent_->sizeHintForRow(0);
  recent_->setFixedHeight(
      std::max(0, rowHeight) * static_cast<int>(std::min<qsizetype>(locations.size(), 6)) + 4);
  recentTitle_->setVisible(!locations.isEmpty());
  recent_->setVisible(!locations.isEmpty());
}

void WelcomePage::setModelLine(const QString& text) { modelLine_->setText(text); }

}  // namespace followspot::ui
