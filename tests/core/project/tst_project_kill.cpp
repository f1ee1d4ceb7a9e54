#include <memory>
#include <random>

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include "tests/core/project/store_book.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::test;

namespace {

/// Lets `acknowledged` steps come from a process that edits, and some microseconds more, then ends
/// it. @return how many were acknowledged in the end, -1 where the process failed.
int editAndKill(const QString& project, unsigned seed, int skip, int steps, qint64 nanoseconds) {
  QProcess editor;
  editor.start(QStringLiteral(FOLLOWSPOT_STORE_TOOL),
               {"edit", project, QString::number(seed), QString::number(skip)});
  QByteArray acknowledged;
  while (acknowledged.size() < steps) {
    if (!editor.waitForReadyRead(10'000)) {
      return -1;
    }
    acknowledged += editor.readAllStandardOutput();
  }
  QElapsedTimer timer;
  for (timer.start(); timer.nsecsElapsed() < nanoseconds;) {
  }
  editor.kill();  // SIGKILL
  editor.waitForFinished();
  acknowledged += editor.readAllStandardOutput();
  return acknowledged.count('.') == acknowledged.size() ? static_cast<int>(acknowledged.size())
                                                        : -1;
}

}  // namespace

class TestProjectKill : public QObject {
  Q_OBJECT
 private slots:
  void noAcknowledgedEditIsLost() {
    const TemporaryFolder folder;
    const auto file = folder / "p.followspot";
    {
      const auto project = openProject(file, ProjectMode::Create);
      FS_VERIFY_OK(project);
      FS_VERIFY_OK(addScriptedRun(*project->store));
    }
    constexpr int kDefaultKills = 200;
    const int kills = qEnvironmentVariableIsSet("FOLLOWSPOT_KILLS")
                          ? qEnvironmentVariableIntValue("FOLLOWSPOT_KILLS")
                          : kDefaultKills;
    constexpr unsigned kSeed = 2024;
    EditScript script(kSeed);
    std::mt19937 random(1);
    int performed = 0;
    int unacknowledged = 0;
    for (int kill = 0; kill < kills; ++kill) {
      const int acknowledged =
          editAndKill(QString::fromStdString(file.string()), kSeed, performed,
                      static_cast<int>(random() % 4), static_cast<qint64>(random() % 2'000'000));
      QVERIFY(acknowledged >= 0);
      for (int k = 0; k < acknowledged; ++k) {
        script.perform(script.next());
        ++performed;
      }
      const auto project = openProject(file, ProjectMode::OpenExisting);
      FS_VERIFY_OK(project);
      const auto reader = project->store->openReader();
      FS_VERIFY_OK(reader);
      const auto stored = bookOf(**reader, RunId{1});
      FS_VERIFY_OK(stored);
      const auto journal = (*reader)->edits(RunId{1});
      FS_VERIFY_OK(journal);
      if (*stored == script.book() && journal->size() == script.journalSize()) {
        continue;
      }
      // One more may have been stored whose acknowledgement did not get through.
      script.perform(script.next());
      ++performed;
      ++unacknowledged;
      QVERIFY2(*stored == script.book() && journal->size() == script.journalSize(),
               qPrintable(QStringLiteral("kill %1").arg(kill)));
    }
    const auto project = openProject(file, ProjectMode::OpenExisting);
    FS_VERIFY_OK(project);
    const auto reader = project->store->openReader();
    FS_VERIFY_OK(reader);
    FS_VERIFY_OK((*reader)->check());
    qInfo("%d kills, %d steps, %d of them stored without having been acknowledged", kills,
          performed, unacknowledged);
    QVERIFY(performed > kills / 2);
  }

  /// Killed while it makes a project: the next one opens or makes it.
  void aCreationCanBeCutOffAnywhere() {
    std::mt19937 random(9);
    constexpr int kKills = 60;
    int cutOff = 0;
    for (int kill = 0; kill < kKills; ++kill) {
      const TemporaryFolder folder;
      const auto file = folder / "p.followspot";
      QProcess creator;
      creator.start(QStringLiteral(FOLLOWSPOT_STORE_TOOL),
                    {"count", QString::fromStdString(file.string())});
      QElapsedTimer timer;
      timer.start();
      // From the moment that there is something of it.
      while (!std::filesystem::exists(file) && timer.elapsed() < 10'000) {
      }
      timer.restart();
      const auto wait = static_cast<qint64>(random() % 8'000'000);
      while (timer.nsecsElapsed() < wait) {
      }
      creator.kill();
      creator.waitForFinished();
      cutOff += creator.exitStatus() == QProcess::CrashExit ? 1 : 0;
      const auto project = openProject(file, ProjectMode::OpenOrCreate);
      FS_VERIFY_OK(project);
      FS_VERIFY_OK(addScriptedRun(*project->store));
    }
    QVERIFY(cutOff > kKills / 4);
  }
};

QTEST_GUILESS_MAIN(TestProjectKill)
#include "tst_project_kill.moc"
