#pragma once

#include <QStringList>
#include <QWidget>

#include "ui/actions.h"

class QListWidget;
class QLabel;

namespace followspot::ui {

class DemoCard;

/// What stands where the picture will be: how to begin, and what was open before.
/// @threading GUI thread.
class WelcomePage : public QWidget {
  Q_OBJECT
 public:
  explicit WelcomePage(const Actions& actions, QWidget* parent = nullptr);
  void setRecent(const QStringList& locations);
  /// A line about the model: which one is used, or how to get one.
  void setModelLine(const QString& text);
  [[nodiscard]] DemoCard& demo() { return *demo_; }

 signals:
  void recentChosen(const QString& location);

 private:
  QListWidget* recent_;
  QLabel* recentTitle_;
  QLabel* modelLine_;
  DemoCard* demo_;
};

}  // namespace followspot::ui
