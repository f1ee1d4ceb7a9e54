#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "ui/settings/ui_settings.h"

using namespace followspot;
using namespace followspot::ui;

class TestUiSettings : public QObject {
  Q_OBJECT
 private slots:
  void comesBackAsItWas() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("new/deep/settings.ini"));
    {
      UiSettings settings(file);
      settings.setTheme(Theme::Dark);
      settings.setWanted({0.35, {"car", "dog, small"}});
      settings.setPacing(Pacing::Recorded);
      settings.setModel(QStringLiteral("/m/ä b"));
      settings.setFlag(QStringLiteral("trails"), false);
      settings.setBlob(QStringLiteral("layout"), QByteArray("\0\xff\x01", 3));
    }
    const UiSettings settings(file);
    QCOMPARE(settings.theme(), Theme::Dark);
    QCOMPARE(settings.wanted(), (WantedDetections{0.35, {"car", "dog, small"}}));
    QCOMPARE(settings.pacing(), Pacing::Recorded);
    QCOMPARE(settings.model(), QStringLiteral("/m/ä b"));
    QVERIFY(!settings.flag(QStringLiteral("trails"), true));
    QCOMPARE(settings.blob(QStringLiteral("layout")), QByteArray("\0\xff\x01", 3));
  }

  void nonsenseReadsAsDefaults_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no number") << QByteArray("[detection]\nminScore=high\n");
    QTest::newRow("out of range") << QByteArray("[detection]\nminScore=7\n[window]\ntheme=pink\n");
    QTest::newRow("not a number") << QByteArray("[detection]\nminScore=nan\n");
    QTest::newRow("no settings at all") << QByteArray("\x00\xff[[[\n=\n", 9);
  }
  void nonsenseReadsAsDefaults() {
    QFETCH(const QByteArray, text);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("s.ini"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    const UiSettings settings(path);
    QCOMPARE(settings.wanted(), WantedDetections());
    QCOMPARE(settings.theme(), Theme::System);
    QCOMPARE(settings.pacing(), Pacing::Live);
    QVERIFY(!settings.hasModelChoice());
  }

  void recentIsShortNewestFirstAndHoldsNoPassword() {
    const QTemporaryDir folder;
    UiSettings settings(folder.filePath(QStringLiteral("s.ini")));
    for (int k = 0; k < 20; ++k) {
      settings.addRecent(QStringLiteral("/v/%1.avi").arg(k));
    }
    QCOMPARE(settings.recent().size(), UiSettings::kMaxRecent);
    QCOMPARE(settings.recent().front(), QStringLiteral("/v/19.avi"));
    settings.addRecent(QStringLiteral("/v/15.avi"));
    QCOMPARE(settings.recent().front(), QStringLiteral("/v/15.avi"));
    QCOMPARE(settings.recent().count(QStringLiteral("/v/15.avi")), 1);
    settings.addRecent(QStringLiteral("rtsp://me:pw@host:554/a?b=c"));
    QCOMPARE(settings.recent().front(), QStringLiteral("rtsp://host:554/a?b=c"));
    settings.addRecent(QStringLiteral("http://host/video.cgi?User=me&passwd=pw&size=2"));
    QCOMPARE(settings.recent().front(), QStringLiteral("http://host/video.cgi?size=2"));
    // Each list by itself; all are cleared together.
    settings.addRecent(QStringLiteral("/p/a.followspot"), RecentKind::Project);
    QCOMPARE(settings.recent(RecentKind::Project), QStringList{QStringLiteral("/p/a.followspot")});
    QVERIFY(settings.recent(RecentKind::Model).isEmpty());
    QCOMPARE(settings.recent().size(), UiSettings::kMaxRecent);
    settings.clearRecent();
    QVERIFY(settings.recent().isEmpty() && settings.recent(RecentKind::Project).isEmpty());
  }

  void filterNamesClassesOfTheModel() {
    EngineModel model;
    model.manifest.hasBackground = true;
    model.labels = LabelMap({"???", "person", "car"});
    DetectionFilter filter = filterFor({0.4, {}}, &model);
    QCOMPARE(filter.minScore, 0.4);
    QVERIFY(filter.classes.empty());
    filter = filterFor({0.4, {"car", "of another model"}}, &model);
    QCOMPARE(filter.classes, std::vector<ClassId>{ClassId{1}});
    filter = filterFor({0.4, {"of another model"}}, &model);
    QVERIFY(filter.classes.empty());  // All: no list for the detector to search.
    filter = filterFor({0.4, {"car", "person"}}, &model);
    QCOMPARE(filter.classes, std::vector<ClassId>{ClassId::Unknown});  // None.
    QVERIFY(filterFor({0.4, {"car"}}, nullptr).classes.empty());
  }
};

QTEST_GUILESS_MAIN(TestUiSettings)
#include "tst_ui_settings.moc"
