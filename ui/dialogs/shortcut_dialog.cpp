#include "ui/dialogs/shortcut_dialog.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace followspot::ui {
namespace {

QString keysOf(const QAction& action) {
  QStringList keys;
  for (const QKeySequence& sequence : action.shortcuts()) {
    const QString text = sequence.toString(QKeySequence::NativeText);
    if (!keys.contains(text) && keys.size() < 2) {
      keys.append(text);
    }
  }
  return keys.join(QStringLiteral("   "));
}

QWidget* sectionOf(const ActionSection& section) {
  auto* const box = new QWidget;
  auto* const grid = new QGridLayout(box);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(18);
  grid->setVerticalSpacing(5);
  auto* const title = new QLabel(section.title);
  QFont font = title->font();
  font.setWeight(QFont::DemiBold);
  title->setFont(font);
  grid->addWidget(title, 0, 0, 1, 2);
  int row = 1;
  for (const QAction* const action : section.actions) {
    const QString keys = keysOf(*action);
    if (keys.isEmpty()) {
      continue;
    }
    QString text = action->text();
    text.remove(QLatin1Char('&'));
    text.remove(QStringLiteral("..."));
    auto* const key = new QLabel(keys);
    key->setTextFormat(Qt::PlainText);
    QFont strong = key->font();
    strong.setFamily(QStringLiteral("monospace"));
    key->setFont(strong);
    auto* const what = new QLabel(text);
    what->setTextFormat(Qt::PlainText);
    grid->addWidget(key, row, 0);
    grid->addWidget(what, row, 1);
    ++row;
  }
  grid->setRowStretch(row, 1);
  grid->setColumnStretch(1, 1);
  return box;
}

}  // namespace

ShortcutDialog::ShortcutDialog(const std::vector<ActionSection>& sections, QWidget* parent)
    : QDialog(parent) {
  setObjectName(QStringLiteral("shortcutDialog"));
  setWindowTitle(tr("Keys"));
  auto* const columns = new QHBoxLayout;
  columns->setSpacing(32);
  for (const ActionSection& section : sections) {
    columns->addWidget(sectionOf(section));
  }
  auto* const mouse = new QLabel(
      tr("Mouse: wheel zooms, dragging moves a zoomed picture, a click on a box chooses its track, "
         "double click fills the screen."));
  mouse->setWordWrap(true);
  mouse->setForegroundRole(QPalette::PlaceholderText);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(20, 16, 20, 16);
  layout->setSpacing(14);
  layout->addLayout(columns);
  layout->addWidget(mouse);
}

void ShortcutDialog::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Question) {
    close();
    return;
  }
  QDialog::keyPressEvent(event);
}

}  // namespace followspot::ui
