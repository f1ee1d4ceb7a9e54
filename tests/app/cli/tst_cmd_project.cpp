#include <string>

#include <QProcess>
#include <QTest>

#include "core/base/output_file.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
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

/// Frames 1 to 3, two tracks, one with a gap.
const std::string kCsv =
    "frame,time_s,track_id,class_id,class,score,left,top,width,height,origin,name\n"
    "1,0.000000,1,0,person,0.5,10.1,20,30,40,detected,Anna\n"
    "1,0.000000,2,1,car,0.25,100,20,30.7,40,key,\n"
    "2,0.040000,1,0,person,0.5,11.1,20,30,40,interpolated,Anna\n"
    "3,0.080000,1,0,person,0.5,12.1,20,30,40,detected,Anna\n"
    "3,0.080000,2,1,car,0.25,100,20,30.7,40,detected,\n";

}  // namespace

class TestCmdProject : public QObject {
  Q_OBJECT
 private slots:
  void importAndExportGiveTheSameFile() {
    const TemporaryFolder folder;
    const auto at = [&](const char* name) {
      return QString::fromStdString((folder / name).string());
    };
    FS_VERIFY_OK(writeFile(folder / "t.csv", kCsv));
    QCOMPARE(run({"project", "create", at("p.followspot")}).exitCode, 0);
    const Outcome again = run({"project", "create", at("p.followspot")});
    QCOMPARE(again.exitCode, 5);
    QVERIFY(again.err.contains("exists already"));
    const Outcome imported =
        run({"project", "import", at("p.followspot"), at("t.csv"), "--video", "street.mp4"});
    QCOMPARE(imported.exitCode, 0);
    QCOMPARE(imported.out, QStringLiteral("1\n"));
    QCOMPARE(imported.err, QStringLiteral("2 tracks, 5 boxes\n"));
    QCOMPARE(run({"project", "export", at("p.followspot"), at("out.csv")}).exitCode, 0);
    QCOMPARE(readFile(folder / "out.csv", 10'000).value_or(""), kCsv);
    const Outcome info = run({"project", "info", at("p.followspot"), "--json", "--check"});
    QCOMPARE(info.exitCode, 0);
    QVERIFY(info.out.contains("\"boxes\": 5") && info.out.contains("\"media\": \"street.mp4\""));
    QVERIFY(run({"project", "info", at("p.followspot")}).out.contains("t.csv, street.mp4"));
    const Outcome none = run({"project", "export", at("p.followspot"), at("o.csv"), "--run", "7"});
    QCOMPARE(none.exitCode, 3);
    QVERIFY(none.err.contains("no run 7"));
  }

  void convertGoesRoundAllFormatsThatSayAll() {
    const TemporaryFolder folder;
    const auto at = [&](const char* name) {
      return QString::fromStdString((folder / name).string());
    };
    FS_VERIFY_OK(writeFile(folder / "t.csv", kCsv));
    // CVAT is not among them: it has no names.
    QCOMPARE(run({"convert", at("t.csv"), at("t.json"), "-q"}).exitCode, 0);
    QCOMPARE(run({"convert", at("t.json"), at("t.jsonl"), "-q"}).exitCode, 0);
    const Outcome last = run({"convert", at("t.jsonl"), at("back.csv"), "-q"});
    QCOMPARE(last.exitCode, 0);
    QCOMPARE(last.err, QString());
    QCOMPARE(readFile(folder / "back.csv", 10'000).value_or(""), kCsv);
    QCOMPARE(run({"convert", at("t.csv"), at("mot"), "--to", "mot"}).exitCode, 0);
    QCOMPARE(readFile(folder / "mot", 10'000).value_or("").substr(0, 41),
             std::string("1,1,11.1,21,30,40,0.5,-1,-1,-1\n1,2,101,21"));
  }

  void mistakesAreSaid() {
    const TemporaryFolder folder;
    const auto at = [&](const char* name) {
      return QString::fromStdString((folder / name).string());
    };
    Outcome outcome = run({"convert", at("a.mp4"), at("b.csv")});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.err.contains("--from"));
    outcome = run({"convert", at("a.csv"), at("b")});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY(outcome.err.contains("--to"));
    QCOMPARE(run({"convert", at("a.csv"), at("b.csv")}).exitCode, 3);
    FS_VERIFY_OK(writeFile(folder / "t.csv", kCsv));
    QCOMPARE(run({"convert", at("t.csv"), at("no/b.csv")}).exitCode, 5);
    FS_VERIFY_OK(writeFile(folder / "x.followspot", "no project"));
    outcome = run({"project", "import", at("x.followspot"), at("t.csv")});
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY(outcome.err.contains("damaged"));
    QCOMPARE(readFile(folder / "x.followspot", 100).value_or(""), std::string("no project"));
  }

  /// Real ground truth: what goes through a project is the same tracks.
  void motTruthGoesThroughAProject() {
    FS_NEED_SHARED_DATA(data);
    std::filesystem::path truth;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(data / "mot")) {
      if (entry.path().filename() == "gt.txt" && truth.empty()) {
        truth = entry.path();
      }
    }
    if (truth.empty()) {
      QSKIP("the shared data has no gt.txt");
    }
    const TemporaryFolder folder;
    const auto at = [&](const char* name) {
      return QString::fromStdString((folder / name).string());
    };
    const QString gt = QString::fromStdString(truth.string());
    const Outcome imported = run({"project", "import", at("p.followspot"), gt, "--fps", "30"});
    QVERIFY2(imported.exitCode == 0, qPrintable(imported.err));
    QCOMPARE(run({"project", "export", at("p.followspot"), at("a.json")}).exitCode, 0);
    QCOMPARE(run({"convert", gt, at("b.json"), "--fps", "30"}).exitCode, 0);
    const QString a =
        QString::fromStdString(readFile(folder / "a.json", 1'000'000'000).value_or("1"));
    const QString b =
        QString::fromStdString(readFile(folder / "b.json", 1'000'000'000).value_or("2"));
    // All but the videos' names, which the file does not have.
    const auto tail = [](const QString& text) { return text.mid(text.indexOf("\"categories\"")); };
    QVERIFY(tail(a) == tail(b));
  }
};

QTEST_GUILESS_MAIN(TestCmdProject)
#include "tst_cmd_project.moc"
