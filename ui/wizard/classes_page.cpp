#include "ui/wizard/classes_page.h"

#include <algorithm>

#include <QHeaderView>
#include <QLabel>
#include <QSaveFile>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/video/track_color.h"

namespace followspot::ui {
namespace {

constexpr qsizetype kMostBytes = 200;  // Of a line, as LabelMap takes them.

}  // namespace

ClassesPage::ClassesPage(WizardShared& shared)
    : WizardPage(shared, "classesPage", tr("Classes"),
                 tr("What the network's scores mean, column by column. Change a name with F2 or a "
                    "double click.")),
      table_(new QTableWidget),
      sample_(new QLabel) {
  table_->setObjectName(QStringLiteral("classTable"));
  table_->setAccessibleName(tr("Classes"));
  table_->setColumnCount(2);
  table_->setHorizontalHeaderLabels({tr("Score column"), tr("Name")});
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table_->verticalHeader()->hide();
  table_->setShowGrid(false);
  table_->setAlternatingRowColors(true);
  table_->setTabKeyNavigation(false);
  sample_->setObjectName(QStringLiteral("backgroundSample"));
  sample_->setTextFormat(Qt::PlainText);
  sample_->setWordWrap(true);
  content()->addWidget(table_, 1);
  content()->addWidget(sample_);
  connect(table_, &QTableWidget::itemChanged, this, &ClassesPage::completeChanged);
}

void ClassesPage::initializePage() {
  const QStringList& classes = state().classes;
  table_->setRowCount(0);
  table_->setRowCount(static_cast<int>(classes.size()));
  for (int row = 0; row < table_->rowCount(); ++row) {
    const bool background = state().background && row == 0;
    auto* const number = new QTableWidgetItem(QString::number(row));
    number->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    auto* const name = new QTableWidgetItem(classes[row]);
    if (background) {
      name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
      name->setToolTip(tr("Background: never shown, never tracked."));
      name->setForeground(palette().brush(QPalette::PlaceholderText));
    }
    table_->setItem(row, 0, number);
    table_->setItem(row, 1, name);
  }
  const qsizetype first = state().background ? 1 : 0;
  if (classes.size() > first) {
    const QString wrong = classes.size() > first + 1 ? classes[first + 1] : tr("nothing");
    sample_->setText(
        state().background
            ? tr("Sample: column 0 is the background, so an object in column 1 is \"%1\". Were the "
                 "background left out of the count, the same object would be called \"%2\".")
                  .arg(classes[first], wrong)
            : tr("Sample: this network has no background column, so an object in column 0 is "
                 "\"%1\". With one it would be called \"%2\".")
                  .arg(classes[first], wrong));
  }
  setStatus(state().labels.isEmpty() ? tr("No file of names was found: type them in, or go on.")
                                     : tr("Names from %1.").arg(state().labels));
}

QStringList ClassesPage::names() const {
  QStringList names;
  for (int row = 0; row < table_->rowCount(); ++row) {
    const QTableWidgetItem* const item = table_->item(row, 1);
    names.append(item == nullptr ? QString() : item->text().simplified());
  }
  return names;
}

bool ClassesPage::isComplete() const {
  const QStringList all = names();
  return !all.isEmpty() && std::ranges::all_of(all, [](const QString& name) {
    return !name.isEmpty() && name.toUtf8().size() <= kMostBytes;
  });
}

bool ClassesPage::validatePage() {
  state().classes = names();
  QSaveFile file(shared().work.filePath(QStringLiteral("labels.txt")));
  const QByteArray text = (state().classes.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8();
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
    setStatus(tr("%1 cannot be written: %2").arg(file.fileName(), file.errorString()), true);
    return false;
  }
  shared().save();
  return true;
}

}  // namespace followspot::ui
