#pragma once

#include <QWidget>

#include "ui/analyse/analysis_document.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace followspot::ui {

class TrackListModel;

/// The table of a document's tracks with its filter; what is selected here is selected everywhere.
/// @threading GUI thread.
class TrackListPanel : public QWidget {
  Q_OBJECT
 public:
  explicit TrackListPanel(AnalysisDocument& document, QWidget* parent = nullptr);

  void focusFilter();
  [[nodiscard]] QTableView& table() { return *table_; }
  [[nodiscard]] QSize sizeHint() const override;

 private:
  void buildTable();
  void fillClasses();
  void applyFilter();
  void showFilter();
  void takeSelection();
  void showSelection();
  void updateSummary();

  AnalysisDocument& document_;
  TrackListModel* model_;
  QTableView* table_;
  QLineEdit* words_;
  QComboBox* classes_;
  QComboBox* reviews_;
  QCheckBox* inRange_;
  QLabel* summary_;
  bool selecting_ = false;
};

}  // namespace followspot::ui
