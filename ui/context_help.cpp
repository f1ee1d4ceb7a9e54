#include "ui/context_help.h"

#include <QHelpEvent>
#include <QWhatsThis>
#include <QWidget>

namespace followspot::ui {

bool ContextHelp::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::QueryWhatsThis && event->type() != QEvent::WhatsThis) {
    return QObject::eventFilter(watched, event);
  }
  const auto* const widget = qobject_cast<QWidget*>(watched);
  if (widget == nullptr || !widget->whatsThis().isEmpty() || widget->toolTip().isEmpty()) {
    return QObject::eventFilter(watched, event);
  }
  event->accept();
  if (event->type() == QEvent::WhatsThis) {
    QWhatsThis::showText(static_cast<QHelpEvent*>(event)->globalPos(), widget->toolTip(),
                         qobject_cast<QWidget*>(watched));
  }
  return true;
}

}  // namespace followspot::ui
