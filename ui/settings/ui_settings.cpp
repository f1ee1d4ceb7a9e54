#include "ui/settings/ui_settings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>
#include <QUrlQuery>

namespace followspot::ui {
namespace {

constexpr const char* kThemeKey = "window/theme";
constexpr const char* kScoreKey = "detection/minScore";
constexpr const char* kExcludedKey = "detection/excludedClasses";
constexpr const char* kPacingKey = "playback/pacing";
constexpr const char* kModelKey = "detection/model";

QLatin1String recentKey(RecentKind kind) {
  return QLatin1String(kind == RecentKind::Source    ? "files/recent"
                       : kind == RecentKind::Project ? "files/recentProjects"
                                                     : "files/recentModels");
}

constexpr std::array kSecretWords{"user",  "usr", "login", "pass",  "pwd",
                                  "token", "key", "auth",  "secret"};

/// Cameras take user and password in the query, too.
QUrl withoutSecrets(QUrl address) {
  QUrlQuery query(address);
  for (const auto& [key, value] : query.queryItems()) {
    const bool secret = std::ranges::any_of(kSecretWords, [&key = key](const char* word) {
      return key.contains(QLatin1String(word), Qt::CaseInsensitive);
    });
    if (secret) {
      query.removeAllQueryItems(key);
    }
  }
  address.setQuery(query.isEmpty() ? QString() : query.toString());
  return address;
}

}  // namespace

QString UiSettings::defaultFile() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
         QStringLiteral("/followspot/followspot.ini");
}

UiSettings::UiSettings(const QString& file) : store_(file, QSettings::IniFormat) {}

Theme UiSettings::theme() const {
  const QString name = store_.value(QLatin1String(kThemeKey)).toString();
  if (name == QLatin1String("dark")) {
    return Theme::Dark;
  }
  return name == QLatin1String("light") ? Theme::Light : Theme::System;
}

void UiSettings::setTheme(Theme theme) {
  const char* const name = theme == Theme::Dark    ? "dark"
                           : theme == Theme::Light ? "light"
                                                   : "system";
  store_.setValue(QLatin1String(kThemeKey), QLatin1String(name));
}

WantedDetections UiSettings::wanted() const {
  WantedDetections wanted;
  bool isNumber = false;
  const double score = store_.value(QLatin1String(kScoreKey)).toDouble(&isNumber);
  if (isNumber && std::isfinite(score) && score >= 0 && score <= 1) {
    wanted.minScore = score;
  }
  for (const QString& name : store_.value(QLatin1String(kExcludedKey)).toStringList()) {
    wanted.excludedClasses.push_back(name.toStdString());
  }
  std::ranges::sort(wanted.excludedClasses);
  return wanted;
}

void UiSettings::setWanted(const WantedDetections& wanted) {
  store_.setValue(QLatin1String(kScoreKey), wanted.minScore);
  QStringList excluded;
  for (const std::string& name : wanted.excludedClasses) {
    excluded.append(QString::fromStdString(name));
  }
  store_.setValue(QLatin1String(kExcludedKey), excluded);
}

Pacing UiSettings::pacing() const {
  return store_.value(QLatin1String(kPacingKey)).toString() == QLatin1String("everyPicture")
             ? Pacing::Recorded
             : Pacing::Live;
}

void UiSettings::setPacing(Pacing pacing) {
  store_.setValue(QLatin1String(kPacingKey),
                  QLatin1String(pacing == Pacing::Recorded ? "everyPicture" : "realTime"));
}

QString UiSettings::model() const { return store_.value(QLatin1String(kModelKey)).toString(); }

void UiSettings::setModel(const QString& location) {
  store_.setValue(QLatin1String(kModelKey), location);
}

bool UiSettings::hasModelChoice() const { return store_.contains(QLatin1String(kModelKey)); }

QStringList UiSettings::recent(RecentKind kind) const {
  return store_.value(recentKey(kind)).toStringList().mid(0, kMaxRecent);
}

void UiSettings::addRecent(const QString& location, RecentKind kind) {
  QString kept = location;
  if (location.contains(QLatin1String("://"))) {
    kept = withoutSecrets(QUrl(location)).toString(QUrl::RemoveUserInfo);
    if (kept.isEmpty()) {
      return;
    }
  }
  QStringList list = recent(kind);
  list.removeAll(kept);
  list.prepend(kept);
  store_.setValue(recentKey(kind), list.mid(0, kMaxRecent));
}

void UiSettings::clearRecent() {
  for (const RecentKind kind : {RecentKind::Source, RecentKind::Project, RecentKind::Model}) {
    store_.remove(recentKey(kind));
  }
}

bool UiSettings::flag(const QString& name, bool fallback) const {
  return store_.value(QStringLiteral("flags/") + name, fallback).toBool();
}

void UiSettings::setFlag(const QString& name, bool value) {
  store_.setValue(QStringLiteral("flags/") + name, value);
}

QString UiSettings::text(const QString& name) const {
  return store_.value(QStringLiteral("texts/") + name).toString();
}

void UiSettings::setText(const QString& name, const QString& value) {
  store_.setValue(QStringLiteral("texts/") + name, value);
}

QString UiSettings::folderBeside(const QString& name) const {
  return QFileInfo(store_.fileName()).dir().absoluteFilePath(name);
}

QString UiSettings::folder(const QString& purpose) const {
  return store_.value(QStringLiteral("folders/") + purpose).toString();
}

void UiSettings::setFolder(const QString& purpose, const QString& folder) {
  store_.setValue(QStringLiteral("folders/") + purpose, folder);
}

QByteArray UiSettings::blob(const QString& name) const {
  return store_.value(QStringLiteral("window/") + name).toByteArray();
}

void UiSettings::setBlob(const QString& name, const QByteArray& bytes) {
  store_.setValue(QStringLiteral("window/") + name, bytes);
}

}  // namespace followspot::ui
