#include "ui/sources/location.h"

#include <QFileInfo>

#include "core/media/location.h"

namespace followspot::ui {
namespace {

bool isAddress(const QString& location) { return location.contains(QLatin1String("://")); }

}  // namespace

QString shownLocation(const QString& location) {
  return QString::fromStdString(publicName(location.toStdString()));
}

QString shortName(const QString& location) {
  const QString shown = shownLocation(location);
  return isAddress(location) ? shown : QFileInfo(shown).fileName();
}

bool isLiveLocation(const QString& location) {
  return isAddress(location) || location.startsWith(QLatin1String("/dev/"));
}

}  // namespace followspot::ui
