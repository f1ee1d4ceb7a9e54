#pragma once

#include <vector>

#include <QCoreApplication>

#include "ui/shell/action_look.h"

namespace followspot::ui {

/// The commands of Watch, once, with their texts, icons and keys.
struct WatchActions {
  Q_DECLARE_TR_FUNCTIONS(followspot::ui::WatchActions)

 public:
  explicit WatchActions(QWidget* workspace);

  QAction* snapshot;
  QAction* exportTracks;
  QAction* closeSource;

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

  QAction* boxes;
  QAction* labels;
  QAction* trails;
  QAction* zoomIn;
  QAction* zoomOut;
  QAction* zoomFit;
  QAction* findTrack;

  [[nodiscard]] std::vector<ActionSection> sections() const;
};

}  // namespace followspot::ui
