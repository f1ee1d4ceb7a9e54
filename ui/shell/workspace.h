#pragma once

#include <vector>

#include <QIcon>
#include <QList>
#include <QMainWindow>
#include <QPointer>
#include <QString>
#include <QStringList>

#include "ui/engine/engine.h"
#include "ui/shell/action_look.h"
#include "ui/sources/open_target.h"

class QDockWidget;
class QMenu;

namespace followspot::ui {

class UiSettings;

/// A page of the window with a job of its own: its picture, docks, commands and keys.
///
/// It is a QMainWindow inside the window, so that it has docks of its own, whose layout it saves
/// by itself. Commands made with `makeAction(this, ...)` have keys only while it is shown.
/// @threading GUI thread.
class Workspace : public QMainWindow {
  Q_OBJECT
 public:
  /// @param name      object name, also the key of what is remembered.
  /// @param title     as the switch shows it.
  /// @param iconName  of resources/icons.
  Workspace(const char* name, const QString& title, const QString& iconName);

  [[nodiscard]] const QString& title() const { return title_; }
  [[nodiscard]] const QString& iconName() const { return iconName_; }

  /// Commands it adds to the window's menus while it is shown; null: a separator.
  [[nodiscard]] virtual QList<QAction*> fileActions() const { return {}; }
  [[nodiscard]] virtual QList<QAction*> viewActions() const { return {}; }
  /// Menus of its own, between File and Model; it owns them.
  [[nodiscard]] virtual QList<QMenu*> menus() const { return {}; }
  /// Its part of the tool bar; null: a separator. Actions of low priority show their icon only.
  [[nodiscard]] virtual QList<QAction*> toolActions() const { return {}; }
  [[nodiscard]] virtual std::vector<ActionSection> keySections() const { return {}; }
  /// Its part of the status bar, or null; the status bar becomes the parent.
  [[nodiscard]] virtual QWidget* statusWidget() { return nullptr; }

  /// Whether it can open things of this kind.
  [[nodiscard]] virtual bool takes(TargetKind kind) const = 0;
  /// Opens things of a kind it takes; at least one.
  virtual void take(TargetKind kind, const QStringList& locations) = 0;

  /// The model in use is another one. Null: none.
  virtual void modelChanged(const ModelHandle& /*model*/) {}
  /// It has come to the front, or is about to leave it.
  virtual void entered() {}
  virtual void left() {}
  /// The window closes: ends what runs, and stores what is not stored.
  virtual void shutDown() {}
  /// The picture alone, for full screen; and back. The docks are done here.
  virtual void setBare(bool bare);

  /// Docks as they were last time. Before the first call the layout is taken for the default one.
  void restoreLook(const UiSettings& settings);
  void saveLook(UiSettings& settings) const;
  virtual void resetLayout();

  [[nodiscard]] QList<QDockWidget*> docks() const { return docks_; }

 signals:
  /// What is open, for the window's title; empty: nothing.
  void documentNamed(const QString& name);

 protected:
  /// @param name  object name, unique in the window.
  QDockWidget* addDock(Qt::DockWidgetArea area, const char* name, const QString& title,
                       QWidget* content);
  /// Goes up with the set of docks, so that an old layout is not forced on a new page.
  [[nodiscard]] virtual int layoutVersion() const { return 1; }
  [[nodiscard]] bool isBare() const { return !layoutBeforeBare_.isEmpty(); }

  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QString title_;
  QString iconName_;
  QList<QDockWidget*> docks_;
  QList<QPointer<QDockWidget>> floatingWhenLeft_;
  QByteArray defaultLayout_;
  QByteArray layoutBeforeBare_;
};

}  // namespace followspot::ui
