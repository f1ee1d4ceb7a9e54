#include "ui/analyse/track_list_panel.h"

#include <algorithm>
#include <vector>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/analyse/track_list_model.h"
#include "ui/theme/icon.h"
#include "ui/theme/table_style.h"

namespace followspot::ui {
namespace {

constexpr int kAny = -2;

}  // namespace

TrackListPanel::TrackListPanel(AnalysisDocument& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      model_(new TrackListModel(document, this)),
      table_(new QTableView),
      words_(new QLineEdit),
      classes_(new QComboBox),
      reviews_(new QComboBox),
      inRange_(new QCheckBox(tr("In A-B only"))),
      summary_(new QLabel) {
  setObjectName(QStringLiteral("trackListPanel"));
  buildTable();
  words_->setObjectName(QStringLiteral("trackListFilter"));
  words_->setAccessibleName(tr("Filter tracks"));
  words_->setPlaceholderText(tr("Filter: number, class or name"));
  words_->setClearButtonEnabled(true);
  words_->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  classes_->setObjectName(QStringLiteral("trackListClasses"));
  classes_->setAccessibleName(tr("Class"));
  reviews_->setObjectName(QStringLiteral("trackListReviews"));
  reviews_->setAccessibleName(tr("Review"));
  reviews_->addItem(tr("Any review"), kAny);
  reviews_->addItem(tr("Not looked at"), static_cast<int>(Review::Open));
  reviews_->addItem(tr("Accepted"), static_cast<int>(Review::Accepted));
  reviews_->addItem(tr("Rejected"), static_cast<int>(Review::Rejected));
  inRange_->setObjectName(QStringLiteral("trackListInRange"));
  inRange_->setToolTip(tr("Only tracks that have a part in the range from A to B (keys I and O)"));
  summary_->setObjectName(QStringLiteral("trackListSummary"));
  auto* const choices = new QHBoxLayout;
  choices->addWidget(classes_, 1);
  choices->addWidget(reviews_, 1);
  auto* const below = new QHBoxLayout;
  below->addWidget(inRange_);
  below->addStretch();
  below->addWidget(summary_);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 6);
  layout->setSpacing(6);
  layout->addWidget(words_);
  layout->addLayout(choices);
  layout->addWidget(table_, 1);
  layout->addLayout(below);

  connect(words_, &QLineEdit::textChanged, this, [this] { applyFilter(); });
  connect(classes_, &QComboBox::activated, this, [this] { applyFilter(); });
  connect(reviews_, &QComboBox::activated, this, [this] { applyFilter(); });
  connect(inRange_, &QCheckBox::toggled, this, [this] { applyFilter(); });
  connect(&document_, &AnalysisDocument::rangeChanged, this, [this] {
    inRange_->setEnabled(document_.range().has_value());
    applyFilter();
  });
  connect(&document_, &AnalysisDocument::tracksChanged, this, [this] { fillClasses(); });
  connect(&document_, &AnalysisDocument::filterChanged, this, [this] { showFilter(); });
  connect(&document_, &AnalysisDocument::selectionChanged, this, [this] { showSelection(); });
  connect(model_, &TrackListModel::arranged, this, [this] {
    updateSummary();
    showSelection();
  });
  inRange_->setEnabled(false);
  fillClasses();
  updateSummary();
}

void TrackListPanel::buildTable() {
  table_->setObjectName(QStringLiteral("trackListTable"));
  table_->setAccessibleName(tr("Tracks of the run"));
  table_->setModel(model_);
  auto* const style = new TableStyle(QStringLiteral("Fusion"));
  style->setParent(table_);
  table_->setStyle(style);
  table_->horizontalHeader()->setStyle(style);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setEditTriggers(QAbstractItemView::SelectedClicked);
  table_->setSortingEnabled(true);
  table_->sortByColumn(TrackListModel::Id, Qt::AscendingOrder);
  table_->setAlternatingRowColors(true);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 8);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->horizontalHeader()->setStretchLastSection(true);
  const int unit = table_->fontMetrics().horizontalAdvance(QLatin1Char('0'));
  const int widths[] = {9, 10, 9, 9, 9, 8, 10};
  for (int column = 0; column < TrackListModel::ColumnCount; ++column) {
    table_->setColumnWidth(column, unit * widths[column]);
  }
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          [this] { takeSelection(); });
  connect(table_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
    const TrackInfo* const track =
        document_.snapshot() ? document_.snapshot()->find(model_->trackAt(index.row())) : nullptr;
    if (track != nullptr) {
      document_.showFrame(track->first);
    }
  });
}

QSize TrackListPanel::sizeHint() const {
  return {fontMetrics().horizontalAdvance(QLatin1Char('0')) * 68, fontMetrics().height() * 24};
}

void TrackListPanel::focusFilter() {
  words_->setFocus(Qt::ShortcutFocusReason);
  words_->selectAll();
}

void TrackListPanel::fillClasses() {
  const int chosen = classes_->count() > 0 ? classes_->currentData().toInt() : kAny;
  classes_->clear();
  classes_->addItem(tr("All classes"), kAny);
  if (document_.snapshot()) {
    const auto& names = document_.snapshot()->run.labels.names();
    std::vector<bool> used(names.size());
    for (const TrackInfo& track : document_.snapshot()->tracks) {
      const auto line = static_cast<std::size_t>(indexOf(track.classId));
      if (track.classId != ClassId::Unknown && line < used.size()) {
        used[line] = true;
      }
    }
    for (std::size_t line = 0; line < names.size(); ++line) {
      if (used[line]) {
        classes_->addItem(QString::fromStdString(names[line]), static_cast<int>(line));
      }
    }
  }
  classes_->setCurrentIndex(std::max(0, classes_->findData(chosen)));
}

void TrackListPanel::applyFilter() {
  TrackFilter filter;
  filter.text = words_->text();
  if (classes_->currentData().toInt() != kAny) {
    filter.classId = ClassId{classes_->currentData().toInt()};
  }
  if (reviews_->currentData().toInt() != kAny) {
    filter.review = static_cast<Review>(reviews_->currentData().toInt());
  }
  if (inRange_->isChecked()) {
    filter.within = document_.range();
  }
  document_.setFilter(filter);
}

void TrackListPanel::showFilter() {
  const TrackFilter& filter = document_.filter();
  if (words_->text() != filter.text) {
    words_->setText(filter.text);
  }
  const auto choose = [](QComboBox* box, int value) {
    box->setCurrentIndex(std::max(0, box->findData(value)));
  };
  choose(classes_, filter.classId ? indexOf(*filter.classId) : kAny);
  choose(reviews_, filter.review ? static_cast<int>(*filter.review) : kAny);
}

void TrackListPanel::takeSelection() {
  if (selecting_) {
    return;
  }
  std::vector<TrackId> chosen;
  for (const QModelIndex& index : table_->selectionModel()->selectedRows()) {
    chosen.push_back(model_->trackAt(index.row()));
  }
  // Those selected before keep their order, what has come is the last.
  std::vector<TrackId> tracks;
  std::ranges::sort(chosen);
  for (const TrackId track : document_.selection()) {
    if (std::ranges::binary_search(chosen, track)) {
      tracks.push_back(track);
    }
  }
  const std::vector<TrackId> kept = [&] {
    std::vector<TrackId> sorted = tracks;
    std::ranges::sort(sorted);
    return sorted;
  }();
  for (const TrackId track : chosen) {
    if (!std::ranges::binary_search(kept, track)) {
      tracks.push_back(track);
    }
  }
  selecting_ = true;
  document_.selectAll(std::move(tracks));
  selecting_ = false;
}

void TrackListPanel::showSelection() {
  if (selecting_) {
    return;
  }
  selecting_ = true;
  std::vector<TrackId> chosen = document_.selection();
  std::ranges::sort(chosen);
  QItemSelection rows;
  for (int row = 0; !chosen.empty() && row < model_->rowCount(); ++row) {
    const int first = row;
    while (row < model_->rowCount() && std::ranges::binary_search(chosen, model_->trackAt(row))) {
      ++row;
    }
    if (row > first) {
      rows.select(model_->index(first, 0), model_->index(row - 1, TrackListModel::ColumnCount - 1));
    }
  }
  const std::optional<int> last = model_->rowOf(document_.selected());
  table_->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
  if (last) {
    const QModelIndex index = model_->index(*last, 0);
    table_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    table_->scrollTo(index);
  }
  selecting_ = false;
}

void TrackListPanel::updateSummary() {
  const int shown = model_->rowCount();
  const int all = model_->allTracks();
  summary_->setText(shown == all ? tr("%1 tracks").arg(all) : tr("%1 of %2").arg(shown).arg(all));
}

}  // namespace followspot::ui
