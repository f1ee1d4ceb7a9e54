#include "ui/actions.h"

#include <QAction>
#include <QActionGroup>
#include <QKeySequence>
#include <QWidget>

#include "ui/theme/icon.h"

namespace followspot::ui {
namespace {

struct Look {
  const char* name;
  QString text;
  QString iconName = {};
  QList<QKeySequence> keys = {};
  QString toolTip = {};
};

QAction* add(QWidget* window, const Look& look) {
  auto* const action = new QAction(look.text, window);
  action->setObjectName(QLatin1String(look.name));
  action->setShortcuts(look.keys);
  if (!look.iconName.isEmpty()) {
    action->setIcon(icon(look.iconName));
  }
  QString tip = look.toolTip;
  if (tip.isEmpty()) {
    tip = look.text;
    tip.remove(QLatin1Char('&'));
    tip.remove(QStringLiteral("..."));
  }
  if (!look.keys.isEmpty()) {
    tip += QStringLiteral(" (%1)").arg(look.keys.front().toString(QKeySequence::NativeText));
  }
  action->setToolTip(tip);
  window->addAction(action);  // Keys work with hidden menus, too.
  return action;
}

void makeGroup(QWidget* window, const std::vector<QAction*>& actions) {
  auto* const group = new QActionGroup(window);
  for (QAction* const action : actions) {
    action->setCheckable(true);
    group->addAction(action);
  }
  actions.front()->setChecked(true);
}

}  // namespace

Actions::Actions(QWidget* window) {
  const auto tr = [](const char* text) { return QWidget::tr(text); };
  const auto make = [&](const Look& look) { return add(window, look); };

  openFile = make({"openFile", tr("&Open video..."), "open", {QKeySequence::Open}});
  openFolder = make({"openFolder", tr("Open &folder of pictures..."), "", {}});
  openCamera = make({"openCamera", tr("Open &camera"), "camera", {}});
  openAddress = make({"openAddress",
                      tr("Open &address..."),
                      "address",
                      {Qt::CTRL | Qt::Key_L},
                      tr("Open a network address (rtsp, http)")});
  snapshot = make({"snapshot",
                   tr("Save &snapshot"),
                   "snapshot",
                   {Qt::Key_S},
                   tr("Save the picture with its boxes")});
  exportTracks =
      make({"exportTracksAction", tr("&Export track table..."), "export", {Qt::CTRL | Qt::Key_E}});
  closeSource = make({"closeSource", tr("&Close video"), "close", {QKeySequence::Close}});
  quit = make({"quit", tr("&Quit"), "", {QKeySequence(Qt::CTRL | Qt::Key_Q)}});

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
                       tr("&Every picture"),
                       "",
                       {},
                       tr("Detects on every picture, as fast as the machine goes")});
  makeGroup(window, {inRealTime, everyPicture});

  openModel = make({"openModel", tr("Open &model folder..."), "model", {Qt::CTRL | Qt::Key_M}});

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
  fullScreen = make({"fullScreen", tr("&Full screen"), "fullscreen", {Qt::Key_F11, Qt::Key_F}});
  fullScreen->setCheckable(true);
  leaveFullScreen = make({"leaveFullScreen", tr("Leave full screen"), "", {Qt::Key_Escape}});
  themeSystem = make({"themeSystem", tr("&System"), "", {}});
  themeLight = make({"themeLight", tr("&Light"), "", {}});
  themeDark = make({"themeDark", tr("&Dark"), "", {}});
  makeGroup(window, {themeSystem, themeLight, themeDark});
  // Where they stand alone, in the palette.
  themeSystem->setIconText(tr("Theme of the system"));
  themeLight->setIconText(tr("Light theme"));
  themeDark->setIconText(tr("Dark theme"));
  inRealTime->setIconText(tr("Play in real time"));
  everyPicture->setIconText(tr("Play every picture"));
  resetLayout = make({"resetLayout", tr("&Reset layout"), "", {}});
  findTrack = make({"findTrack", tr("Find a &track"), "search", {QKeySequence::Find}});

  palette = make({"palette", tr("&Find a command..."), "search", {Qt::CTRL | Qt::Key_K}});
  shortcuts =
      make({"shortcuts", tr("&Keys"), "keyboard", {Qt::Key_Question, QKeySequence(Qt::Key_F1)}});
  about = make({"about", tr("&About Followspot"), "info", {}});
}

std::vector<Actions::Section> Actions::sections() const {
  return {
      {QWidget::tr("Playback"),
       {playPause, stepForward, stepBack, back5, forward5, back1, forward1, back60, forward60,
        toStart, toEnd}},
      {QWidget::tr("Picture"),
       {boxes, labels, trails, zoomIn, zoomOut, zoomFit, fullScreen, leaveFullScreen, snapshot}},
      {QWidget::tr("Sources and results"),
       {openFile, openAddress, openModel, findTrack, exportTracks, closeSource, quit, palette,
        shortcuts}}};
}

}  // namespace followspot::ui
