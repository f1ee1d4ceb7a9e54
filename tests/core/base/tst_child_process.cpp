#include <chrono>
#include <csignal>
#include <stop_token>
#include <thread>

#include <QFileInfo>
#include <QTest>

#include "core/base/child_process.h"
#include "core/base/this_process.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

Result<ChildEnd> shell(const std::string& script, const ChildLimits& limits = {}) {
  return runChild("/bin/sh", {"-c", script}, limits);
}

}  // namespace

class TestChildProcess : public QObject {
  Q_OBJECT

 private slots:
  void bothOutputsAndTheExitCodeComeBack() {
    const auto end = shell("echo out; echo problem >&2; exit 7");
    FS_VERIFY_OK(end);
    QCOMPARE(end->exitCode, 7);
    QVERIFY(!end->crashed());
    QCOMPARE(end->output, std::string("out\n"));
    QCOMPARE(end->errors, std::string("problem\n"));
    QVERIFY(end->seconds > 0);
  }

  void aCrashIsToldFromAnExit() {
    const auto end = shell("kill -ABRT $$");
    FS_VERIFY_OK(end);
    QVERIFY(end->crashed());
    QCOMPARE(end->signal, SIGABRT);
  }

  void moreThanAPipeHoldsIsRead() {
    const auto end = shell("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2");
    FS_VERIFY_OK(end);
    QCOMPARE(end->output.size(), std::size_t{3'000'000});
    QCOMPARE(end->errors.size(), std::size_t{3'000'000});
  }

  void outputWithoutEndIsCut() {
    const auto end = shell("head -c 40000000 /dev/zero");
    FS_VERIFY_OK(end);
    QCOMPARE(end->exitCode, 0);
    QCOMPARE(end->output.size(), std::size_t{16} << 20U);
  }

  void inputIsEmpty() {
    const auto end = shell("cat; echo done");
    FS_VERIFY_OK(end);
    QCOMPARE(end->output, std::string("done\n"));
  }

  void oneThatTakesTooLongIsEnded() {
    ChildLimits limits;
    limits.time = std::chrono::milliseconds(100);
    const auto end = shell("exec sleep 60", limits);
    FS_VERIFY_OK(end);
    QVERIFY(end->outOfTime);
    QVERIFY(!end->crashed());
    QVERIFY(end->seconds < 30);
  }

  void theUserCanStopIt() {
    std::stop_source source;
    ChildLimits limits;
    limits.stop = source.get_token();
    std::jthread user([&] { source.request_stop(); });
    FS_VERIFY_ERROR(shell("exec sleep 60", limits), ErrorCode::Cancelled, "stopped");
  }

  void aProgramThatIsNotThereIsNamed() {
    FS_VERIFY_ERROR(runChild("/nowhere/program", {}), ErrorCode::Unavailable, "/nowhere/program");
  }

  void whatAGrandchildKeepsOpenIsNotWaitedFor() {
    const auto end = shell("sleep 20 & echo done");
    FS_VERIFY_OK(end);
    QCOMPARE(end->output, std::string("done\n"));
    QVERIFY(end->seconds < 15);
  }

  void theProgramKnowsItsFolder() {
    QCOMPARE(QString::fromStdString(programFolder().string()),
             QCoreApplication::applicationDirPath());
  }

  void otherProgramsAreFoundBesideIt() {
    const auto self = QCoreApplication::applicationFilePath();
    QCOMPARE(
        QString::fromStdString(companionProgram(QFileInfo(self).fileName().toStdString()).string()),
        self);
    QVERIFY(companionProgram("no-such-program") == programFolder() / "no-such-program");
  }

  void theMostMemoryIsCounted() {
    const std::int64_t before = peakMemoryBytes();
    QVERIFY(before > 1'000'000);
    constexpr std::size_t kMuch = 300'000'000;
    std::vector<char> much(kMuch, 'x');
    QVERIFY(peakMemoryBytes() >= static_cast<std::int64_t>(kMuch));
    much = {};
    QVERIFY(peakMemoryBytes() >= static_cast<std::int64_t>(kMuch));
  }
};

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_child_process.moc"
