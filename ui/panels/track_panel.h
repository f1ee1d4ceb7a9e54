#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>

#include "core/types/ids.h"
#include "ui/models/track_table_model.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace followspot::ui {

/// Rows whose texts contain every word of the filter, and, on request, only tracks in the picture.
class TrackFilterModel : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit TrackFilterModel(QObject* parent = nullptr);
  void setWords(const QString& words);
  void setOnlyInPicture(bool only);

 protected:
  [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  QStringList words_;
  bool onlyInPicture_ = true;
};

/// Table of tracks with filter, and what is done with it: jump, copy, export.
/// @threading GUI thread.
class TrackPanel : public QWidget {
  Q_OBJECT
 public:
  explicit TrackPanel(QWidget* parent = nullptr);

  [[nodiscard]] TrackTableModel& tracks() { return *model_; }
  /// Marks the track's row without telling `trackChosen`; None clears the selection.
  void select(TrackId id);
  /// Brings the table up to date; call a few times a second.
  void refresh();
  void focusFilter();

  /// The rows shown, in their order: `track_id,class,score,state,first_frame,since_s,age_s`,
  /// numbers with a point.
  [[nodiscard]] QString toCsv() const;
  [[nodiscard]] bool hasRows() const;
  [[nodiscard]] QSize sizeHint() const override;

 signals:
  void trackChosen(quint64 trackNumber);
  /// Double click or Enter on a row.
  void jumpWanted(qint64 frameIndex);
  void exportWanted();

 private:
  void copy() const;
  void updateSummary();
  [[nodiscard]] TrackId currentTrack() const;

  TrackTableModel* model_;
  TrackFilterModel* shown_;
  QTableView* table_;
  QLineEdit* filter_;
  QCheckBox* onlyInPicture_;
  QLabel* summary_;
  bool selecting_ = false;
};

/// A field of a CSV file: quoted where it must be (RFC 4180); a leading = + - @ that a spreadsheet
/// would run as a formula gets an apostrophe before it.
[[nodiscard]] QString csvField(const QString& text);

}  // namespace followspot::ui
