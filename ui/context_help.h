#pragma once

#include <QObject>

namespace followspot::ui {

/// "What's this?" for everything: what has no text of its own for it tells its tool tip, or that of
/// what it is part of. Install it on the application.
/// @threading GUI thread.
class ContextHelp : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace followspot::ui
