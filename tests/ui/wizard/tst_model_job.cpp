#include <csignal>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/cli_process.h"
#include "tests/support/shared_data.h"
#include "ui/wizard/model_job.h"

using namespace followspot;
using namespace followspot::ui;
using How = ModelJobEnd::How;

namespace {

/// A job and what it said.
struct Watched {
  ModelJob job;
  std::vector<ModelStep> steps;
  QStringList begun;
  int pictures = 0;
  std::optional<ModelJobEnd> end;

  explicit Watched(const QString& program) : job(program) {
    QObject::connect(&job, &ModelJob::stepDone, &job,
                     [this](const ModelStep& step) { steps.push_back(step); });
    QObject::connect(&job, &ModelJob::stepBegan, &job,
                     [this](const QString& name) { begun.append(name); });
    QObject::connect(&job, &ModelJob::picturesDone, &job, [this](int count) { pictures = count; });
    QObject::connect(&job, &ModelJob::finished, &job,
                     [this](const ModelJobEnd& how) { end = how; });
  }
};

}  // namespace

class TestModelJob : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  /// A program of ours in the shell's language.
  QString script(const char* text) {
    const QString path = folder_.filePath(QStringLiteral("child"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
      return {};
    }
    file.write("#!/bin/sh\n");
    file.write(text);
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
    return path;
  }

 private slots:
  void tellsStepsAndResult() {
    Watched watched(
        script("echo '{\"step\":\"freeze\",\"done\":4,\"total\":11}' >&2\n"
               "echo '{\"step_done\":\"freeze\",\"ms\":1.5,\"touched\":4,\"before\":{\"nodes\":9,"
               "\"bytes\":0},\"after\":{\"nodes\":7,\"bytes\":4096},\"notes\":[\"a\",\"b\"]}' >&2\n"
               "echo '{\"pictures\":12}' >&2\n"
               "printf '{\"x\":1}'"));
    watched.job.start({QStringLiteral("model"), QStringLiteral("a b")});
    QTRY_VERIFY(watched.end);
    QVERIFY(watched.end->how == How::Done);
    QCOMPARE(watched.end->output, QByteArray("{\"x\":1}"));
    QCOMPARE(watched.begun, QStringList{QStringLiteral("freeze")});
    QCOMPARE(watched.steps.size(), std::size_t{1});
    QCOMPARE(watched.steps[0].nodesBefore, 9);
    QCOMPARE(watched.steps[0].nodes, 7);
    QCOMPARE(watched.steps[0].bytes, 4096);
    QCOMPARE(watched.steps[0].milliseconds, 1.5);
    QCOMPARE(watched.steps[0].notes.size(), 2);
    QCOMPARE(watched.pictures, 12);
    QVERIFY(watched.job.log().startsWith(QStringLiteral("$ followspot-cli model 'a b'\n")));
    QVERIFY(watched.job.log().endsWith(QStringLiteral("# done\n")));
  }

  void failureGivesTheChildsSentence() {
    Watched watched(script("echo 'x.config: no such file. Name another.' >&2; exit 3"));
    watched.job.start({});
    QTRY_VERIFY(watched.end);
    QVERIFY(watched.end->how == How::Failed);
    QCOMPARE(watched.end->sentence, QStringLiteral("x.config: no such file. Name another."));
    watched.end.reset();
    watched.job.start({});  // again
    QTRY_VERIFY(watched.end);
  }

  void verdictsAreResults() {
    Watched watched(script("echo '{}'; exit 7"));
    watched.job.start({});
    QTRY_VERIFY(watched.end);
    QVERIFY(watched.end->how == How::NotGoodEnough);
    QVERIFY(watched.end->hasResult());
  }

  void aKilledChildCostsASentence() {
    Watched watched(script("echo '{\"step\":\"x\",\"done\":0,\"total\":1}' >&2; exec sleep 60"));
    watched.job.start({});
    QTRY_VERIFY(!watched.begun.isEmpty());
    QCOMPARE(::kill(static_cast<pid_t>(watched.job.processId()), SIGKILL), 0);
    QTRY_VERIFY(watched.end);
    QVERIFY(watched.end->how == How::Crashed);
    QVERIFY(watched.end->sentence.contains(QStringLiteral("signal 9")));
  }

  void cancelIsCtrlC() {
    Watched watched(
        script("trap 'exit 130' INT\n"
               "echo '{\"step\":\"x\",\"done\":0,\"total\":1}' >&2\n"
               "while :; do sleep 0.01; done"));
    watched.job.start({});
    QTRY_VERIFY(!watched.begun.isEmpty());
    watched.job.cancel();
    QTRY_VERIFY(watched.end);
    QVERIFY(watched.end->how == How::Cancelled);
  }

  void aProgramThatIsNotThereIsNamed() {
    Watched watched(QStringLiteral("/nowhere/followspot-cli"));
    watched.job.start({});
    QTRY_VERIFY(watched.end);
    QVERIFY(watched.end->how == How::Failed);
    QVERIFY(watched.end->sentence.contains(QStringLiteral("/nowhere/followspot-cli")));
  }

  void noChildOutlivesItsJob() {
    qint64 id = 0;
    {
      Watched watched(script("echo '{\"step\":\"x\",\"done\":0,\"total\":1}' >&2; exec sleep 60"));
      watched.job.start({});
      QTRY_VERIFY(!watched.begun.isEmpty());
      id = watched.job.processId();
    }
    QCOMPARE(::kill(static_cast<pid_t>(id), 0), -1);
  }

  void garbageIsOnlyLogged() {
    Watched watched(script("head -c 300000 /dev/urandom >&2; printf 'no end of line' >&2"));
    watched.job.start({});
    QTRY_VERIFY(watched.end);
    QVERIFY(watched.end->how == How::Done);
    QVERIFY(watched.job.log().size() < (2 << 20));
  }

  void preparesARealCheckpoint() {
    FS_NEED_SHARED_DATA(data);
    const auto model = data / "models/ssdlite_mobilenet_v2";
    Watched watched(cliProgram());
    watched.job.start({"model", "prepare", "--config", pathOf(model / "pipeline.config"),
                       "--checkpoint", pathOf(model / "train"), "--progress", "json", "--json",
                       "-o", folder_.filePath("pkg")});
    QTRY_VERIFY_WITH_TIMEOUT(watched.end, kCliLimit);
    QVERIFY2(watched.end->how == How::Done, qPrintable(watched.end->sentence));
    QCOMPARE(watched.steps.size(), std::size_t{13});
    QCOMPARE(watched.steps[4].name, QStringLiteral("freeze"));
    QVERIFY(watched.steps[4].bytes > 1'000'000);
  }
};

QTEST_GUILESS_MAIN(TestModelJob)
#include "tst_model_job.moc"
