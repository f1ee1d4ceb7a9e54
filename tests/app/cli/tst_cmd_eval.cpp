#include <cmath>
#include <filesystem>
#include <string>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/base/output_file.h"
#include "tests/support/cli_process.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

CliRun eval(QStringList arguments) {
  arguments.prepend("eval");
  return runCli(arguments);
}

std::filesystem::path scenes(const char* name) {
  return std::filesystem::path(FOLLOWSPOT_SOURCE_DIR) / "tests/data/evaluation" / name;
}

QJsonObject jsonOf(const std::filesystem::path& file) {
  const auto text = readFile(file, 1'000'000);
  return text ? QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object() : QJsonObject();
}

/// One object over five pictures: found by track 7 twice, missed once, found by track 8 twice; a
/// false alarm on the first picture.
void putScene(const TemporaryFolder& folder) {
  QVERIFY(writeFile(folder / "gt.txt",
                    "1,1,10,10,20,40,1,-1,-1,-1\n2,1,10,10,20,40,1,-1,-1,-1\n"
                    "3,1,10,10,20,40,1,-1,-1,-1\n4,1,10,10,20,40,1,-1,-1,-1\n"
                    "5,1,10,10,20,40,1,-1,-1,-1\n")
              .has_value());
  QVERIFY(writeFile(folder / "t.txt",
                    "1,7,10,10,20,40,1,-1,-1,-1\n1,9,500,10,20,40,1,-1,-1,-1\n"
                    "2,7,10,10,20,40,1,-1,-1,-1\n3,9,500,10,20,40,1,-1,-1,-1\n"
                    "4,8,10,10,20,40,1,-1,-1,-1\n5,8,10,10,20,40,1,-1,-1,-1\n")
              .has_value());
}

}  // namespace

class TestCmdEval : public QObject {
  Q_OBJECT

 private slots:
  void jsonIsThatOfTrackEval() {
    const TemporaryFolder folder;
    const CliRun ran = eval({"--gt", pathOf(scenes("mot20") / "gt"), "--tracks",
                             pathOf(scenes("mot20") / "tracks"), "--json",
                             pathOf(folder / "s.json"), "--csv", pathOf(folder / "s.csv")});
    QCOMPARE(ran.error, QByteArray());
    QCOMPARE(ran.code, 0);
    QCOMPARE(ran.out.count('\n'), 4);  // header, two sequences, combined
    const QJsonObject ours = jsonOf(folder / "s.json");
    const QJsonObject theirs = jsonOf(scenes("trackeval.json"))["mot20"].toObject();
    QCOMPARE(ours.keys(), (QStringList{"combined", "sequences"}));
    QCOMPARE(ours["sequences"].toObject().keys(), (QStringList{"MOT20-A", "MOT20-B"}));
    for (const char* const name : {"IDSW", "FP", "FN", "TP", "Frag", "MT", "PT", "ML", "IDTP"}) {
      QCOMPARE(ours["combined"][name], theirs["combined"][name]);
    }
    for (const char* const name : {"HOTA", "DetA", "AssA", "LocA", "MOTA", "MOTP", "IDF1"}) {
      QVERIFY(std::abs(ours["sequences"]["MOT20-B"][name].toDouble() -
                       theirs["MOT20-B"][name].toDouble()) < 1e-6);
    }
    const auto csv = readFile(folder / "s.csv", 100'000);
    FS_VERIFY_OK(csv);
    QVERIFY(csv->starts_with("sequence,HOTA,DetA,AssA,"));
    QVERIFY(csv->find("\ncombined,") != std::string::npos);
  }

  void kittiByClass() {
    const TemporaryFolder folder;
    const QJsonObject theirs = jsonOf(scenes("trackeval.json"));
    for (const char* const name : {"car", "pedestrian"}) {
      const CliRun ran = eval({"--gt", pathOf(scenes("kitti") / "gt"), "--tracks",
                               pathOf(scenes("kitti") / "tracks"), "--benchmark", "kitti",
                               "--class", name, "--json", pathOf(folder / "s.json")});
      QCOMPARE(ran.code, 0);
      const QJsonObject ours = jsonOf(folder / "s.json");
      const QJsonObject expected = theirs[QString("kitti-") + name].toObject();
      QCOMPARE(ours["combined"]["TP"], expected["combined"]["TP"]);
      QCOMPARE(ours["combined"]["FP"], expected["combined"]["FP"]);
      QCOMPARE(ours["combined"]["IDSW"], expected["combined"]["IDSW"]);
    }
  }

  void everyErrorIsListed() {
    const TemporaryFolder folder;
    putScene(folder);
    const CliRun ran = eval(
        {"--gt", pathOf(folder / "gt.txt"), "--tracks", pathOf(folder / "t.txt"), "--errors", "-"});
    QCOMPARE(ran.code, 0);
    QCOMPARE(ran.out, QByteArray("sequence,frame,error,truth_id,track_id,left,top,width,height,"
                                 "previous_track_id\n"
                                 "gt,1,false alarm,,9,500.000,10.000,20.000,40.000,\n"
                                 "gt,3,miss,1,,10.000,10.000,20.000,40.000,\n"
                                 "gt,3,false alarm,,9,500.000,10.000,20.000,40.000,\n"
                                 "gt,4,switch,1,8,10.000,10.000,20.000,40.000,7\n"
                                 "gt,4,fragmentation,1,8,10.000,10.000,20.000,40.000,7\n"));
  }

  void keptFramesOnlyCount_data() {
    QTest::addColumn<QStringList>("options");
    QTest::newRow("every 3rd") << QStringList{"--every", "3"};  // pictures 1 and 4
    QTest::newRow("a list") << QStringList{"--keep-frames", "LIST"};
  }

  void keptFramesOnlyCount() {
    QFETCH(QStringList, options);
    const TemporaryFolder folder;
    putScene(folder);
    FS_VERIFY_OK(writeFile(folder / "list.txt", "4\n1\n"));
    options.replaceInStrings("LIST", pathOf(folder / "list.txt"));
    const CliRun ran =
        eval(QStringList{"--gt", pathOf(folder / "gt.txt"), "--tracks", pathOf(folder / "t.txt"),
                         "--json", pathOf(folder / "s.json")} +
             options);
    QCOMPARE(ran.code, 0);
    const QJsonObject all = jsonOf(folder / "s.json")["combined"].toObject();
    QCOMPARE(all["TP"].toInt(), 2);
    QCOMPARE(all["FP"].toInt(), 1);
    QCOMPARE(all["FN"].toInt(), 0);
    QCOMPARE(all["IDSW"].toInt(), 1);
    QCOMPARE(all["Frag"].toInt(), 0);
  }

  void ourOwnFilesScoreAsWell() {
    const TemporaryFolder folder;
    putScene(folder);
    FS_VERIFY_OK(writeFile(
        folder / "t.csv",
        "frame,time_s,track_id,class_id,class,score,left,top,width,height\n"
        "1,0,7,4,Person,1,10,10,20,40\n2,0,7,4,Person,1,10,10,20,40\n1,0,2,5,Car,1,90,9,9,9\n"));
    FS_VERIFY_OK(writeFile(folder / "t.jsonl",
                           R"({"frame":1,"time_s":0,"tracks":[{"id":7,"class_id":4,)"
                           R"("class":"Person","score":1,"box":[10,10,20,40]}]})"));
    for (const auto& [name, found] : {std::pair{"t.csv", 2}, std::pair{"t.jsonl", 1}}) {
      const CliRun ran = eval({"--gt", pathOf(folder / "gt.txt"), "--tracks", pathOf(folder / name),
                               "--class", "person", "--json", pathOf(folder / "s.json")});
      QCOMPARE(ran.error, QByteArray());
      const QJsonObject all = jsonOf(folder / "s.json")["combined"].toObject();
      QCOMPARE(all["TP"].toInt(), found);
      QCOMPARE(all["FP"].toInt(), 0);
    }
  }

  void detectionsHaveAnAveragePrecision() {
    const TemporaryFolder folder;
    putScene(folder);
    // Of five persons two are found, best scores first: 2/5 of recall at full precision.
    FS_VERIFY_OK(writeFile(folder / "d.csv",
                           "frame,time_s,class_id,class,score,left,top,width,height\n"
                           "1,0,1,Person,0.9,10,10,20,40\n2,0,1,Person,0.8,10,10,20,40\n"
                           "3,0,1,Person,0.7,300,10,20,40\n4,0,2,Car,0.95,10,10,20,40\n"));
    const CliRun ran = eval({"--gt", pathOf(folder / "gt.txt"), "--detections",
                             pathOf(folder / "d.csv"), "--json", pathOf(folder / "s.json")});
    QCOMPARE(ran.code, 0);
    const QJsonObject json = jsonOf(folder / "s.json");
    QVERIFY(std::abs(json["AP"].toDouble() - 0.4) < 1e-12);
    QCOMPARE(json["found"].toInt(), 2);
    QCOMPARE(json["wrong"].toInt(), 1);
  }

  /// Every second picture: 1, 3, 5 with three persons, of which that on 1 is found.
  void keptFramesOnlyCountForDetections() {
    const TemporaryFolder folder;
    putScene(folder);
    FS_VERIFY_OK(writeFile(folder / "d.csv",
                           "frame,time_s,class_id,class,score,left,top,width,height\n"
                           "1,0,1,Person,0.9,10,10,20,40\n2,0,1,Person,0.8,300,10,20,40\n"
                           "3,0,1,Person,0.7,300,10,20,40\n"));
    FS_VERIFY_OK(writeFile(folder / "keep.txt", "1\n3\n5\n"));
    for (const QStringList& kept :
         {QStringList{"--every", "2"}, QStringList{"--keep-frames", pathOf(folder / "keep.txt")}}) {
      const CliRun ran =
          eval(QStringList{"--gt", pathOf(folder / "gt.txt"), "--detections",
                           pathOf(folder / "d.csv"), "--json", pathOf(folder / "s.json")} +
               kept);
      QVERIFY2(ran.code == 0, ran.error);
      const QJsonObject json = jsonOf(folder / "s.json");
      QCOMPARE(json["truths"].toInt(), 3);
      QCOMPARE(json["found"].toInt(), 1);
      QCOMPARE(json["wrong"].toInt(), 1);
      QVERIFY(std::abs(json["AP"].toDouble() - 1. / 3) < 1e-12);
    }
    for (const QString output : {"--csv", "--errors"}) {
      QCOMPARE(eval({"--gt", pathOf(folder / "gt.txt"), "--detections", pathOf(folder / "d.csv"),
                     output, pathOf(folder / "x.csv")})
                   .code,
               2);
    }
  }

  void boxesThatAreNoNumbersAreSaid() {
    const TemporaryFolder folder;
    putScene(folder);
    FS_VERIFY_OK(writeFile(folder / "n.txt", "1,7,10,10,20,40,1\n2,7,nan,10,20,40,1\n"));
    const CliRun ran =
        eval({"--gt", pathOf(folder / "gt.txt"), "--tracks", pathOf(folder / "n.txt")});
    QCOMPARE(ran.code, 6);
    QVERIFY(ran.error.contains("1 boxes are no finite numbers and were left out (first: line 2)"));
  }

  void badInputGetsOneSentence_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("part");
    QTest::newRow("nothing to score") << QStringList{"--gt", "gt.txt"} << 2 << "nothing to score";
    QTest::newRow("two to score") << QStringList{"--gt",  "gt.txt",       "--tracks",
                                                 "t.txt", "--detections", "t.txt"}
                                  << 2 << "";
    QTest::newRow("no such truth")
        << QStringList{"--gt", "none.txt", "--tracks", "t.txt"} << 3 << "none.txt";
    QTest::newRow("no such tracks")
        << QStringList{"--gt", "gt.txt", "--tracks", "none.txt"} << 3 << "none.txt";
    QTest::newRow("no such benchmark")
        << QStringList{"--gt", "gt.txt", "--tracks", "t.txt", "--benchmark", "mot99"} << 2
        << "mot99";
    QTest::newRow("an id twice") << QStringList{"--gt", "gt.txt", "--tracks", "twice.txt"} << 3
                                 << "frame 1 has id 3 twice";
    QTest::newRow("words") << QStringList{"--gt", "gt.txt", "--tracks", "words.txt"} << 3
                           << "line 1";
    QTest::newRow("a far frame") << QStringList{"--gt", "gt.txt", "--tracks", "far.csv"} << 3
                                 << "\"frame\"";
    QTest::newRow("no such folder for the output")
        << QStringList{"--gt", "gt.txt", "--tracks", "t.txt", "--json", "none/s.json"} << 5
        << "none";
  }

  void badInputGetsOneSentence() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, part);
    const TemporaryFolder folder;
    putScene(folder);
    FS_VERIFY_OK(writeFile(folder / "twice.txt", "1,3,1,1,9,9,1\n1,3,5,5,9,9,1\n"));
    FS_VERIFY_OK(writeFile(folder / "words.txt", "once upon a time\n"));
    FS_VERIFY_OK(writeFile(folder / "far.csv",
                           "frame,time_s,track_id,class_id,class,score,left,top,width,height\n"
                           "999999999999,0,1,1,a,1,1,1,1,1\n"));
    for (QString& argument : arguments) {
      if (argument.contains('.')) {
        argument = pathOf(folder.path() / argument.toStdString());
      }
    }
    const CliRun ran = eval(arguments);
    QCOMPARE(ran.code, code);
    QVERIFY2(ran.error.contains(part.toUtf8()), ran.error.constData());
    QVERIFY(code == 2 || ran.error.count('\n') == 1);
    QVERIFY(!std::filesystem::exists(folder / "none"));
  }
};

QTEST_GUILESS_MAIN(TestCmdEval)
#include "tst_cmd_eval.moc"
