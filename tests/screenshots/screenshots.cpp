#include <cstdio>
#include <memory>

#include <QApplication>
#include <QDir>
#include <QPainter>
#include <QPixmap>
#include <QTemporaryDir>

#include "app/gui/real_engine.h"
#include "core/base/log.h"
#include "tests/screenshots/scenes.h"
#include "ui/analyse/analyse_workspace.h"
#include "ui/shell/language.h"
#include "ui/sources/model_library.h"

namespace {

using namespace followspot;
using namespace followspot::ui;

constexpr QSize kSize(1280, 720);

/// The window with the dialogs and popups that stand over it, as they would on a screen.
QPixmap pictureOf(MainWindow& window) {
  QPixmap picture = window.grab();
  QPainter painter(&picture);
  for (QWidget* const other : QApplication::topLevelWidgets()) {
    if (other == &window || !other->isVisible() || other->parentWidget() != &window) {
      continue;
    }
    const QPoint at = other->windowType() == Qt::Popup
                          ? window.mapFromGlobal(other->pos())
                          : QPoint((window.width() - other->width()) / 2,
                                   (window.height() - other->height()) / 2);
    const QPixmap part = other->grab();
    painter.drawPixmap(at, part);
    painter.setPen(QColor(0, 0, 0, 120));
    painter.drawRect(QRect(at, other->size()));
  }
  return picture;
}

bool shoot(const Scene& scene, Theme theme, const Demo& demo, const QDir& folder) {
  const QTemporaryDir home;
  UiSettings settings(home.filePath(QStringLiteral("settings.ini")));
  settings.setTheme(theme);
  QtDialogService dialogs;
  ThemeSwitch themes;
  const QString name =
      QStringLiteral("%1-%2.png")
          .arg(scene.name, theme == Theme::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
  MainWindow window({.engine = std::make_shared<RealEngine>(),
                     .settings = &settings,
                     .dialogs = &dialogs,
                     .theme = &themes,
                     .modelFolders = modelFolders(),
                     .demo = demoPlaces(modelFolders()),
                     .wizardWork = home.filePath(QStringLiteral("wizard"))});
  window.addWorkspace(new AnalyseWorkspace(window));
  window.resize(kSize);
  window.show();
  settings.setFlag(QStringLiteral("demoDismissed"), true);  // Scenes begin with nothing open.
  window.startUp();
  const bool came = scene.prepare(window, demo);
  QApplication::processEvents();
  const bool saved = pictureOf(window).save(folder.filePath(name));
  std::printf("%s %s\n", came && saved ? "ok    " : "FAILED", name.toUtf8().constData());
  return came && saved;
}

}  // namespace

int main(int argc, char** argv) {
  QApplication app(argc, argv);
  QCoreApplication::setApplicationName(QStringLiteral("followspot"));
  if (app.arguments().size() < 2) {
    std::fprintf(stderr, "usage: followspot_screenshots FOLDER [SCENE]\n");
    return 2;
  }
  const QDir folder(app.arguments().at(1));
  const QString only = app.arguments().value(2);
  const Demo demo = findDemo(demoPlaces(modelFolders()));
  if (!demo.isComplete() || !folder.mkpath(QStringLiteral("."))) {
    std::fprintf(stderr,
                 "The demonstration (installer/fetch_demo.sh) or the folder %s is missing.\n",
                 folder.path().toUtf8().constData());
    return 1;
  }
  bool all = true;
  for (const Scene& scene : scenes()) {
    if (!only.isEmpty() && scene.name != only) {
      continue;
    }
    const Language language(scene.language.isEmpty() ? QStringLiteral("en") : scene.language);
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
      all = shoot(scene, theme, demo, folder) && all;
    }
  }
  return all ? 0 : 1;
}
