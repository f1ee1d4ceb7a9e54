#include "ui/models/issue_model.h"

#include <algorithm>

#include "ui/theme/icon.h"

namespace followspot::ui {
namespace {

QString nameOfSeverity(Issue::Severity severity) {
  switch (severity) {
    case Issue::Severity::Info:
      return IssueModel::tr("Note");
    case Issue::Severity::Warning:
      return IssueModel::tr("Warning");
    case Issue::Severity::Error:
      break;
  }
  return IssueModel::tr("Error");
}

QIcon iconOf(Issue::Severity severity) {
  switch (severity) {
    case Issue::Severity::Info:
      return icon(QStringLiteral("info"));
    case Issue::Severity::Warning:
      return icon(QStringLiteral("warning"));
    case Issue::Severity::Error:
      break;
  }
  return icon(QStringLiteral("error"));
}

}  // namespace

void IssueModel::add(const Issue& issue) {
  const auto same = std::ranges::find_if(rows_, [&](const Row& row) {
    return row.issue.source == issue.source && row.issue.text == issue.text;
  });
  if (same != rows_.end()) {
    ++same->count;
    same->last = QDateTime::currentDateTime();
    const int row = static_cast<int>(same - rows_.begin());
    emit dataChanged(index(row, CountColumn), index(row, TimeColumn));
    return;
  }
  if (rows_.size() >= kMaxRows) {
    const int last = static_cast<int>(rows_.size()) - 1;
    beginRemoveRows({}, last, last);
    rows_.pop_back();
    endRemoveRows();
  }
  beginInsertRows({}, 0, 0);
  rows_.insert(rows_.begin(), Row{issue, 1, QDateTime::currentDateTime()});
  endInsertRows();
}

void IssueModel::clear() {
  beginResetModel();
  rows_.clear();
  endResetModel();
}

int IssueModel::problemCount() const {
  return static_cast<int>(std::ranges::count_if(
      rows_, [](const Row& row) { return row.issue.severity != Issue::Severity::Info; }));
}

QString IssueModel::toText() const {
  QString text;
  for (const Row& row : rows_) {
    text += QStringLiteral("%1 %2 [%3] %4")
                .arg(row.last.toString(Qt::ISODate), nameOfSeverity(row.issue.severity),
                     row.issue.source, row.issue.text);
    if (row.count > 1) {
      text += tr(" (%1 times)").arg(row.count);
    }
    text += QLatin1Char('\n');
  }
  return text;
}

int IssueModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int IssueModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant IssueModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || static_cast<std::size_t>(index.row()) >= rows_.size()) {
    return {};
  }
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  if (role == Qt::DecorationRole && index.column() == SeverityColumn) {
    return iconOf(row.issue.severity);
  }
  if (role == Qt::ToolTipRole && index.column() == TextColumn) {
    return QStringLiteral("<p>%1</p>").arg(row.issue.text.toHtmlEscaped());
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  switch (index.column()) {
    case SeverityColumn:
      return nameOfSeverity(row.issue.severity);
    case SourceColumn:
      return row.issue.source;
    case TextColumn:
      return row.issue.text;
    case CountColumn:
      return row.count;
    case TimeColumn:
      return row.last.time().toString(QStringLiteral("HH:mm:ss"));
    default:
      return {};
  }
}

QVariant IssueModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case SeverityColumn:
      return tr("Kind");
    case SourceColumn:
      return tr("Source");
    case TextColumn:
      return tr("What happened");
    case CountColumn:
      return tr("Times");
    case TimeColumn:
      return tr("Last");
    default:
      return {};
  }
}

}  // namespace followspot::ui
