#pragma once

#include <QToolButton>

namespace followspot::ui {

/// How many things went wrong, in the status bar; hidden while there are none.
/// @threading GUI thread.
class IssueButton : public QToolButton {
  Q_OBJECT
 public:
  explicit IssueButton(QWidget* parent = nullptr);
  void setCount(int problems);
};

}  // namespace followspot::ui
