#include "ui/dialogs/command_palette.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPixmap>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace followspot::ui {
namespace {

constexpr int kWidth = 520;
constexpr int kRowsShown = 10;

}  // namespace

int paletteScore(const QString& name, const QString& typed) {
  int score = 1;
  qsizetype at = 0;
  qsizetype last = -2;
  for (const QChar letter : typed) {
    if (letter.isSpace()) {
      continue;
    }
    const qsizetype found = name.indexOf(letter, at, Qt::CaseInsensitive);
    if (found < 0) {
      return 0;
    }
    const bool beginsWord = found == 0 || name.at(found - 1).isSpace();
    score += 1 + (beginsWord ? 4 : 0) + (found == last + 1 ? 2 : 0);
    last = found;
    at = found + 1;
  }
  return score;
}

CommandPalette::CommandPalette(QWidget* window, const QList<QAction*>& commands)
    : QFrame(window, Qt::Popup),
      window_(window),
      commands_(commands.begin(), commands.end()),
      line_(new QLineEdit),
      list_(new QTreeWidget) {
  setObjectName(QStringLiteral("commandPalette"));
  setAccessibleName(tr("Commands"));
  setFrameShape(QFrame::StyledPanel);
  line_->setObjectName(QStringLiteral("commandLine"));
  line_->setPlaceholderText(tr("Type what you want to do"));
  line_->setAccessibleName(tr("Find a command"));
  line_->setClearButtonEnabled(true);
  list_->setObjectName(QStringLiteral("commandList"));
  list_->setAccessibleName(tr("Commands"));
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setUniformRowHeights(true);
  list_->setRootIsDecorated(false);
  list_->setHeaderHidden(true);
  list_->setColumnCount(2);
  list_->header()->setStretchLastSection(false);
  list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->addWidget(line_);
  layout->addWidget(list_);
  line_->installEventFilter(this);
  connect(line_, &QLineEdit::textChanged, this, &CommandPalette::fill);
  connect(list_, &QTreeWidget::itemClicked, this, &CommandPalette::run);
}

void CommandPalette::open() {
  line_->clear();
  fill({});
  const int width = std::min(kWidth, window_->width() - 32);
  const int row = std::max(list_->sizeHintForRow(0), 24);
  setFixedSize(width, line_->sizeHint().height() + row * kRowsShown + 32);
  move(window_->mapToGlobal(QPoint((window_->width() - width) / 2, 64)));
  show();
  line_->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::fill(const QString& wanted) {
  std::vector<std::pair<int, QAction*>> found;
  for (QAction* const action : commands_) {
    if (action != nullptr && action->isVisible() && action->isEnabled() && !action->isSeparator() &&
        action->menu() == nullptr) {
      if (const int score = paletteScore(action->iconText(), wanted); score > 0) {
        found.emplace_back(score, action);
      }
    }
  }
  std::ranges::stable_sort(found, std::ranges::greater(), &std::pair<int, QAction*>::first);
  list_->clear();
  QPixmap nothing(list_->iconSize().isValid() ? list_->iconSize() : QSize(16, 16));
  nothing.fill(Qt::transparent);
  const QIcon noIcon(nothing);  // So that all names begin at one line.
  for (const auto& [score, action] : found) {
    auto* const item = new QTreeWidgetItem(
        list_, {action->iconText(), action->shortcut().toString(QKeySequence::NativeText)});
    item->setIcon(0, action->icon().isNull() ? noIcon : action->icon());
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setData(0, Qt::UserRole, QVariant::fromValue<QObject*>(action));
  }
  choose(0);
}

int CommandPalette::chosen() const { return list_->indexOfTopLevelItem(list_->currentItem()); }

void CommandPalette::choose(int row) {
  if (const int rows = list_->topLevelItemCount(); rows > 0) {
    list_->setCurrentItem(list_->topLevelItem((row + rows) % rows));
  }
}

void CommandPalette::run() {
  const QTreeWidgetItem* const item = list_->currentItem();
  auto* const action = item == nullptr
                           ? nullptr
                           : qobject_cast<QAction*>(item->data(0, Qt::UserRole).value<QObject*>());
  close();
  if (action != nullptr) {
    action->trigger();
  }
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    switch (static_cast<QKeyEvent*>(event)->key()) {
      case Qt::Key_Down:
        choose(chosen() + 1);
        return true;
      case Qt::Key_Up:
        choose(chosen() - 1);
        return true;
      case Qt::Key_Return:
      case Qt::Key_Enter:
        run();
        return true;
      case Qt::Key_Escape:
        close();
        return true;
      default:
        break;
    }
  }
  return QFrame::eventFilter(watched, event);
}

}  // namespace followspot::ui
