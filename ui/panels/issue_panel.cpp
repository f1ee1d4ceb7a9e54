#include "ui/panels/issue_panel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/icon.h"

namespace followspot::ui {

IssuePanel::IssuePanel(QWidget* parent)
    : QWidget(parent), model_(new IssueModel(this)), table_(new QTableView) {
  setObjectName(QStringLiteral("issuePanel"));
  table_->setObjectName(QStringLiteral("issueTable"));
  table_->setAccessibleName(tr("Issues"));
  table_->setModel(model_);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setTabKeyNavigation(false);
  table_->setShowGrid(false);
  table_->setWordWrap(true);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  auto* const header = table_->horizontalHeader();
  header->setHighlightSections(false);
  header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  header->setSectionResizeMode(QHeaderView::ResizeToContents);
  header->setSectionResizeMode(IssueModel::TextColumn, QHeaderView::Stretch);

  const auto button = [](const char* name, const QString& text, const QString& iconName) {
    auto* const made = new QToolButton;
    made->setObjectName(QLatin1String(name));
    made->setToolTip(text);
    made->setAccessibleName(text);
    made->setIcon(icon(iconName));
    made->setAutoRaise(true);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
  };
  auto* const copyButton =
      button("copyIssues", tr("Copy all issues as text"), QStringLiteral("copy"));
  auto* const clearButton = button("clearIssues", tr("Clear the list"), QStringLiteral("clear"));
  auto* const buttons = new QVBoxLayout;
  buttons->addWidget(copyButton);
  buttons->addWidget(clearButton);
  buttons->addStretch();
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 6, 6, 6);
  layout->setSpacing(6);
  layout->addWidget(table_, 1);
  layout->addLayout(buttons);

  connect(copyButton, &QToolButton::clicked, this,
          [this] { QGuiApplication::clipboard()->setText(model_->toText()); });
  connect(clearButton, &QToolButton::clicked, model_, &IssueModel::clear);
}

}  // namespace followspot::ui
