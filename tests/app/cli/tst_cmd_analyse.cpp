#include <string>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include "core/base/output_file.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

struct Outcome {
  int exitCode = -1;
  QString out;
  QString err;
};

Outcome run(const QStringList& arguments) {
  QProcess process;
  process.start(qEnvironmentVariable("FOLLOWSPOT_BIN") + "/followspot-cli", arguments);
  if (!process.waitForStarted() || !process.waitForFinished(60'000)) {
    return {};
  }
  return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
          QString::fromUtf8(process.readAllStandardError())};
}

/// A person who walks down over y = 100 at 0.5 s, a car that comes up at 1.5 s, a second apart. The
/// boxes are 10 high, so that feet are 10 lower.
const std::string kCsv =
    "frame,time_s,track_id,class_id,class,score,left,top,width,height\n"
    "1,0.0,1,0,person,0.5,45,70,10,10\n"
    "2,1.0,1,0,person,0.5,45,110,10,10\n"
    "2,1.0,2,1,car,0.5,45,110,10,10\n"
    "3,2.0,1,0,person,0.5,45,150,10,10\n"
    "3,2.0,2,1,car,0.5,45,70,10,10\n";

/// A person who walks to the right for 3 s, 4 pictures and 40 pixels a second.
const std::string kWalk = [] {
  std::string text = "frame,time_s,track_id,class_id,class,score,left,top,width,height\n";
  for (int k = 0; k <= 12; ++k) {
    text += std::to_string(k + 1) + "," + std::to_string(k / 4.0) + ",1,0,person,0.5," +
            std::to_string(10 * k) + ",50,10,20\n";
  }
  return text;
}();

}  // namespace

class TestCmdAnalyse : public QObject {
  Q_OBJECT
 private slots:
  void countsLinesAndZones() {
    const TemporaryFolder folder;
    const auto at = [&](const char* name) {
      return QString::fromStdString((folder / name).string());
    };
    FS_VERIFY_OK(writeFile(folder / "t.csv", kCsv));
    const QStringList shapes = {"--line",      "door:0,100,100,100",
                                "--zone",      "yard:0,100,100,100,100,140,0,140",
                                "--dead-band", "5"};
    const Outcome outcome =
        run(QStringList{"analyse", at("t.csv"), "--json", "--events", at("e.csv"), "--counts",
                        at("c.csv"), "--interval", "1"} +
            shapes);
    QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
    const QJsonObject json = QJsonDocument::fromJson(outcome.out.toUtf8()).object();
    const QJsonArray classes = json["lines"].toArray()[0].toObject()["classes"].toArray();
    QCOMPARE(classes.size(), qsizetype{2});
    QCOMPARE(classes[0].toObject()["class"].toString(), QStringLiteral("person"));
    QCOMPARE(classes[0].toObject()["to_right"].toInt(), 1);
    QCOMPARE(classes[0].toObject()["to_left"].toInt(), 0);
    QCOMPARE(classes[1].toObject()["to_left"].toInt(), 1);
    const QJsonObject zone = json["zones"].toArray()[0].toObject();
    QCOMPARE(zone["most_at_once"].toInt(), 2);
    QCOMPARE(zone["classes"].toArray()[0].toObject()["median_s"].toDouble(), 1.0);
    // Person: feet at 80, 120, 160; car: 120, 80. On the line halfway.
    QCOMPARE(readFile(folder / "e.csv", 10'000).value_or(""),
             std::string("kind,name,track_id,class,frame,time_s,direction,dwell_s,left\n"
                         "crossing,door,1,person,2,0.500,to right,,\n"
                         "crossing,door,2,car,3,1.500,to left,,\n"
                         "visit,yard,1,person,2,1.000,,1.000,yes\n"
                         "visit,yard,2,car,2,1.000,,1.000,yes\n"));
    QCOMPARE(readFile(folder / "c.csv", 10'000).value_or(""),
             std::string("line,class,from_s,to_s,to_right,to_left\n"
                         "door,person,0,1,1,0\n"
                         "door,car,1,2,0,1\n"));
    const Outcome table = run(QStringList{"analyse", at("t.csv"), "--class", "car"} + shapes);
    QCOMPARE(table.exitCode, 0);
    QVERIFY(table.out.contains("car") && !table.out.contains("person"));
    // The same from a project.
    QCOMPARE(run({"project", "import", at("p.followspot"), at("t.csv")}).exitCode, 0);
    const Outcome project = run(QStringList{"analyse", at("p.followspot"), "--json"} + shapes);
    QCOMPARE(project.out, outcome.out);
  }

  void mistakesAreSaid_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("part");
    QTest::newRow("nothing to count") << QStringList{} << "--line or a --zone";
    QTest::newRow("no name") << QStringList{"--line", "1,2,3,4"} << "NAME:";
    QTest::newRow("a word") << QStringList{"--line", "a:1,2,x,4"} << "NAME:";
    QTest::newRow("half a point") << QStringList{"--zone", "a:1,2,3"} << "NAME:";
    QTest::newRow("three points") << QStringList{"--line", "a:1,2,3,4,5,6"} << "two points";
    QTest::newRow("no line") << QStringList{"--line", "a:1,2,1,2"} << "two different points";
    QTest::newRow("no zone") << QStringList{"--zone", "a:1,2,1,2"} << "corners";
    QTest::newRow("no class") << QStringList{"--line", "a:1,2,3,4", "--class", "dog"}
                              << "no such class";
  }
  void mistakesAreSaid() {
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, part);
    const TemporaryFolder folder;
    FS_VERIFY_OK(writeFile(folder / "t.csv", kCsv));
    const Outcome outcome = run(
        QStringList{"analyse", QString::fromStdString((folder / "t.csv").string())} + arguments);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.err.contains(part), qPrintable(outcome.err));
  }

  void speedNeedsACalibration() {
    const TemporaryFolder folder;
    const auto at = [&](const char* name) {
      return QString::fromStdString((folder / name).string());
    };
    FS_VERIFY_OK(writeFile(folder / "t.csv", kWalk));
    const Outcome without = run({"analyse", at("t.csv"), "--speed", at("s.csv")});
    QCOMPARE(without.exitCode, 2);
    QVERIFY2(without.err.contains("--ground"), qPrintable(without.err));
    QVERIFY(!std::filesystem::exists(folder / "s.csv"));
    // 40 pixels a second, 10 pixels a metre. The marks' square says the same.
    for (const QStringList& calibration :
         {QStringList{"--scale", "0,0,100,0=10"},
          QStringList{"--ground", "0,0=0,0", "--ground", "100,0=10,0", "--ground", "100,100=10,10",
                      "--ground", "0,100=0,10"}}) {
      const Outcome speed =
          run(QStringList{"analyse", at("t.csv"), "--speed", at("s.csv"), "--mark-error", "0"} +
              calibration);
      QVERIFY2(speed.exitCode == 0, qPrintable(speed.err));
      QCOMPARE(QString::fromStdString(*readFile(folder / "s.csv", 10'000)),
               QString("track_id,class,measured_s,mean_m_s,mean_error_m_s,fastest_m_s,"
                       "fastest_error_m_s,mean_km_h\n"
                       "1,person,3.000,4.000,0.000,4.000,0.000,14.400\n"));
    }
    QCOMPARE(run({"analyse", at("t.csv"), "--speed", at("s.csv"), "--scale", "0,0,1"}).exitCode, 2);
    QCOMPARE(run({"analyse", at("t.csv"), "--speed", at("s.csv"), "--ground", "0,0=0,0"}).exitCode,
             2);
  }

  void mapsPathsAndDwells() {
    const TemporaryFolder folder;
    const auto at = [&](const char* name) {
      return QString::fromStdString((folder / name).string());
    };
    FS_VERIFY_OK(writeFile(folder / "t.csv", kWalk));
    const Outcome outcome =
        run({"analyse", at("t.csv"), "--heatmap", at("h.png"), "--trails", at("t.svg"), "--dwell",
             at("d.csv"), "--zone", "left:0,0,50,0,50,100,0,100", "--dead-band", "0"});
    QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.err));
    QVERIFY(readFile(folder / "h.png", 1'000'000)->starts_with("\x89PNG"));
    const std::string trails = *readFile(folder / "t.svg", 1'000'000);
    QVERIFY(trails.find("<title>person 1</title>") != std::string::npos);
    QVERIFY(trails.find(">left</text>") != std::string::npos);
    // In it from 0 s to 1.25 s: feet start at x = 5 with 40 pixels a second, first out at 1.25 s.
    const std::string dwells = *readFile(folder / "d.csv", 10'000);
    QVERIFY2(dwells.ends_with("left,person,1.100,1.200,0\nleft,person,1.200,1.300,1\n"),
             dwells.c_str());
    QCOMPARE(run({"analyse", at("t.csv"), "--dwell", at("d.csv")}).exitCode, 2);
    QCOMPARE(run({"analyse", at("t.csv"), "--heatmap", at("t.csv")}).exitCode, 2);
  }
};

QTEST_GUILESS_MAIN(TestCmdAnalyse)
#include "tst_cmd_analyse.moc"
