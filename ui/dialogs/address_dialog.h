#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace followspot::ui {

/// Asks for a network address; says what is wrong with it while it is typed. Does not block.
/// @threading GUI thread.
class AddressDialog : public QDialog {
  Q_OBJECT
 public:
  explicit AddressDialog(QWidget* parent = nullptr);

  /// Why this cannot be played; empty: it can be tried.
  [[nodiscard]] static QString objectionTo(const QString& address);

 signals:
  void chosen(const QString& address);

 private:
  void check();
  QLineEdit* address_;
  QLabel* hint_;
  QPushButton* open_;
};

}  // namespace followspot::ui
