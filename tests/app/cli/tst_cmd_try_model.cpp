#include <QProcess>
#include <QTest>

#include "core/base/output_file.h"
#include "tests/support/cli_process.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

struct Ran {
  int code = -1;
  QProcess::ExitStatus status = QProcess::CrashExit;
  QByteArray out;
  QByteArray error;
};

/// Runs the program with a memory of tried models of its own.
class Cli {
 public:
  [[nodiscard]] Ran run(const QStringList& arguments, bool crashing = false) const {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_CACHE_HOME", pathOf(folder / "cache"));
    if (crashing) {
      environment.insert("LD_PRELOAD", FOLLOWSPOT_CRASHING_DNN);
    }
    process.setProcessEnvironment(environment);
    process.start(cliProgram(), arguments);
    process.waitForFinished(60'000);
    return {process.exitCode(), process.exitStatus(), process.readAllStandardOutput(),
            process.readAllStandardError()};
  }

  /// A package of the small model.
  [[nodiscard]] QStringList prepare(const std::filesystem::path& data) const {
    const auto v1 = data / "models/ssd_mobilenet_v1";
    return {"model",
            "prepare",
            "-q",
            "--config",
            pathOf(v1 / "pipeline.config"),
            "--checkpoint",
            pathOf(v1 / "model.ckpt"),
            "-o",
            pathOf(folder / "pkg")};
  }

  TemporaryFolder folder;
};

}  // namespace

class TestCmdTryModel : public QObject {
  Q_OBJECT

 private slots:
  void init() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a library cannot be put before the sanitizer's own");
#endif
  }

  void aCrashInOpenCvCostsASentence() {
    FS_NEED_SHARED_DATA(data);
    FS_NEED_DEMO_VIDEO(video);
    const Cli cli;
    QCOMPARE(cli.run(cli.prepare(data)).code, 0);
    const QStringList track = {
        "track", pathOf(video), "--model", pathOf(cli.folder / "pkg"),
        "--to",  "0.5",         "--csv",   pathOf(cli.folder / "tracks.csv")};
    const Ran crashed = cli.run(track, true);
    QCOMPARE(crashed.status, QProcess::NormalExit);
    QCOMPARE(crashed.code, 4);
    QVERIFY2(crashed.error.contains("OpenCV crashed"), crashed.error);
    QVERIFY2(crashed.error.contains("Aborted"), crashed.error);
    QVERIFY(!std::filesystem::exists(cli.folder / "tracks.csv"));
    QCOMPARE(cli.run(track).code, 0);  // With an OpenCV that does not crash.
  }

  void aCrashLeavesAGoodPackageAlone() {
    FS_NEED_SHARED_DATA(data);
    const Cli cli;
    QCOMPARE(cli.run(cli.prepare(data) << "--try").code, 0);
    QVERIFY(std::filesystem::exists(cli.folder / "cache/followspot/tried-models"));
    const auto before = readFile(cli.folder / "pkg/model.json", 1U << 20U);
    FS_VERIFY_OK(before);
    const Ran crashed = cli.run(cli.prepare(data) << "--try", true);
    QCOMPARE(crashed.code, 4);
    QVERIFY2(crashed.error.contains("pkg: OpenCV crashed"), crashed.error);
    const auto after = readFile(cli.folder / "pkg/model.json", 1U << 20U);
    FS_VERIFY_OK(after);
    QVERIFY(*before == *after);
    int entries = 0;
    for (const auto& entry : std::filesystem::directory_iterator(cli.folder.path())) {
      entries += entry.path().string().ends_with(".part") ? 1 : 0;
    }
    QCOMPARE(entries, 0);
  }

  void itIsNotForPeople() {
    const Cli cli;
    QVERIFY(!cli.run({"--help"}).out.contains("try-model"));
    QVERIFY(!cli.run({"completion", "bash"}).out.contains("try-model"));
    const Ran ran = cli.run({"try-model", "/nowhere"});
    QCOMPARE(ran.code, 4);
    QVERIFY2(ran.error.contains("/nowhere"), ran.error);
  }
};

QTEST_GUILESS_MAIN(TestCmdTryModel)
#include "tst_cmd_try_model.moc"
