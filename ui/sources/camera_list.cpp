#include "ui/sources/camera_list.h"

#include <map>

#include <QDir>
#include <QFile>

namespace followspot::ui {
namespace {

QString firstLineOf(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return {};
  }
  // Drivers write what they like: one short line of printable characters is taken.
  QString line;
  for (const QChar c : QString::fromUtf8(file.read(256))) {
    if (c == QLatin1Char('\n')) {
      break;
    }
    line += c.isPrint() ? c : QLatin1Char(' ');
  }
  return line.trimmed();
}

}  // namespace

std::vector<Camera> cameras(const QString& classFolder) {
  std::map<int, Camera> byNumber;
  const QDir dir(classFolder);
  for (const QString& entry : dir.entryList({QStringLiteral("video*")}, QDir::Dirs)) {
    bool isNumber = false;
    const int number = entry.mid(5).toInt(&isNumber);
    const QString index = firstLineOf(dir.filePath(entry + QStringLiteral("/index")));
    if (!isNumber || (!index.isEmpty() && index != QLatin1String("0"))) {
      continue;
    }
    QString name = firstLineOf(dir.filePath(entry + QStringLiteral("/name")));
    byNumber[number] = {name.isEmpty() ? entry : name, QStringLiteral("/dev/") + entry};
  }
  std::map<QString, int> alike;
  for (const auto& [number, camera] : byNumber) {
    ++alike[camera.name];
  }
  std::vector<Camera> found;
  for (const auto& [number, camera] : byNumber) {
    found.push_back(camera);
    if (alike[camera.name] > 1) {
      found.back().name += QStringLiteral(" (%1)").arg(camera.device);
    }
  }
  return found;
}

}  // namespace followspot::ui
