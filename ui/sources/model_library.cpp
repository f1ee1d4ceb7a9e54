#include "ui/sources/model_library.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace followspot::ui {

QStringList modelFolders() {
  QStringList folders;
  for (const QString& data :
       QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation)) {
    folders.append(data + QStringLiteral("/followspot/models"));
  }
  return folders;
}

std::vector<InstalledModel> installedModels(const QStringList& folders) {
  std::vector<InstalledModel> models;
  for (const QString& folder : folders) {
    const QDir dir(folder);
    for (const QString& name : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
      const QString location = dir.absoluteFilePath(name);
      const bool known = std::ranges::any_of(
          models, [&](const InstalledModel& model) { return model.name == name; });
      if (!known && looksLikeModel(location)) {
        models.push_back({name, location});
      }
    }
  }
  std::ranges::sort(models, [](const InstalledModel& a, const InstalledModel& b) {
    return QString::localeAwareCompare(a.name, b.name) < 0;
  });
  return models;
}

bool looksLikeModel(const QString& path) {
  const QFileInfo info(path);
  if (info.isDir()) {
    return QFileInfo::exists(path + QStringLiteral("/model.json"));
  }
  return info.isFile() && info.suffix().compare(QLatin1String("pb"), Qt::CaseInsensitive) == 0;
}

}  // namespace followspot::ui
