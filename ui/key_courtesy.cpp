#include "ui/key_courtesy.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSlider>
#include <QWidget>

#include "ui/widgets/seek_bar.h"

namespace followspot::ui {
namespace {

bool isMovement(int key) {
  switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
      return true;
    default:
      return false;
  }
}

bool needs(const QWidget* widget, const QKeyEvent& event) {
  if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier)) {
    return false;
  }
  const int key = event.key();
  if (qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget)) {
    return isMovement(key) || !event.text().isEmpty();
  }
  if (qobject_cast<const SeekBar*>(widget)) {
    return false;  // The window's keys are made for it.
  }
  if (qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QComboBox*>(widget)) {
    return isMovement(key) || key == Qt::Key_Space;
  }
  if (qobject_cast<const QSlider*>(widget)) {
    return isMovement(key);
  }
  return qobject_cast<const QAbstractButton*>(widget) && key == Qt::Key_Space;
}

}  // namespace

bool KeyCourtesy::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* const widget = qobject_cast<QWidget*>(watched);
    if (widget != nullptr && widget->hasFocus() && needs(widget, *static_cast<QKeyEvent*>(event))) {
      event->accept();
      return true;
    }
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace followspot::ui
