#pragma once

#include <QWidget>

#include "ui/models/issue_model.h"

class QTableView;

namespace followspot::ui {

/// The list of issues; never in front of the picture.
/// @threading GUI thread.
class IssuePanel : public QWidget {
  Q_OBJECT
 public:
  explicit IssuePanel(QWidget* parent = nullptr);
  [[nodiscard]] IssueModel& issues() { return *model_; }
  [[nodiscard]] QSize sizeHint() const override { return {600, 150}; }

 private:
  IssueModel* model_;
  QTableView* table_;
};

}  // namespace followspot::ui
