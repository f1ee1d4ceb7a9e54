#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>

namespace followspot::ui {
namespace {

const char* const kFolder = ":/i18n";
const char* const kPrefix = "followspot_";

}  // namespace

Language::Language(const QString& wanted) : code_(QStringLiteral("en")) {
  if (!wanted.isEmpty()) {
    QLocale::setDefault(QLocale(wanted));
  }
  // The first of the user's languages that there is; theirs come before ours.
  for (const QString& name : QLocale().uiLanguages()) {
    const QString language = QLocale(name).name().section(QLatin1Char('_'), 0, 0);
    if (codes().contains(language)) {
      code_ = language;
      break;
    }
  }
  // English needs one as well, for its plurals.
  if (ours_.load(QLatin1String(kPrefix) + code_, QLatin1String(kFolder))) {
    QCoreApplication::installTranslator(&ours_);
  }
  if (qt_.load(QStringLiteral("qtbase_") + code_,
               QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    QCoreApplication::installTranslator(&qt_);
  }
}

Language::~Language() {
  QCoreApplication::removeTranslator(&qt_);
  QCoreApplication::removeTranslator(&ours_);
}

QStringList Language::codes() {
  QStringList codes;
  for (const QString& file : QDir(QLatin1String(kFolder)).entryList({QStringLiteral("*.qm")})) {
    codes.append(file.section(QLatin1Char('.'), 0, 0).mid(QLatin1String(kPrefix).size()));
  }
  return codes;
}

}  // namespace followspot::ui
