#include "ui/shell/workspace.h"

#include <QDockWidget>
#include <QGuiApplication>
#include <QHideEvent>

#include "ui/settings/ui_settings.h"

namespace followspot::ui {

Workspace::Workspace(const char* name, const QString& title, const QString& iconName)
    : title_(title), iconName_(iconName) {
  setObjectName(QLatin1String(name));
  setWindowFlags(Qt::Widget);
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
  setContextMenuPolicy(Qt::NoContextMenu);
}

QDockWidget* Workspace::addDock(Qt::DockWidgetArea area, const char* name, const QString& title,
                                QWidget* content) {
  auto* const dock = new QDockWidget(title, this);
  dock->setObjectName(QLatin1String(name));
  dock->setWidget(content);
  QDockWidget::DockWidgetFeatures features =
      QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable;
  // On Wayland Qt 6.4 cannot put a floating dock back (QTBUG-87332).
  if (!QGuiApplication::platformName().startsWith(QLatin1String("wayland"))) {
    features |= QDockWidget::DockWidgetFloatable;
  }
  dock->setFeatures(features);
  addDockWidget(area, dock);
  docks_.append(dock);
  return dock;
}

void Workspace::restoreLook(const UiSettings& settings) {
  if (defaultLayout_.isEmpty()) {
    defaultLayout_ = saveState(layoutVersion());
  }
  restoreState(settings.blob(objectName() + QStringLiteral("/layout")), layoutVersion());
}

void Workspace::saveLook(UiSettings& settings) const {
  settings.setBlob(objectName() + QStringLiteral("/layout"), saveState(layoutVersion()));
}

void Workspace::resetLayout() { restoreState(defaultLayout_, layoutVersion()); }

void Workspace::setBare(bool bare) {
  if (bare == isBare()) {
    return;
  }
  if (bare) {
    layoutBeforeBare_ = saveState(layoutVersion());
    for (QDockWidget* const dock : docks_) {
      dock->hide();
    }
  } else {
    restoreState(layoutBeforeBare_, layoutVersion());
    layoutBeforeBare_.clear();
  }
}

void Workspace::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  for (const QPointer<QDockWidget>& dock : floatingWhenLeft_) {
    if (dock != nullptr) {
      dock->show();
    }
  }
  floatingWhenLeft_.clear();
}

void Workspace::hideEvent(QHideEvent* event) {
  // Floating docks are windows: Qt does not hide them with the page.
  if (!event->spontaneous()) {
    for (QDockWidget* const dock : docks_) {
      if (dock->isFloating() && dock->isVisible()) {
        floatingWhenLeft_.append(dock);
        dock->hide();
      }
    }
  }
  QMainWindow::hideEvent(event);
}

}  // namespace followspot::ui
