#include "ui/watch/watch_actions.h"

#include <QAction>
#include <QWidget>

namespace followspot::ui {

WatchActions::WatchActions(QWidget* workspace) {
  const auto make = [&](const ActionLook& look) { return makeAction(workspace, look); };

  snapshot = make({"snapshot",
                   tr("Save &snapshot"),
                   "snapshot",
                   {Qt::Key_S},
                   tr("Save the picture with its boxes")});
  exportTracks =
      make({"exportTracksAction", tr("&Export track table..."), "export", {Qt::CTRL | Qt::Key_E}});
  closeSource = make({"closeSource", tr("C&lose video"), "close", {QKeySequence::Close}});

  playPause = make({"playPause", tr("&Play"), "play", {Qt::Key_Space, Qt::Key_K}});
  stepForward = make({"stepForward",
                      tr("Step &forward"),
                      "step-forward",
                      {Qt::Key_Period},
                      tr("One picture forward")});
  stepBack =
      make({"stepBack", tr("Step &back"), "step-back", {Qt::Key_Comma}, tr("One picture back")});
  back5 = make({"back5", tr("5 seconds back"), "", {Qt::Key_Left}});
  forward5 = make({"forward5", tr("5 seconds forward"), "", {Qt::Key_Right}});
  back1 = make({"back1", tr("1 second back"), "", {Qt::SHIFT | Qt::Key_Left}});
  forward1 = make({"forward1", tr("1 second forward"), "", {Qt::SHIFT | Qt::Key_Right}});
  back60 = make({"back60", tr("1 minute back"), "", {Qt::Key_Down}});
  forward60 = make({"forward60", tr("1 minute forward"), "", {Qt::Key_Up}});
  toStart = make({"toStart", tr("To the &start"), "", {Qt::Key_Home}});
  toEnd = make({"toEnd", tr("To the &end"), "", {Qt::Key_End}});
  inRealTime = make({"inRealTime",
                     tr("In &real time"),
                     "",
                     {},
                     tr("Plays as filmed; pictures that the detector cannot keep up with get "
                        "predicted, dashed boxes")});
  everyPicture = make({"everyPicture",
                       tr("E&very picture"),
                       "",
                       {},
                       tr("Detects on every picture, as fast as the machine goes")});
  makeExclusive(workspace, {inRealTime, everyPicture});
  // Where they stand alone, in the palette.
  inRealTime->setIconText(tr("Play in real time"));
  everyPicture->setIconText(tr("Play every picture"));

  boxes = make({"showBoxes", tr("&Boxes"), "boxes", {Qt::Key_B}, tr("Show boxes")});
  labels = make(
      {"showLabels", tr("&Labels"), "labels", {Qt::Key_L}, tr("Show number, class and score")});
  trails =
      make({"showTrails", tr("&Trails"), "trails", {Qt::Key_T}, tr("Show where tracks have been")});
  for (QAction* const action : {boxes, labels, trails}) {
    action->setCheckable(true);
    action->setChecked(true);
  }
  zoomIn = make(
      {"zoomIn", tr("Zoom &in"), "zoom-in", {Qt::Key_Plus, Qt::Key_Equal, QKeySequence::ZoomIn}});
  zoomOut = make({"zoomOut", tr("Zoom &out"), "zoom-out", {Qt::Key_Minus, QKeySequence::ZoomOut}});
  zoomFit = make({"zoomFit", tr("Whole &picture"), "zoom-fit", {Qt::Key_0, Qt::CTRL | Qt::Key_0}});
  for (QAction* const action : {zoomIn, zoomOut, zoomFit}) {
    action->setPriority(QAction::LowPriority);
  }
  findTrack = make({"findTrack", tr("Find a trac&k"), "search", {QKeySequence::Find}});
}

std::vector<ActionSection> WatchActions::sections() const {
  return {{tr("Playback"),
           {playPause, stepForward, stepBack, back5, forward5, back1, forward1, back60, forward60,
            toStart, toEnd}},
          {tr("Picture"), {boxes, labels, trails, zoomIn, zoomOut, zoomFit, snapshot}},
          {tr("Tracks"), {findTrack, exportTracks, closeSource}}};
}

}  // namespace followspot::ui
