#include <csignal>
#include <map>
#include <random>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/batch/batch_queue.h"
#include "core/project/project_store.h"
#include "tests/support/cli_process.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/scene/light_scene.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::test;

namespace {

QByteArray content(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

QStringList filesIn(const QString& folder) { return QDir(folder).entryList(QDir::Files); }

/// What a finished file is known by: a file that was made anew has another of these.
using Identity = std::pair<qint64, std::filesystem::file_time_type>;
Identity identityOf(const QString& path) {
  return {QFileInfo(path).size(), std::filesystem::last_write_time(path.toStdString())};
}

QJsonArray itemsOf(const QString& folder) {
  const CliRun run = runCli({"batch", "status", folder, "--json"});
  return QJsonDocument::fromJson(run.out).object()["items"].toArray();
}

/// Waits for a line of progress with this state.
bool waitForState(QProcess& process, const QString& state) {
  constexpr int kLimit = 30'000;
  process.setReadChannel(QProcess::StandardError);
  QElapsedTimer timer;
  for (timer.start(); timer.elapsed() < kLimit;) {
    while (process.canReadLine()) {
      const auto json = QJsonDocument::fromJson(process.readLine()).object();
      if (json["state"].toString() == state && json["frames"].toInt() > 0) {
        return true;
      }
    }
    if (!process.waitForReadyRead(kLimit)) {
      return false;
    }
  }
  return false;
}

/// Waits until a file has so many bytes more, and some nanoseconds; at most until the program ends.
void waitForGrowth(QProcess& process, const QString& file, qint64 bytes, qint64 nanoseconds) {
  const qint64 wanted = QFileInfo(file).size() + bytes;
  QElapsedTimer timer;
  timer.start();
  while (QFileInfo(file).size() < wanted && timer.elapsed() < kCliLimit) {
    process.waitForFinished(0);
    if (process.state() == QProcess::NotRunning) {
      return;
    }
  }
  for (timer.start(); timer.nsecsElapsed() < nanoseconds;) {
  }
}

}  // namespace

class TestCmdBatch : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    FS_VERIFY_OK(makeLightModel(folder_ / "model"));
    if (!makeLightClip(folder_ / "a.mp4", 40) || !makeLightClip(folder_ / "b.mp4", 31)) {
      QSKIP("needs the ffmpeg program with libx264");
    }
    FS_MAKE_CLIP("-stream_loop 1249 -i " + (folder_ / "a.mp4").string() + " -c copy",
                 folder_ / "long.mkv");
    QFile broken(at("broken.mp4"));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("no video");
  }

  void everyFileGetsWhatTrackWouldWrite() {
    const CliRun run = runCli({"batch", "run", at("out"), at("a.mp4"), at("broken.mp4"),
                               at("b.mp4"), "--model", at("model"), "--write", "csv,mot,video"});
    QCOMPARE(run.code, 1);  // one has failed
    QVERIFY2(run.error.contains("a.mp4: 40 frames, 2 tracks"), run.error);
    QVERIFY2(run.error.contains("broken.mp4: failed: "), run.error);
    QCOMPARE(filesIn(at("out")),
             QStringList({"a.csv", "a.mp4", "a.txt", "b.csv", "b.mp4", "b.txt"}));
    for (const QString name : {"a", "b"}) {
      QCOMPARE(runCli({"track", at(name + ".mp4"), "--model", at("model"), "--csv", at("alone.csv"),
                       "--mot", at("alone.txt")})
                   .code,
               0);
      QCOMPARE(content(at("out/" + name + ".csv")), content(at("alone.csv")));
      QCOMPARE(content(at("out/" + name + ".txt")), content(at("alone.txt")));
    }
    const QJsonArray items = itemsOf(at("out"));
    QCOMPARE(items.size(), 3);
    QCOMPARE(items[0].toObject()["state"].toString(), "done");
    QCOMPARE(items[1].toObject()["state"].toString(), "failed");
    QCOMPARE(items[2].toObject()["frames"].toInt(), 31);
  }

  void whatIsDoneIsNotDoneAgain() {
    QCOMPARE(runCli({"batch", "run", at("twice"), at("a.mp4"), "--model", at("model")}).code, 0);
    const Identity before = identityOf(at("twice/a.csv"));
    // More files, and the settings are remembered.
    QCOMPARE(runCli({"batch", "run", at("twice"), at("a.mp4"), at("b.mp4")}).code, 0);
    QCOMPARE(identityOf(at("twice/a.csv")), before);
    QCOMPARE(filesIn(at("twice")), QStringList({"a.csv", "b.csv"}));
    const CliRun other = runCli(
        {"batch", "run", at("twice"), at("b.mp4"), "--model", at("model"), "--score", "0.7"});
    QCOMPARE(other.code, 2);
    QVERIFY2(other.error.contains("other settings"), other.error);
    QCOMPARE(runCli({"batch", "run", at("twice"), "--score", "0.7"}).code, 2);
    QCOMPARE(runCli({"batch", "run", at("new")}).code, 2);
    QCOMPARE(
        runCli({"batch", "run", at("new"), "rtsp://u:secret@h/x", "--model", at("model")}).code, 3);
    QCOMPARE(
        runCli({"batch", "run", at("new"), at("a.mp4"), "--model", at("model"), "--write", "exe"})
            .code,
        2);
    QCOMPARE(runCli({"batch", "pause", at("twice")}).code, 1);
    QCOMPARE(runCli({"batch", "status", at("nowhere")}).code, 3);
  }

  void itPausesGoesOnAndIsCancelled() {
    QProcess batch;
    batch.start(cliProgram(), {"batch", "run", at("rest"), at("long.mkv"), at("a.mp4"), "--model",
                               at("model"), "--progress", "json"});
    QVERIFY(waitForState(batch, "working"));
    QCOMPARE(runCli({"batch", "pause", at("rest")}).code, 0);
    QVERIFY(waitForState(batch, "paused"));
    // Nobody else may work there.
    const CliRun second = runCli({"batch", "run", at("rest")});
    QCOMPARE(second.code, 5);
    QVERIFY2(second.error.contains("another process"), second.error);
    QCOMPARE(runCli({"batch", "resume", at("rest")}).code, 0);
    QVERIFY(waitForState(batch, "working"));
    QCOMPARE(runCli({"batch", "cancel", at("rest")}).code, 0);
    QCOMPARE(resultOf(batch).code, 130);
    QCOMPARE(filesIn(at("rest")), QStringList());
    // What has not been begun comes first; then it is ended once more, by Ctrl+C.
    batch.start(cliProgram(), {"batch", "run", at("rest"), "--progress", "json"});
    QVERIFY(waitForState(batch, "done"));
    QVERIFY(waitForState(batch, "working"));
    ::kill(static_cast<pid_t>(batch.processId()), SIGINT);
    QCOMPARE(resultOf(batch).code, 130);
    QCOMPARE(filesIn(at("rest")), QStringList({"a.csv"}));
  }

  /// Ended at any moment: what is in the folder is whole, what is done stays as it is, and in the
  /// end everything is there, once.
  void itMayBeKilledAtAnyMoment() {
    const int kills = qEnvironmentVariableIsSet("FOLLOWSPOT_KILLS")
                          ? qEnvironmentVariableIntValue("FOLLOWSPOT_KILLS")
                          : 40;
    std::map<QString, QByteArray> expected;
    QStringList inputs;
    constexpr int kFiles = 6;
    for (int k = 0; k < kFiles; ++k) {
      const QString name = QString("f%1").arg(k);
      inputs += at(name + ".mp4");
      QVERIFY(QFile::copy(at(k % 2 == 0 ? "a.mp4" : "b.mp4"), inputs.back()));
      for (const QString ending : {".csv", ".jsonl"}) {
        QCOMPARE(runCli({"track", inputs.back(), "--model", at("model"),
                         ending == ".csv" ? "--csv" : "--jsonl", at("whole" + ending)})
                     .code,
                 0);
        expected[name + ending] = content(at("whole" + ending));
      }
    }
    std::mt19937 random(5);
    int cutOff = 0;
    int queues = 0;
    for (int kill = 0; kill < kills;) {
      const QString out = at(QString("kill%1").arg(queues++));
      const QString project = out + ".followspot";
      QStringList arguments = {"batch",   "run",       out,         "--model", at("model"),
                               "--write", "csv,jsonl", "--project", project,   "-q"};
      arguments += inputs;
      std::map<QString, Identity> done;
      bool ended = false;
      while (!ended) {
        QProcess batch;
        batch.start(cliProgram(), arguments);
        QVERIFY(batch.waitForStarted());
        if (kill < kills) {
          waitForGrowth(batch, out + "/.followspot-batch/journal.jsonl",
                        static_cast<qint64>(random() % 120),
                        static_cast<qint64>(random() % 3'000'000));
        }
        ended = batch.state() == QProcess::NotRunning ||
                batch.waitForFinished(kill < kills ? 0 : kCliLimit);
        if (ended) {
          QCOMPARE(batch.exitCode(), 0);
        } else {
          batch.kill();
          batch.waitForFinished();
          ++kill;
          ++cutOff;
        }
        for (const QString& name : filesIn(out)) {
          QVERIFY2(expected.contains(name), qPrintable(name));
          QCOMPARE(content(out + "/" + name), expected.at(name));
        }
        const auto journal = readBatch(out.toStdString());
        for (const BatchItem& item : journal ? journal->items : std::vector<BatchItem>()) {
          if (item.state == BatchState::Done) {
            const QString name = QString::fromStdString(item.name) + ".csv";
            QVERIFY2(QFileInfo::exists(out + "/" + name), qPrintable(name));
            const auto [known, isNew] = done.try_emplace(name, identityOf(out + "/" + name));
            QVERIFY2(isNew || known->second == identityOf(out + "/" + name), qPrintable(name));
          }
        }
      }
      QCOMPARE(filesIn(out).size(), qsizetype(expected.size()));
      const auto opened = openProject(project.toStdString(), ProjectMode::OpenExisting);
      FS_VERIFY_OK(opened);
      const auto reader = opened->store->openReader();
      FS_VERIFY_OK(reader);
      const auto runs = (*reader)->runs();
      FS_VERIFY_OK(runs);
      QCOMPARE(runs->size(), std::size_t(kFiles));
      for (const Run& run : *runs) {
        QVERIFY(run.finished);
      }
    }
    qInfo("%d kills over %d queues of %d files", cutOff, queues, kFiles);
  }

 private:
  QString at(const QString& name) { return pathOf(folder_.path()) + "/" + name; }
  TemporaryFolder folder_;
};

QTEST_GUILESS_MAIN(TestCmdBatch)
#include "tst_cmd_batch.moc"
