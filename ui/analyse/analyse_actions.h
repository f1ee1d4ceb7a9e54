#pragma once

#include <vector>

#include "ui/shell/action_look.h"

class QAction;
class QWidget;

namespace followspot::ui {

/// Every command of the Analyse workspace, once, with its text, icon and keys.
struct AnalyseActions {
  explicit AnalyseActions(QWidget* workspace);

  QAction* openProject;
  QAction* saveAs;
  QAction* closeProject;

  QAction* playPause;
  QAction* shuttleBack;
  QAction* shuttleStop;
  QAction* shuttleOn;
  QAction* slower;
  QAction* faster;
  QAction* stepBack;
  QAction* stepOn;
  QAction* stepBack10;
  QAction* stepOn10;
  QAction* trackStart;
  QAction* trackEnd;
  QAction* nextMoment;
  QAction* previousMoment;
  QAction* rangeStart;
  QAction* rangeEnd;
  QAction* rangeClear;

  QAction* labels;
  QAction* trails;
  QAction* lockView;
  QAction* zoomIn;
  QAction* zoomOut;
  QAction* zoomFit;
  QAction* findTrack;

  QAction* undo;
  QAction* redo;
  QAction* split;
  QAction* merge;
  QAction* swap;
  QAction* remove;
  QAction* beginHere;
  QAction* endHere;
  QAction* extendHere;
  QAction* fillGaps;
  QAction* rename;
  QAction* newTrack;
  QAction* accept;
  QAction* reject;

  [[nodiscard]] std::vector<ActionSection> sections() const;
};

}  // namespace followspot::ui
