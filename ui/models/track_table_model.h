#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include <QAbstractTableModel>
#include <QString>

#include "core/media/track_palette.h"
#include "core/types/label_map.h"
#include "core/types/track.h"

namespace followspot::ui {

/// Every confirmed track since the source was opened, newest state of each.
///
/// Takes a `TrackSet` per picture cheaply; rows change on the screen only at `refresh`.
/// @threading GUI thread.
class TrackTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Id, Class, Score, State, FirstSeen, Age, ColumnCount };
  /// Numbers for sorting and filtering.
  enum Role { SortRole = Qt::UserRole, InPictureRole };
  /// The oldest tracks that have left go beyond this.
  static constexpr std::size_t kMaxRows = 100'000;

  struct Row {
    TrackId id = TrackId::None;
    ClassId classId = ClassId::Unknown;
    double score = 0;
    TrackState state = TrackState::Confirmed;
    bool inPicture = false;
    Timestamp firstSeen{};
    Timestamp lastSeen{};
    FrameId firstFrame{};
    Box box;  ///< Where it was last.
    Rgb color;
  };

  using QAbstractTableModel::QAbstractTableModel;

  /// @param colors  of each of `tracks.items`.
  void take(const TrackSet& tracks, const std::vector<Rgb>& colors);
  /// Shows what has come since.
  void refresh();
  void clear();
  void setClassNames(std::shared_ptr<const LabelMap> names);

  [[nodiscard]] const Row& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] std::optional<int> rowOf(TrackId id) const;
  /// Class and state as files have them, in no language: "person", "seen".
  [[nodiscard]] QString fileClassOf(const Row& row) const;
  [[nodiscard]] static QString fileStateOf(const Row& row);
  [[nodiscard]] int countInPicture() const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role = Qt::DisplayRole) const override;

 private:
  [[nodiscard]] QString classNameOf(const Row& row) const;
  [[nodiscard]] QString textOf(const Row& row, int column) const;
  [[nodiscard]] QVariant sortKeyOf(const Row& row, int column) const;

  std::vector<Row> rows_;                                   // What views know.
  std::vector<Row> pending_;                                // Tracks that views do not know yet.
  std::unordered_map<std::uint64_t, std::size_t> indexOf_;  // Into rows_, then on into pending_.
  std::vector<std::size_t> inPicture_;
  std::vector<std::size_t> touched_;  // Rows of the pictures since the last refresh.
  std::shared_ptr<const LabelMap> names_;
};

}  // namespace followspot::ui
