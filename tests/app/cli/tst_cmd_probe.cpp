#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/base/output_file.h"
#include "tests/support/cli_process.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

CliRun probe(QStringList arguments) {
  arguments.prepend("probe");
  return runCli(arguments);
}

}  // namespace

class TestCmdProbe : public QObject {
  Q_OBJECT

 private slots:
  void describesTheDemonstrationVideo() {
    FS_NEED_DEMO_VIDEO(video);
    const CliRun ran = probe({pathOf(video)});
    QCOMPARE(ran.code, 0);
    QCOMPARE(ran.error, QByteArray());
    QCOMPARE(ran.out, QByteArray("input          ") + pathOf(video).toUtf8() +
                          "\n"
                          "kind           file, seekable\n"
                          "format         avi, msmpeg4v3, yuv420p\n"
                          "picture        768x576\n"
                          "rate           10 frames/s, times in 1/10 s\n"
                          "duration       0:01:19.500\n"
                          "frames         795 (as the file says; --scan counts)\n");
  }

  void jsonAndScan() {
    const TemporaryFolder folder;
    const auto file = folder / "v.mkv";
    FS_MAKE_CLIP(
        "-f lavfi -i testsrc2=size=96x64:rate=25:duration=2 -vf select='not(mod(n\\,4))+lt(n\\,25)'"
        " -vsync vfr -c:v libx264",
        file);
    const CliRun ran = probe({pathOf(file), "--scan", "--json"});
    QCOMPARE(ran.code, 0);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    QCOMPARE(json["codec"].toString(), "h264");
    QCOMPARE(json["width"].toInt(), 96);
    QVERIFY(json["frames"].isNull());  // Matroska does not say
    const QJsonObject scan = json["scan"].toObject();
    QCOMPARE(scan["frames"].toInt(), 31);  // 0..24, then 28, 32, ... 48
    QVERIFY(scan["variable_frame_rate"].toBool());
    QCOMPARE(scan["longest_interval_s"].toDouble(), 0.16);
    QCOMPARE(scan["span_s"].toDouble(), 1.92);
  }

  void damageIsTheExitCode() {
    FS_NEED_DEMO_VIDEO(video);
    const TemporaryFolder folder;
    const std::string whole = *readFile(video, 1 << 24);
    FS_VERIFY_OK(writeFile(folder / "cut.avi", whole.substr(0, whole.size() / 4)));
    const CliRun ran = probe({pathOf(folder / "cut.avi"), "--scan"});
    QCOMPARE(ran.code, 6);
    QVERIFY(ran.out.contains("1 damaged packets"));
  }

  void whatCannotBeReadIsOneSentence() {
    const CliRun missing = probe({"/nowhere/none.mp4"});
    QCOMPARE(missing.code, 3);
    QCOMPARE(missing.out, QByteArray());
    QCOMPARE(missing.error,
             QByteArray("followspot-cli: /nowhere/none.mp4: is not there. Check the name.\n"));
    QCOMPARE(probe({}).code, 2);
    QCOMPARE(probe({"a.mp4", "--threads", "0"}).code, 2);
    QCOMPARE(probe({"a.mp4", "--fps", "-1"}).code, 2);
  }
};

QTEST_GUILESS_MAIN(TestCmdProbe)
#include "tst_cmd_probe.moc"
