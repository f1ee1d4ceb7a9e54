#pragma once

#include <QFrame>

class QAction;
class QHBoxLayout;
class QLabel;

namespace followspot::ui {

/// A line above the picture with what can be done about it; never over the picture.
/// @threading GUI thread.
class Banner : public QFrame {
  Q_OBJECT
 public:
  /// @param name  object name; its parts have names made of it.
  explicit Banner(const char* name, QWidget* parent = nullptr);
  void setText(const QString& text);
  void addButton(QAction* action);

 signals:
  /// The user has had enough of it; it is hidden already.
  void dismissed();

 private:
  QLabel* text_;
  QHBoxLayout* row_;
};

}  // namespace followspot::ui
