#include "ui/analyse/analyse_actions.h"

#include <QAction>
#include <QWidget>

namespace followspot::ui {
namespace {

QString tr(const char* text) { return QObject::tr(text); }

}  // namespace

AnalyseActions::AnalyseActions(QWidget* workspace) {
  const auto make = [&](const ActionLook& look) { return makeAction(workspace, look); };

  openProject = make({"openProject", tr("Open &project..."), "open", {}});
  saveAs =
      make({"saveProjectAs",
            tr("Save project &as..."),
            "",
            {QKeySequence::SaveAs},
            tr("Goes on in a copy under a name of your choice; what you do is always stored")});
  closeProject = make({"closeProject", tr("&Close project"), "close", {QKeySequence::Close}});

  playPause = make({"analysePlay", tr("&Play"), "play", {Qt::Key_Space}});
  shuttleBack = make({"shuttleBack",
                      tr("Play &backward"),
                      "",
                      {Qt::Key_J},
                      tr("Plays backward; again: twice as fast")});
  shuttleStop = make({"shuttleStop", tr("&Stop"), "", {Qt::Key_K}});
  shuttleOn = make({"shuttleOn",
                    tr("Play &forward"),
                    "",
                    {Qt::Key_L},
                    tr("Plays forward; again: twice as fast")});
  slower = make({"slower", tr("Sl&ower"), "", {Qt::Key_BracketLeft}, tr("Half the speed")});
  faster = make({"faster", tr("Fas&ter"), "", {Qt::Key_BracketRight}, tr("Twice the speed")});
  stepBack = make({"analyseStepBack",
                   tr("Step b&ack"),
                   "step-back",
                   {Qt::Key_Left, Qt::Key_D},
                   tr("One picture back")});
  stepOn = make({"analyseStepOn",
                 tr("Step f&orward"),
                 "step-forward",
                 {Qt::Key_Right, Qt::Key_F},
                 tr("One picture forward")});
  stepBack10 = make({"stepBack10",
                     tr("10 pictures back"),
                     "",
                     {Qt::SHIFT | Qt::Key_Left, Qt::SHIFT | Qt::Key_D}});
  stepOn10 = make({"stepOn10",
                   tr("10 pictures forward"),
                   "",
                   {Qt::SHIFT | Qt::Key_Right, Qt::SHIFT | Qt::Key_F}});
  trackStart = make({"trackStart",
                     tr("To the track's &first picture"),
                     "",
                     {Qt::Key_Home},
                     tr("First picture of the selected track, or of the video")});
  trackEnd = make({"trackEnd",
                   tr("To the track's &last picture"),
                   "",
                   {Qt::Key_End},
                   tr("Last picture of the selected track, or of the video")});
  nextMoment = make({"nextMoment",
                     tr("&Next suspicious moment"),
                     "",
                     {Qt::Key_N},
                     tr("Where a track begins or ends in the middle of the picture, is not seen "
                        "for a while, or may have changed places with another")});
  previousMoment = make({"previousMoment", tr("Pre&vious suspicious moment"), "", {Qt::Key_M}});
  rangeStart = make({"rangeStart", tr("Range from here (A)"), "", {Qt::Key_I}});
  rangeEnd = make({"rangeEnd", tr("Range up to here (B)"), "", {Qt::Key_O}});
  rangeClear = make({"rangeClear", tr("No range"), "", {Qt::SHIFT | Qt::Key_I}});

  labels = make({"analyseLabels", tr("&Labels"), "labels", {}, tr("Show number, class and score")});
  trails = make(
      {"analyseTrails", tr("&Trails"), "trails", {Qt::Key_T}, tr("Show where tracks have been")});
  lockView = make({"lockView",
                   tr("&Keep the selected track in the middle"),
                   "",
                   {Qt::Key_C},
                   tr("Zoomed in, the picture follows the selected track")});
  for (QAction* const action : {labels, trails, lockView}) {
    action->setCheckable(true);
  }
  labels->setChecked(true);
  zoomIn = make({"analyseZoomIn",
                 tr("Zoom &in"),
                 "zoom-in",
                 {Qt::Key_Plus, Qt::Key_Equal, QKeySequence::ZoomIn}});
  zoomOut =
      make({"analyseZoomOut", tr("Zoom &out"), "zoom-out", {Qt::Key_Minus, QKeySequence::ZoomOut}});
  zoomFit =
      make({"analyseZoomFit", tr("Whole &picture"), "zoom-fit", {Qt::Key_0, Qt::CTRL | Qt::Key_0}});
  for (QAction* const action : {zoomIn, zoomOut, zoomFit}) {
    action->setPriority(QAction::LowPriority);
  }
  findTrack = make({"analyseFindTrack", tr("Find a t&rack"), "search", {QKeySequence::Find}});

  undo = make({"undo", tr("&Undo"), "", {QKeySequence(Qt::CTRL | Qt::Key_Z)}});
  redo =
      make({"redo",
            tr("&Redo"),
            "",
            {QKeySequence(Qt::CTRL | Qt::Key_Y), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)}});
  split = make({"splitTrack",
                tr("&Split here"),
                "",
                {Qt::SHIFT | Qt::Key_S},
                tr("From this picture on it is another track")});
  merge = make({"mergeTracks",
                tr("Mer&ge"),
                "",
                {Qt::Key_G},
                tr("The two selected tracks become one; Ctrl+click selects a second one")});
  swap = make({"swapTracks",
               tr("S&wap from here"),
               "",
               {Qt::Key_X},
               tr("From this picture on the two selected tracks change places")});
  remove = make({"deleteTrack", tr("&Delete"), "", {QKeySequence::Delete}, tr("Delete the track")});
  beginHere = make({"beginHere",
                    tr("&Begin here"),
                    "",
                    {Qt::CTRL | Qt::Key_Home},
                    tr("Cut off what the track has before this picture")});
  endHere = make({"endHere",
                  tr("&End here"),
                  "",
                  {Qt::CTRL | Qt::Key_End},
                  tr("Cut off what the track has after this picture")});
  extendHere = make({"extendHere",
                     tr("E&xtend to here"),
                     "",
                     {Qt::SHIFT | Qt::Key_E},
                     tr("Hold the track's first or last box up to this picture")});
  fillGaps = make({"fillGaps", tr("&Fill gaps"), "", {}, tr("Compute the boxes that are missing")});
  rename = make({"renameTrack", tr("Re&name..."), "", {Qt::Key_F2}});
  newTrack = make({"newTrack",
                   tr("New &track by hand"),
                   "",
                   {Qt::Key_Insert},
                   tr("Draw the first box of a new track with the mouse")});
  accept = make({"acceptTrack",
                 tr("&Accept"),
                 "",
                 {Qt::Key_Return, Qt::Key_Enter},
                 tr("The track has been looked at and is right")});
  reject = make({"rejectTrack",
                 tr("Re&ject"),
                 "",
                 {Qt::SHIFT | Qt::Key_Return},
                 tr("The track has been looked at and is wrong")});
}

std::vector<ActionSection> AnalyseActions::sections() const {
  return {{tr("Stepping and playing"),
           {stepBack, stepOn, stepBack10, stepOn10, playPause, shuttleBack, shuttleStop, shuttleOn,
            slower, faster, trackStart, trackEnd, nextMoment, previousMoment, rangeStart, rangeEnd,
            rangeClear}},
          {tr("Tracks"),
           {split, merge, swap, remove, beginHere, endHere, extendHere, rename, newTrack, accept,
            reject, undo, redo, findTrack}},
          {tr("Picture"), {trails, lockView, zoomIn, zoomOut, zoomFit}},
          {tr("Project"), {saveAs, closeProject}}};
}

}  // namespace followspot::ui
