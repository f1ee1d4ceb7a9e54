#include <vector>

#include <QAbstractButton>
#include <QFile>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "tests/ui/window_stage.h"
#include "ui/panels/track_panel.h"
#include "ui/shell/language.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

namespace {

struct Message {
  QString context;
  QString source;
  QStringList translations;  ///< Several where it has plurals.
  bool isPlural = false;
  bool isFinished = true;
};

QStringList marksOf(const QString& text) {
  static const QRegularExpression kMarks(QStringLiteral("%L?\\d+|%n"));
  QStringList marks;
  for (auto match = kMarks.globalMatch(text); match.hasNext();) {
    marks.append(match.next().captured());
  }
  marks.sort();
  return marks;
}

std::vector<Message> readMessages(const QString& path) {
  std::vector<Message> messages;
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return messages;
  }
  QXmlStreamReader xml(&file);
  QString context;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) {
      continue;
    }
    const auto name = xml.name();
    if (name == QLatin1String("name")) {
      context = xml.readElementText();
    } else if (name == QLatin1String("message")) {
      messages.push_back(
          {context, {}, {}, xml.attributes().hasAttribute(QLatin1String("numerus"))});
    } else if (name == QLatin1String("source")) {
      messages.back().source = xml.readElementText();
    } else if (name == QLatin1String("translation")) {
      messages.back().isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
      if (!messages.back().isPlural) {
        messages.back().translations = {xml.readElementText()};
      }
    } else if (name == QLatin1String("numerusform")) {
      messages.back().translations.append(xml.readElementText());
    }
  }
  return messages;
}

/// The translations brought up to date with the sources as they are now, in a copy.
std::vector<Message> freshMessages(const QTemporaryDir& folder, const QString& language,
                                   const QStringList& options) {
  const QString name = QStringLiteral("followspot_%1.ts").arg(language);
  const QString copy = folder.filePath(name);
  const QString root = QStringLiteral(SOURCE_FOLDER);
  if (!QFile::copy(root + QStringLiteral("/resources/translations/") + name, copy)) {
    return {};
  }
  QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner);
  QStringList arguments = {QStringLiteral("-silent"),
                           QStringLiteral("-I"),
                           root,
                           QStringLiteral("-locations"),
                           QStringLiteral("none"),
                           QStringLiteral("-no-obsolete"),
                           root + QStringLiteral("/ui"),
                           root + QStringLiteral("/app/gui"),
                           QStringLiteral("-ts"),
                           copy};
  QProcess lupdate;
  lupdate.start(QStringLiteral(LUPDATE), options + arguments);
  constexpr int kLongEnough = 60'000;
  if (!lupdate.waitForFinished(kLongEnough) || lupdate.exitCode() != 0) {
    return {};
  }
  return readMessages(copy);
}

/// Two of a menu's entries with one letter: only one of them could be reached by it.
void checkLetters(Stage& stage) {
  QList<QMenu*> menus = stage.window->watch().menus();
  menus += {stage.find<QMenu>("fileMenu"), stage.find<QMenu>("viewMenu")};
  for (const QMenu* const menu : menus) {
    QStringList letters;
    for (const QAction* const action : menu->actions()) {
      const qsizetype at = action->text().indexOf(QLatin1Char('&'));
      if (at >= 0) {
        const QString letter = action->text().mid(at + 1, 1).toLower();
        QVERIFY2(!letters.contains(letter), qPrintable(menu->title() + ": " + action->text()));
        letters.append(letter);
      }
    }
  }
}

}  // namespace

class TestTranslations : public QObject {
  Q_OBJECT
 private slots:
  void germanIsComplete() {
    const QTemporaryDir folder;
    const auto messages = freshMessages(folder, QStringLiteral("de"), {});
    QVERIFY2(messages.size() > 150, "lupdate has found the sources");
    QStringList missing;
    for (const Message& message : messages) {
      if (!message.isFinished || message.translations.contains(QString())) {
        missing.append(message.context + QStringLiteral(": ") + message.source);
      }
      for (const QString& translation : message.translations) {
        if (marksOf(translation) != marksOf(message.source)) {
          missing.append(message.source + QStringLiteral(" -- %1, %2 ...: ") + translation);
        }
      }
      if (message.isPlural && message.translations.size() != 2) {
        missing.append(message.source + QStringLiteral(" -- German has two forms"));
      }
    }
    QVERIFY2(missing.isEmpty(),
             qPrintable(QStringLiteral("Build update_translations, then fill in:\n") +
                        missing.join(QLatin1Char('\n'))));
  }

  void englishHasItsPlurals() {
    const QTemporaryDir folder;
    const auto messages =
        freshMessages(folder, QStringLiteral("en"), {QStringLiteral("-pluralonly")});
    QVERIFY(!messages.empty());
    for (const Message& message : messages) {
      QVERIFY2(message.isFinished && message.translations.size() == 2, qPrintable(message.source));
    }
  }

  void theWindowSpeaksGerman() {
    const QLocale before;
    {
      const Language language(QStringLiteral("de"));
      QCOMPARE(language.code(), QStringLiteral("de"));
      Stage stage;
      QCOMPARE(stage.window->menuBar()->actions().front()->text(), QStringLiteral("&Datei"));
      QCOMPARE(stage.window->actions().openFile->text(), QStringLiteral("Video ö&ffnen ..."));
      QCOMPARE(stage.find<QLabel>("welcomeTitle")->text(),
               QStringLiteral("Ziehen Sie ein Video hierher"));
      stage.window->report({Issue::Severity::Warning, "a", "b"});
      stage.window->report({Issue::Severity::Warning, "c", "d"});
      QCOMPARE(stage.find<QAbstractButton>("statusIssues")->text(), QStringLiteral("2 Meldungen"));
      QCOMPARE(QLocale().toString(0.5, 'f', 1), QStringLiteral("0,5"));
      checkLetters(stage);
      // Files are the same in every language.
      stage.openWithModel();
      QTRY_VERIFY(stage.shownFrame() > 0);
      stage.pauseAt(1001);
      const QString csv = stage.find<TrackPanel>("trackPanel")->toCsv();
      QVERIFY2(csv.contains(QStringLiteral("1,person,0.9500,seen,")), qPrintable(csv));
    }
    QLocale::setDefault(before);
  }

  void anUnknownLanguageIsEnglishWithPlurals() {
    const QLocale before;
    {
      const Language language(QStringLiteral("fi"));
      QCOMPARE(language.code(), QStringLiteral("en"));
      Stage stage;
      QCOMPARE(stage.window->menuBar()->actions().front()->text(), QStringLiteral("&File"));
      checkLetters(stage);
      stage.window->report({Issue::Severity::Warning, "a", "b"});
      QCOMPARE(stage.find<QAbstractButton>("statusIssues")->text(), QStringLiteral("1 issue"));
    }
    QLocale::setDefault(before);
  }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
