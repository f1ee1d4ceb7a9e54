#include "ui/sources/demo.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include "ui/sources/model_library.h"

namespace followspot::ui {
namespace {

const char* const kDemoModel = "ssd_mobilenet_v2_openimages";

QString firstThatExists(const QStringList& paths) {
  const auto found =
      std::ranges::find_if(paths, [](const QString& path) { return QFileInfo::exists(path); });
  return found == paths.end() ? QString() : QFileInfo(*found).absoluteFilePath();
}

}  // namespace

DemoPlaces demoPlaces(const QStringList& modelFolders) {
  const QDir bin(QCoreApplication::applicationDirPath());
  return {modelFolders,
          {QStringLiteral("/usr/share/doc/opencv-doc/examples/data/vtest.avi"),
           QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
               QStringLiteral("/followspot/demo/vtest.avi")},
          firstThatExists({bin.filePath(QStringLiteral("../libexec/followspot/fetch_demo.sh")),
                           bin.filePath(QStringLiteral("../../../installer/fetch_demo.sh"))}),
          firstThatExists({bin.filePath(QStringLiteral("followspot-cli"))})};
}

Demo findDemo(const DemoPlaces& places) {
  Demo demo;
  for (const InstalledModel& model : installedModels(places.modelFolders)) {
    if (model.name == QLatin1String(kDemoModel)) {
      demo.model = model.location;
    }
  }
  demo.clip = firstThatExists(places.clips);
  return demo;
}

}  // namespace followspot::ui
