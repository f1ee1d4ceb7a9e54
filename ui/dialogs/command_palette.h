#pragma once

#include <QAction>
#include <QFrame>
#include <QList>
#include <QPointer>

class QLineEdit;
class QTreeWidget;

namespace followspot::ui {

/// Finds a command by a few letters of its name and does it: a line and a list over the window.
///
/// Shows every enabled command; Up and Down choose, Return does it, Escape or a click elsewhere
/// leaves.
class CommandPalette : public QFrame {
  Q_OBJECT
 public:
  /// @param window  under whose top edge it appears.
  /// @param commands  to choose from; those that are gone meanwhile do not appear.
  CommandPalette(QWidget* window, const QList<QAction*>& commands);
  /// Shows it, empty, with all commands.
  void open();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill(const QString& wanted);
  [[nodiscard]] int chosen() const;
  void choose(int row);  ///< Goes round at both ends.
  void run();

  QWidget* window_;
  QList<QPointer<QAction>> commands_;
  QLineEdit* line_;
  QTreeWidget* list_;
};

/// How well a command's name fits what was typed: 0 not at all; higher where the letters begin
/// words or follow each other. Letters must appear in order; case does not matter.
[[nodiscard]] int paletteScore(const QString& name, const QString& typed);

}  // namespace followspot::ui
