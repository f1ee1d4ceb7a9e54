#include "ui/library/model_table.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHeaderView>
#include <QLocale>
#include <QTableWidget>

#include "ui/library/model_chart.h"
#include "ui/library/model_scatter.h"

namespace followspot::ui {
namespace {

enum Column { Name, Size, Time, Compared, Memory, Agreement, Precision, ColumnCount };

QString tr(const char* text) {
  return QCoreApplication::translate("followspot::ui::ModelTable", text);
}

/// Sorts by what it shows as a number, where there is one.
class Cell : public QTableWidgetItem {
 public:
  Cell(const QString& text, double value) : QTableWidgetItem(text), value_(value) {
    setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  }
  bool operator<(const QTableWidgetItem& other) const override {
    return value_ < static_cast<const Cell&>(other).value_;
  }

 private:
  double value_;
};

QString percent(const std::optional<double>& value) {
  return value ? tr("%1 %").arg(QLocale().toString(100 * *value, 'f', 1))
               : QStringLiteral("\u2013");
}

QString comparedText(const ModelFigures& first, const ModelFigures& model, bool isFirst) {
  if (isFirst) {
    return QStringLiteral("\u2013");
  }
  const SpeedRatio ratio = speedRatio(first, model);
  if (!ratio.certain()) {
    return tr("no difference beyond noise");
  }
  const QLocale locale;
  return ratio.highest < 1 ? tr("%1 times as fast").arg(locale.toString(1 / ratio.median, 'f', 2))
                           : tr("%1 times as slow").arg(locale.toString(ratio.median, 'f', 2));
}

}  // namespace

void prepareModelTable(QTableWidget& table) {
  table.setColumnCount(ColumnCount);
  table.setHorizontalHeaderLabels({tr("Model"), tr("MB"), tr("ms (p50, p95)"),
                                   tr("Beside the first"), tr("Memory, MB"), tr("Agreement"),
                                   tr("AP50")});
  table.setSelectionBehavior(QAbstractItemView::SelectRows);
  table.setSelectionMode(QAbstractItemView::SingleSelection);
  table.setEditTriggers(QAbstractItemView::NoEditTriggers);
  table.setTabKeyNavigation(false);
  table.setShowGrid(false);
  table.setAlternatingRowColors(true);
  table.verticalHeader()->hide();
  table.horizontalHeader()->setHighlightSections(false);
  table.horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table.horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
}

void fillModelTable(QTableWidget& table, const QJsonObject& comparison) {
  const std::vector<ModelFigures> figures = figuresFromJson(comparison);
  table.setSortingEnabled(false);
  table.setRowCount(static_cast<int>(figures.size()));
  const QLocale locale;
  for (int row = 0; row < table.rowCount(); ++row) {
    const ModelFigures& model = figures[static_cast<std::size_t>(row)];
    auto* const name = new QTableWidgetItem(shortModelName(model));
    name->setData(Qt::UserRole, QString::fromStdString(model.name));
    name->setToolTip(QString::fromStdString(model.name));
    table.setItem(row, Name, name);
    const auto set = [&](int column, const QString& text, double value) {
      table.setItem(row, column, new Cell(text, value));
    };
    const double megabytes = static_cast<double>(model.bytes) / 1e6;
    const double median = forwardQuantile(model, 0.5);
    set(Size, locale.toString(megabytes, 'f', 2), megabytes);
    set(Time,
        QStringLiteral("%1, %2").arg(locale.toString(median, 'f', 1),
                                     locale.toString(forwardQuantile(model, 0.95), 'f', 1)),
        median);
    set(Compared, comparedText(figures.front(), model, row == 0),
        speedRatio(figures.front(), model).median);
    set(Memory, locale.toString(static_cast<double>(model.peakBytes) / 1e6, 'f', 0),
        static_cast<double>(model.peakBytes));
    set(Agreement, percent(model.agreement), model.agreement.value_or(-1));
    set(Precision, percent(model.averagePrecision), model.averagePrecision.value_or(-1));
  }
  const bool anyPrecision = std::ranges::any_of(
      figures, [](const ModelFigures& each) { return each.averagePrecision.has_value(); });
  table.setColumnHidden(Precision, !anyPrecision);
  table.setSortingEnabled(true);
  table.sortByColumn(-1, Qt::AscendingOrder);
}

}  // namespace followspot::ui
