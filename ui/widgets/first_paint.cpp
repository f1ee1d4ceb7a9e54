#include "ui/widgets/first_paint.h"

#include <utility>

#include <QEvent>
#include <QTimer>
#include <QWidget>

namespace followspot::ui {

FirstPaint::FirstPaint(QWidget* window, std::function<void()> then) : then_(std::move(then)) {
  window->installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject* watched, QEvent* event) {
  // The window paints itself before its children: the queued call comes after all of them.
  if (event->type() == QEvent::Paint && then_) {
    QTimer::singleShot(0, this, std::exchange(then_, {}));
    watched->removeEventFilter(this);
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace followspot::ui
