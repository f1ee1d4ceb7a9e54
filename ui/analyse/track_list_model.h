#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QAbstractTableModel>

#include "ui/analyse/analysis_document.h"

namespace followspot::ui {

/// The tracks of a document that its filter wants, sorted by a column.
///
/// Filtering and sorting happen beside the GUI thread; views are told once it is done, so that
/// 100,000 rows stay smooth. A name can be edited.
/// @threading GUI thread.
class TrackListModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Id, Class, Name, From, Length, Boxes, Reviewed, ColumnCount };

  explicit TrackListModel(AnalysisDocument& document, QObject* parent = nullptr);

  [[nodiscard]] TrackId trackAt(int row) const;
  /// Nothing where the filter leaves it out. O(rows).
  [[nodiscard]] std::optional<int> rowOf(TrackId track) const;
  /// Of the run, whatever the filter wants.
  [[nodiscard]] int allTracks() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role = Qt::DisplayRole) const override;
  void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

 signals:
  /// Rows are others, or in another order.
  void arranged();

 private:
  void arrange();
  [[nodiscard]] QString textOf(const TrackInfo& track, int column) const;

  AnalysisDocument& document_;
  SnapshotHandle snapshot_;
  std::vector<std::uint32_t> rows_;  // into the snapshot's tracks
  int sortColumn_ = Id;
  Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
  std::uint64_t wanted_ = 0;  // counts arrangements asked for
};

/// Rows of a run's tracks that a filter wants, sorted by a column of TrackListModel; equal ones by
/// id.
[[nodiscard]] std::vector<std::uint32_t> arrangedTracks(const RunSnapshot& run,
                                                        const TrackFilter& filter, int column,
                                                        Qt::SortOrder order);

}  // namespace followspot::ui
