#pragma once

#include <vector>

#include <QString>

class QAction;
class QWidget;

namespace followspot::ui {

/// Every command of the window, once, with its text, icon and keys; menus, tool bar, buttons and
/// the overview of keys all take them from here.
struct Actions {
  explicit Actions(QWidget* window);

  QAction* openFile;
  QAction* openFolder;
  QAction* openCamera;  ///< Has a menu, filled when shown.
  QAction* openAddress;
  QAction* snapshot;
  QAction* exportTracks;
  QAction* closeSource;
  QAction* quit;

  QAction* playPause;
  QAction* stepForward;
  QAction* stepBack;
  QAction* back5;
  QAction* forward5;
  QAction* back1;
  QAction* forward1;
  QAction* back60;
  QAction* forward60;
  QAction* toStart;
  QAction* toEnd;
  QAction* inRealTime;
  QAction* everyPicture;

  QAction* openModel;

  QAction* boxes;
  QAction* labels;
  QAction* trails;
  QAction* zoomIn;
  QAction* zoomOut;
  QAction* zoomFit;
  QAction* fullScreen;
  QAction* leaveFullScreen;
  QAction* themeSystem;
  QAction* themeLight;
  QAction* themeDark;
  QAction* resetLayout;
  QAction* findTrack;

  QAction* palette;
  QAction* shortcuts;
  QAction* about;

  /// Groups of actions for the overview of keys, in order.
  struct Section {
    QString title;
    std::vector<QAction*> actions;
  };
  [[nodiscard]] std::vector<Section> sections() const;
};

}  // namespace followspot::ui
