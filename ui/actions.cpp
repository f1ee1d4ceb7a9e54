#include "ui/actions.h"

#include <QAction>
#include <QKeySequence>
#include <QWidget>

namespace followspot::ui {

Actions::Actions(QWidget* window) {
  const auto make = [&](const ActionLook& look) { return makeAction(window, look); };

  addSource = make({"addSource",
                    tr("&Add source..."),
                    "open",
                    {QKeySequence::New},
                    tr("Video, folder, camera or address")});
  openFile = make({"openFile", tr("&Open video..."), "open", {QKeySequence::Open}});
  openFolder = make({"openFolder", tr("Open &folder of pictures..."), "", {}});
  openCamera = make({"openCamera", tr("Open &camera"), "camera", {}});
  openAddress = make({"openAddress",
                      tr("Open &address..."),
                      "address",
                      {Qt::CTRL | Qt::Key_L},
                      tr("Open a network address (rtsp, http)")});
  openModel = make({"openModel", tr("Open &model folder..."), "model", {Qt::CTRL | Qt::Key_M}});
  modelLibrary = make({"modelLibrary",
                       tr("Model &library..."),
                       "",
                       {Qt::CTRL | Qt::SHIFT | Qt::Key_M},
                       tr("Installed models: where they come from, and how they compare")});
  prepareModel = make({"prepareModel",
                       tr("Make a model of a &training..."),
                       "",
                       {Qt::CTRL | Qt::SHIFT | Qt::Key_N},
                       tr("From a TensorFlow checkpoint to a model that runs here")});
  quit = make({"quit", tr("&Quit"), "", {QKeySequence(Qt::CTRL | Qt::Key_Q)}});

  fullScreen = make({"fullScreen", tr("&Full screen"), "fullscreen", {QKeySequence(Qt::Key_F11)}});
  fullScreen->setCheckable(true);
  leaveFullScreen = make({"leaveFullScreen", tr("Leave full screen"), "", {Qt::Key_Escape}});
  themeSystem = make({"themeSystem", tr("&System"), "", {}});
  themeLight = make({"themeLight", tr("&Light"), "", {}});
  themeDark = make({"themeDark", tr("&Dark"), "", {}});
  makeExclusive(window, {themeSystem, themeLight, themeDark});
  // Where they stand alone, in the palette.
  themeSystem->setIconText(tr("Theme of the system"));
  themeLight->setIconText(tr("Light theme"));
  themeDark->setIconText(tr("Dark theme"));
  resetLayout = make({"resetLayout", tr("&Reset layout"), "", {}});

  palette = make({"palette", tr("&Find a command..."), "search", {Qt::CTRL | Qt::Key_K}});
  manual = make({"manual", tr("&Manual"), "info", {QKeySequence(Qt::Key_F1)}});
  whatsThis = make({"whatsThis",
                    tr("&What is this?"),
                    "",
                    {Qt::SHIFT | Qt::Key_F1},
                    tr("Explains what you click on next")});
  shortcuts = make({"shortcuts", tr("&Keys"), "keyboard", {QKeySequence(Qt::Key_Question)}});
  about = make({"about", tr("&About Followspot"), "", {}});
}

std::vector<ActionSection> Actions::sections() const {
  return {{tr("Window"),
           {addSource, openFile, openAddress, openModel, modelLibrary, prepareModel, fullScreen,
            leaveFullScreen, palette, manual, whatsThis, shortcuts, quit}}};
}

}  // namespace followspot::ui
