#include "ui/panels/track_panel.h"

#include <algorithm>

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/icon.h"
#include "ui/theme/table_style.h"

namespace followspot::ui {

TrackFilterModel::TrackFilterModel(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(TrackTableModel::SortRole);
  setDynamicSortFilter(true);
}

void TrackFilterModel::setWords(const QString& words) {
  words_ = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  invalidateFilter();
}

void TrackFilterModel::setOnlyInPicture(bool only) {
  onlyInPicture_ = only;
  invalidateFilter();
}

bool TrackFilterModel::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const QAbstractItemModel* const all = sourceModel();
  if (onlyInPicture_ && !all->index(row, 0, parent).data(TrackTableModel::InPictureRole).toBool()) {
    return false;
  }
  return std::ranges::all_of(words_, [&](const QString& word) {
    for (const int column : {TrackTableModel::Id, TrackTableModel::Class, TrackTableModel::State}) {
      if (all->index(row, column, parent).data().toString().contains(word, Qt::CaseInsensitive)) {
        return true;
      }
    }
    return false;
  });
}

QString csvField(const QString& text) {
  QString field = text;
  if (!field.isEmpty() && QStringLiteral("=+-@\t\r").contains(field.front())) {
    field.prepend(QLatin1Char('\''));
  }
  if (field.contains(QLatin1Char(',')) || field.contains(QLatin1Char('"')) ||
      field.contains(QLatin1Char('\n')) || field.contains(QLatin1Char('\r'))) {
    field.replace(QLatin1Char('"'), QLatin1String("\"\""));
    field = QLatin1Char('"') + field + QLatin1Char('"');
  }
  return field;
}

TrackPanel::TrackPanel(QWidget* parent)
    : QWidget(parent),
      model_(new TrackTableModel(this)),
      shown_(new TrackFilterModel(this)),
      table_(new QTableView),
      filter_(new QLineEdit),
      onlyInPicture_(new QCheckBox(tr("In the picture only"))),
      summary_(new QLabel) {
  setObjectName(QStringLiteral("trackPanel"));
  shown_->setSourceModel(model_);

  table_->setObjectName(QStringLiteral("trackTable"));
  table_->setAccessibleName(tr("Tracks"));
  table_->setModel(shown_);
  auto* const style = new TableStyle(QStringLiteral("Fusion"));
  style->setParent(table_);
  table_->setStyle(style);
  table_->horizontalHeader()->setStyle(style);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSortingEnabled(true);
  table_->sortByColumn(TrackTableModel::Id, Qt::AscendingOrder);
  table_->setAlternatingRowColors(true);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 8);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setStretchLastSection(true);
  // Wide enough for what usually stands there, and for the heading in any language.
  const int unit = table_->fontMetrics().horizontalAdvance(QLatin1Char('0'));
  const int widths[] = {9, 9, 7, 9, 8, 7};
  for (int column = 0; column < TrackTableModel::ColumnCount; ++column) {
    const QString heading = shown_->headerData(column, Qt::Horizontal).toString();
    table_->setColumnWidth(column,
                           std::max(unit * widths[column],
                                    table_->fontMetrics().horizontalAdvance(heading) + 2 * unit));
  }

  filter_->setObjectName(QStringLiteral("trackFilter"));
  filter_->setAccessibleName(tr("Filter tracks"));
  filter_->setPlaceholderText(tr("Filter: number, class or state"));
  filter_->setClearButtonEnabled(true);
  filter_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  onlyInPicture_->setObjectName(QStringLiteral("onlyInPicture"));
  onlyInPicture_->setToolTip(tr("Off: also tracks that have left since the source was opened"));
  onlyInPicture_->setChecked(true);
  summary_->setObjectName(QStringLiteral("trackSummary"));

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
      button("copyTracks", tr("Copy the rows shown as CSV"), QStringLiteral("copy"));
  auto* const exportButton =
      button("exportTracks", tr("Save the rows shown as a CSV file"), QStringLiteral("export"));

  auto* const below = new QHBoxLayout;
  below->addWidget(onlyInPicture_);
  below->addStretch();
  below->addWidget(summary_);
  below->addWidget(copyButton);
  below->addWidget(exportButton);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 6);
  layout->setSpacing(6);
  layout->addWidget(filter_);
  layout->addWidget(table_, 1);
  layout->addLayout(below);

  connect(filter_, &QLineEdit::textChanged, this, [this](const QString& words) {
    shown_->setWords(words);
    updateSummary();
  });
  connect(onlyInPicture_, &QCheckBox::toggled, this, [this](bool only) {
    shown_->setOnlyInPicture(only);
    updateSummary();
  });
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
    if (!selecting_) {
      emit trackChosen(numberOf(currentTrack()));
    }
  });
  connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
    emit jumpWanted(indexOf(model_->row(shown_->mapToSource(index).row()).firstFrame));
  });
  connect(copyButton, &QToolButton::clicked, this, &TrackPanel::copy);
  connect(exportButton, &QToolButton::clicked, this, &TrackPanel::exportWanted);
  updateSummary();
}

TrackId TrackPanel::currentTrack() const {
  const QModelIndex index = table_->currentIndex();
  return index.isValid() ? model_->row(shown_->mapToSource(index).row()).id : TrackId::None;
}

QSize TrackPanel::sizeHint() const {
  return {fontMetrics().horizontalAdvance(QLatin1Char('0')) * 54, fontMetrics().height() * 24};
}

void TrackPanel::select(TrackId id) {
  selecting_ = true;
  QModelIndex index;
  if (const auto row = model_->rowOf(id)) {
    index = shown_->mapFromSource(model_->index(*row, 0));
  }
  table_->setCurrentIndex(index);
  if (index.isValid()) {
    table_->scrollTo(index);
  } else {
    table_->clearSelection();
  }
  selecting_ = false;
}

void TrackPanel::refresh() {
  selecting_ = true;  // A selected track that leaves the picture stays the chosen one.
  model_->refresh();
  selecting_ = false;
  updateSummary();
}

void TrackPanel::focusFilter() {
  filter_->setFocus(Qt::ShortcutFocusReason);
  filter_->selectAll();
}

void TrackPanel::updateSummary() {
  const QString text =
      tr("%1 in the picture, %2 in all").arg(model_->countInPicture()).arg(model_->rowCount());
  if (summary_->text() != text) {
    summary_->setText(text);
  }
}

bool TrackPanel::hasRows() const { return shown_->rowCount() > 0; }

QString TrackPanel::toCsv() const {
  QString csv = QStringLiteral("track_id,class,score,state,first_frame,since_s,age_s\n");
  for (int row = 0; row < shown_->rowCount(); ++row) {
    const QModelIndex index = shown_->mapToSource(shown_->index(row, 0));
    const auto& track = model_->row(index.row());
    csv += QStringLiteral("%1,%2,%3,%4,%5,%6,%7\n")
               .arg(QString::number(numberOf(track.id)), csvField(model_->fileClassOf(track)),
                    QString::number(track.score, 'f', 4), TrackTableModel::fileStateOf(track),
                    QString::number(numberOf(track.firstFrame)),
                    QString::number(secondsOf(track.firstSeen), 'f', 3),
                    QString::number(Seconds(track.lastSeen - track.firstSeen).count(), 'f', 3));
  }
  return csv;
}

void TrackPanel::copy() const { QGuiApplication::clipboard()->setText(toCsv()); }

}  // namespace followspot::ui
