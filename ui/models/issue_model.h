#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QDateTime>
#include <QString>

namespace followspot::ui {

/// Something the user should know and need not answer.
struct Issue {
  enum class Severity { Info, Warning, Error };
  Severity severity = Severity::Info;
  QString source;  ///< The part it comes from: a file, "Model", "Snapshot".
  QString text;    ///< A sentence: thing, fact, next step. Plain text.
};

/// Issues, newest first; the same text of the same source is one row with a count.
/// @threading GUI thread.
class IssueModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { SeverityColumn, SourceColumn, TextColumn, CountColumn, TimeColumn, ColumnCount };
  static constexpr std::size_t kMaxRows = 500;

  using QAbstractTableModel::QAbstractTableModel;

  void add(const Issue& issue);
  void clear();
  /// Number of rows that are a warning or an error.
  [[nodiscard]] int problemCount() const;
  /// All rows as lines of text, for the clipboard.
  [[nodiscard]] QString toText() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role = Qt::DisplayRole) const override;

 private:
  struct Row {
    Issue issue;
    int count = 1;
    QDateTime last;
  };
  std::vector<Row> rows_;
};

}  // namespace followspot::ui
