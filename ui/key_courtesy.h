#pragma once

#include <QObject>

namespace followspot::ui {

/// Lets the widget with the focus keep the keys that it needs itself (arrows in a table, Space on a
/// button), although they are commands of the window everywhere else.
/// @threading GUI thread; install on the application.
class KeyCourtesy : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace followspot::ui
