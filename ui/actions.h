#pragma once

#include <vector>

#include <QCoreApplication>

#include "ui/shell/action_look.h"

namespace followspot::ui {

/// The commands of the window itself, once, with their texts, icons and keys; those of a workspace
/// are its own. Menus, tool bar, buttons and the overview of keys all take them from here.
struct Actions {
  Q_DECLARE_TR_FUNCTIONS(followspot::ui::Actions)

 public:
  explicit Actions(QWidget* window);

  QAction* addSource;  ///< Shows the ways to open one.
  QAction* openFile;
  QAction* openFolder;
  QAction* openCamera;  ///< Has a menu, filled when shown.
  QAction* openAddress;
  QAction* openModel;
  QAction* prepareModel;
  QAction* modelLibrary;
  QAction* quit;

  QAction* fullScreen;
  QAction* leaveFullScreen;
  QAction* themeSystem;
  QAction* themeLight;
  QAction* themeDark;
  QAction* resetLayout;

  QAction* palette;
  QAction* manual;
  QAction* whatsThis;
  QAction* shortcuts;
  QAction* about;

  [[nodiscard]] std::vector<ActionSection> sections() const;
};

}  // namespace followspot::ui
