#include <array>
#include <cmath>
#include <csignal>

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include "core/base/output_file.h"
#include "tests/support/cli_process.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/scene/light_scene.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::test;

namespace {

constexpr int kFrames = 40;
/// SORT says a new track from its fourth picture on, but in a video's first three.
constexpr int kLampSaid = kRedFrom + 3;

QByteArray content(const std::filesystem::path& path) {
  QFile file(pathOf(path));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

/// Lines without their end; the last must have one, too.
QList<QByteArray> linesOf(const QByteArray& text) {
  QList<QByteArray> lines = text.split('\n');
  return lines.takeLast().isEmpty() ? lines : QList<QByteArray>{"(the last line has no end)"};
}

/// "0.999994" and the like as "sure", so that rows can be compared as text.
QByteArray withoutScores(QByteArray text) {
  static const QRegularExpression kScore("0\\.99\\d+");
  return QString::fromUtf8(text).replace(kScore, "sure").toUtf8();
}

QByteArray time(int index) { return QByteArray::number(double(index) / kSceneRate, 'f', 6); }

QByteArray expectedDetections() {
  QByteArray text = "frame,time_s,class_id,class,score,left,top,width,height\n";
  for (int i = 0; i < kFrames; ++i) {
    const QByteArray begin = QByteArray::number(i + 1) + "," + time(i);
    text += begin + ",1,light,sure,0.000,0.000,16.000,16.000\n";
    if (i >= kRedFrom && i < kRedTo) {
      text += begin + ",2,lamp,sure,32.000,16.000,16.000,16.000\n";
    }
  }
  return text;
}

/// What each format says of the scene; within a picture the newest track first, as SORT gives them.
struct Expected {
  QByteArray csv = "frame,time_s,track_id,class_id,class,score,left,top,width,height\n";
  QByteArray mot;
  QByteArray jsonl;
};

Expected expectedTracks() {
  Expected expected;
  for (int i = 0; i < kFrames; ++i) {
    const QByteArray frame = QByteArray::number(i + 1);
    expected.jsonl += "{\"frame\":" + frame + ",\"time_s\":" + time(i) + ",\"tracks\":[";
    if (i >= kLampSaid && i < kRedTo) {
      expected.csv += frame + "," + time(i) + ",2,2,lamp,sure,32.000,16.000,16.000,16.000\n";
      expected.mot += frame + ",2,33.00,17.00,16.00,16.00,sure,-1,-1,-1\n";
      expected.jsonl +=
          "{\"id\":2,\"class_id\":2,\"class\":\"lamp\",\"score\":sure,"
          "\"box\":[32.000,16.000,16.000,16.000]},";
    }
    expected.csv += frame + "," + time(i) + ",1,1,light,sure,0.000,0.000,16.000,16.000\n";
    expected.mot += frame + ",1,1.00,1.00,16.00,16.00,sure,-1,-1,-1\n";
    expected.jsonl +=
        "{\"id\":1,\"class_id\":1,\"class\":\"light\",\"score\":sure,"
        "\"box\":[0.000,0.000,16.000,16.000]}]}\n";
  }
  return expected;
}

/// Pictures that ffprobe decodes; -1 where it cannot.
int countedByFfprobe(const std::filesystem::path& video) {
  QProcess process;
  process.start("ffprobe", {"-v", "error", "-count_frames", "-select_streams", "v", "-show_entries",
                            "stream=nb_read_frames", "-of", "csv=p=0", pathOf(video)});
  process.waitForFinished();
  bool number = false;
  const int count = process.readAllStandardOutput().trimmed().toInt(&number);
  return number && process.readAllStandardError().isEmpty() ? count : -1;
}

/// Waits for a line of progress that tells of pictures; false when the program ends before.
bool waitForProgress(QProcess& process) {
  constexpr int kLimit = 30'000;
  QElapsedTimer timer;
  timer.start();
  process.setReadChannel(QProcess::StandardError);
  while (timer.elapsed() < kLimit) {
    while (process.canReadLine()) {
      const auto json = QJsonDocument::fromJson(process.readLine()).object();
      if (json["frames"].toInt() > 0) {
        return true;
      }
    }
    if (!process.waitForReadyRead(kLimit)) {
      return false;
    }
  }
  return false;
}

}  // namespace

class TestCmdTrack : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    FS_VERIFY_OK(makeLightModel(folder_ / "model"));
    if (!makeLightClip(folder_ / "clip.mp4", kFrames)) {
      QSKIP("needs the ffmpeg program with libx264");
    }
    // 50,000 pictures without coding any.
    FS_MAKE_CLIP("-stream_loop 1249 -i " + (folder_ / "clip.mp4").string() + " -c copy",
                 folder_ / "long.mkv");
    model_ = pathOf(folder_ / "model");
    clip_ = pathOf(folder_ / "clip.mp4");
  }

  void detectWritesWhatIsThere() {
    const CliRun run = runCli({"detect", clip_, "--model", model_});
    QCOMPARE(run.code, 0);
    QCOMPARE(withoutScores(run.out), expectedDetections());
    QVERIFY2(run.error.startsWith("40 frames, 60 detections, "), run.error);
    QCOMPARE(run.error.count('\n'), 1);
  }

  void detectTakesTheFilters() {
    const CliRun lamps = runCli({"detect", clip_, "--model", model_, "--classes", "lamp", "-q"});
    QCOMPARE(lamps.code, 0);
    QCOMPARE(lamps.error, QByteArray());
    QCOMPARE(linesOf(lamps.out).size(), 1 + kRedTo - kRedFrom);
    QVERIFY(!lamps.out.contains("light"));
    const CliRun large = runCli({"detect", clip_, "--model", model_, "--min-size", "17", "-q"});
    QCOMPARE(linesOf(large.out).size(), 1);
    const CliRun part =
        runCli({"detect", clip_, "--model", model_, "--from", "1.5", "--to", "0:02", "-q"});
    QCOMPARE(linesOf(part.out).size(), 1 + 2 * 5);
    QVERIFY(part.out.contains("\n16,1.500000,1,light"));
    QVERIFY(!part.out.contains("\n21,"));
  }

  void trackWritesAllFormats() {
    const TemporaryFolder out;
    const CliRun run = runCli({"track", clip_, "--model", model_, "--tracker", "sort", "--csv",
                               pathOf(out / "t.csv"), "--mot", pathOf(out / "t.txt"), "--jsonl",
                               "-", "--annotated", pathOf(out / "t.mp4")});
    QCOMPARE(run.code, 0);
    QVERIFY2(run.error.startsWith("40 frames, 2 tracks, "), run.error);
    QCOMPARE(run.error.count('\n'), 1);
    const Expected expected = expectedTracks();
    QCOMPARE(withoutScores(content(out / "t.csv")), expected.csv);
    QCOMPARE(withoutScores(content(out / "t.txt")), expected.mot);
    QCOMPARE(withoutScores(run.out), expected.jsonl);
    for (const QByteArray& line : linesOf(run.out)) {
      QVERIFY(QJsonDocument::fromJson(line).object()["tracks"].isArray());
    }
    QCOMPARE(countedByFfprobe(out / "t.mp4"), kFrames);
    QCOMPARE(QDir(pathOf(out.path())).entryList(QDir::Files),
             (QStringList{"t.csv", "t.mp4", "t.txt"}));
  }

  void tracksGoIntoAProject() {
    const TemporaryFolder out;
    const QString project = pathOf(out / "p.followspot");
    for (int runs = 1; runs <= 2; ++runs) {
      const CliRun run = runCli({"track", clip_, "--model", model_, "--tracker", "sort",
                                 "--project", project, "--csv", pathOf(out / "t.csv")});
      QVERIFY2(run.code == 0, run.error);
      const CliRun info = runCli({"project", "info", project, "--json", "--check"});
      QCOMPARE(info.code, 0);
      const QJsonArray list = QJsonDocument::fromJson(info.out).object()["runs"].toArray();
      QCOMPARE(list.size(), qsizetype{runs});
      const QJsonObject last = list.last().toObject();
      QCOMPARE(last["boxes"].toInt(), linesOf(content(out / "t.csv")).size() - 1);
      QCOMPARE(last["tracks"].toInt(), 2);
      QVERIFY(last["finished"].toBool());
      QCOMPARE(last["tracker"].toString(), QStringLiteral("sort"));
      QCOMPARE(last["media"].toString(), clip_);
    }
    QCOMPARE(runCli({"project", "export", project, pathOf(out / "all.jsonl")}).code, 0);
    QCOMPARE(linesOf(content(out / "all.jsonl")).size(), kFrames);
  }

  void theSameBytesHoweverManyThreads() {
    QList<QByteArray> first;
    for (const char* const threads : {"1", "2", "4", "2", "1"}) {
      const TemporaryFolder out;
      const CliRun run =
          runCli({"track", clip_, "--model", model_, "--threads", threads, "--csv",
                  pathOf(out / "t.csv"), "--mot", pathOf(out / "t.txt"), "--jsonl", "-"});
      const CliRun found = runCli({"detect", clip_, "--model", model_, "--threads", threads});
      QCOMPARE(run.code, 0);
      const QList<QByteArray> all = {content(out / "t.csv"), content(out / "t.txt"), run.out,
                                     found.out};
      if (first.isEmpty()) {
        first = all;
      }
      QCOMPARE(all, first);
    }
  }

  void standardOutputTakesOneOutput() {
    for (const char* const option : {"--csv", "--mot", "--jsonl"}) {
      const CliRun run = runCli({"track", clip_, "--model", model_, option, "-"});
      QCOMPARE(run.code, 0);
      QVERIFY(!run.out.isEmpty());
      QVERIFY(!linesOf(run.out).last().startsWith("("));
    }
    QCOMPARE(runCli({"track", clip_, "--model", model_, "--csv", "-", "--mot", "-"}).code, 2);
    QCOMPARE(runCli({"track", clip_, "--model", model_, "--annotated", "-"}).code, 2);
  }

  void detectionsAloneAreTracked() {
    const TemporaryFolder out;
    QByteArray rows;
    for (int i = 1; i <= 10; ++i) {
      rows += QByteArray::number(i) + ",-1,5,6,20,30,0.9,-1,-1,-1\n";
    }
    FS_VERIFY_OK(writeFile(out / "det.txt", rows.toStdString()));
    const CliRun run =
        runCli({"track", "--detections", pathOf(out / "det.txt"), "--fps", "10", "--mot", "-"});
    QCOMPARE(run.code, 0);
    QCOMPARE(linesOf(run.out).size(), 10);
    QCOMPARE(linesOf(run.out).at(9), QByteArray("10,1,5.00,6.00,20.00,30.00,0.9,-1,-1,-1"));
  }

  void explainsWhyTracksGotTheirIds() {
    const TemporaryFolder out;
    FS_VERIFY_OK(writeFile(out / "det.txt",
                           "1,-1,5,6,20,30,0.9\n1,-1,90,6,20,30,0.8\n2,-1,6,6,20,30,0.9\n"));
    const CliRun run = runCli({"track", "--detections", pathOf(out / "det.txt"), "--fps", "10",
                               "--explain", pathOf(out / "why.jsonl")});
    QCOMPARE(run.code, 0);
    QStringList said;
    for (const QByteArray& line : linesOf(content(out / "why.jsonl"))) {
      const QJsonObject why = QJsonDocument::fromJson(line).object();
      QCOMPARE(why["predicted"].toArray().size(), 4);
      said << QString("%1 %2 %3")
                  .arg(why["frame"].toInt())
                  .arg(why["id"].toInt())
                  .arg(why["decision"].toString());
      if (why["decision"] == "matched") {
        const QJsonObject best = why["candidates"].toArray().at(0).toObject();
        QCOMPARE(best["detection"].toInt(), 0);
        QCOMPARE(best["taken_by"].toInt(), 1);
        QVERIFY(best["similarity"].toDouble() > best["gate"].toDouble());
      }
    }
    QCOMPARE(said, (QStringList{"1 1 began", "1 2 began", "2 1 matched", "2 2 no candidate"}));
  }

  void aVideoIsExplainedAsItsDetectionsAre() {
    const TemporaryFolder out;
    const QStringList tracking{"--tracker", "bytetrack", "--csv"};
    QCOMPARE(
        runCli(QStringList{"track", clip_, "--model", model_, "--every", "2", "--save-detections",
                           pathOf(out / "seen.csv"), "--explain", pathOf(out / "why.jsonl")} +
               tracking + QStringList{pathOf(out / "t.csv")})
            .code,
        0);
    QCOMPARE(runCli(QStringList{"track", "--detections", pathOf(out / "seen.csv"), "--every", "2",
                                "--explain", pathOf(out / "again.jsonl")} +
                    tracking + QStringList{pathOf(out / "t2.csv")})
                 .code,
             0);
    const QByteArray why = content(out / "why.jsonl");
    QVERIFY(linesOf(why).size() >= kFrames / 2);
    // Coordinates of the file are rounded: what was decided is the same.
    static const QRegularExpression kNumbers("[0-9]+\\.[0-9e+-]+");
    QCOMPARE(QString::fromUtf8(why).remove(kNumbers),
             QString::fromUtf8(content(out / "again.jsonl")).remove(kNumbers));
  }

  void keptDetectionsGiveTheSameTracks() {
    const TemporaryFolder out;
    const QString seen = pathOf(out / "seen.csv");
    for (const QString every : {"1", "3"}) {
      QCOMPARE(runCli({"track", clip_, "--model", model_, "--every", every, "--save-detections",
                       seen, "--csv", pathOf(out / "t.csv"), "--coasting"})
                   .code,
               0);
      // No model is named: none can be loaded.
      const CliRun again = runCli({"track", clip_, "--detections", seen, "--csv",
                                   pathOf(out / "again.csv"), "--coasting", "--annotated",
                                   pathOf(out / "again.mp4"), "--jsonl", pathOf(out / "a.jsonl")});
      QVERIFY2(again.code == 0, again.error);
      QVERIFY(linesOf(content(out / "t.csv")).size() > kFrames / 2);
      QCOMPARE(content(out / "again.csv"), content(out / "t.csv"));
      QCOMPARE(linesOf(content(out / "a.jsonl")).size(), kFrames);
      QCOMPARE(countedByFfprobe(out / "again.mp4"), kFrames);
    }
    // What the file does not have is not made up.
    for (const QStringList& more :
         {QStringList{"--every", "4"}, QStringList{"--score", "0.01"}, QStringList{"--nms", "0.4"},
          QStringList{"--model", model_}, QStringList{"--realtime"}}) {
      const CliRun run =
          runCli(QStringList{"track", clip_, "--detections", seen, "--csv", "-"} + more);
      QVERIFY2(run.code == 2 && !run.error.isEmpty(), qPrintable(more.join(' ')));
    }
  }

  void theDetectionsOfAnotherVideoAreRefused() {
    const TemporaryFolder out;
    QVERIFY(makeLightClip(out / "shorter.mp4", kFrames / 2));
    const QString seen = pathOf(out / "seen.csv");
    QCOMPARE(runCli({"track", clip_, "--model", model_, "--save-detections", seen}).code, 0);
    const CliRun run = runCli({"track", pathOf(out / "shorter.mp4"), "--detections", seen});
    QCOMPARE(run.code, 3);
    QVERIFY2(run.error.contains("is not the video of") && run.error.contains("40 pictures") &&
                 run.error.contains("20 pictures"),
             run.error);
    // A file that does not say what it is of must fit in length.
    FS_VERIFY_OK(writeFile(out / "det.txt", "21,-1,5,6,20,30,0.9\n"));
    const CliRun late =
        runCli({"track", pathOf(out / "shorter.mp4"), "--detections", pathOf(out / "det.txt")});
    QCOMPARE(late.code, 3);
    QVERIFY2(late.error.contains("picture 21"), late.error);
  }

  void detectionsBesideTheVideoAreUsedAgain() {
    const TemporaryFolder out;
    std::filesystem::copy(folder_ / "clip.mp4", out / "clip.mp4");
    std::filesystem::copy(folder_ / "model", out / "model");
    const QString clip = pathOf(out / "clip.mp4");
    const QStringList start{"track",        clip,   "--model", pathOf(out / "model"),
                            "--detections", "auto", "--csv"};
    const CliRun first = runCli(start + QStringList{pathOf(out / "a.csv")});
    QVERIFY2(first.code == 0 && first.error.startsWith("Detecting;"), first.error);
    QVERIFY(content(out / "clip.mp4.detections.csv").startsWith("frame,"));
    // Another least score is another file: detected anew. A higher one is not.
    const CliRun lower = runCli(start + QStringList{pathOf(out / "b.csv"), "--score", "0.05"});
    QVERIFY2(lower.code == 0 && lower.error.startsWith("Detecting;"), lower.error);
    std::filesystem::remove(out / "model" / "model.pb");
    const CliRun again = runCli(start + QStringList{pathOf(out / "c.csv")});
    QVERIFY2(again.code == 0 && again.error.startsWith("Tracking the detections"), again.error);
    QCOMPARE(content(out / "c.csv"), content(out / "a.csv"));
    QCOMPARE(runCli({"track", "/dev/video9", "--model", model_, "--detections", "auto"}).code, 2);
    QCOMPARE(runCli({"track", "--detections", "auto"}).code, 2);
  }

  /// A still pattern, seen through a window that goes to the right by two pixels a picture.
  void theCamerasMotionIsMeasuredWrittenAndReadBack() {
    const TemporaryFolder out;
    FS_MAKE_CLIP(
        "-f lavfi -i nullsrc=s=480x360:r=10:d=2 -vf "
        "geq=lum='128+50*sin(X/9)*cos(Y/7)+40*sin(X*Y/900)':cb=128:cr=128,"
        "crop=320:240:x='40+2*n':y=60 -c:v libx264 -crf 12 -pix_fmt yuv420p",
        out / "pan.mp4");
    const QString clip = pathOf(out / "pan.mp4");
    const auto motionsOf = [&](const QStringList& more) {
      const QString file = pathOf(out / "motion.txt");
      const CliRun run = runCli(
          QStringList{"track", clip, "--model", model_, "--save-camera-motion", file} + more);
      return run.code == 0 ? content(out / "motion.txt") : run.error;
    };
    const QByteArray measured = motionsOf({"--threads", "1"});
    const QList<QByteArray> lines = linesOf(measured);
    QCOMPARE(lines.size(), 19);
    for (int i = 0; i < lines.size(); ++i) {
      const QList<QByteArray> cells = lines.at(i).split(' ');
      QCOMPARE(cells.size(), 7);
      QCOMPARE(cells.at(0).toInt(), i + 1);
      QVERIFY2(std::abs(cells.at(3).toDouble() + 2) < 0.5 && std::abs(cells.at(6).toDouble()) < 0.5,
               lines.at(i));
    }
    QCOMPARE(motionsOf({"--threads", "3"}), measured);
    FS_VERIFY_OK(writeFile(out / "given.txt", measured.toStdString()));
    QCOMPARE(motionsOf({"--camera-motion", pathOf(out / "given.txt")}), measured);
    QCOMPARE(motionsOf({"--camera-motion", "off"}), QByteArray());
    QCOMPARE(linesOf(motionsOf({"--every", "2"})).at(0).split(' ').at(0), QByteArray("2"));
    QCOMPARE(runCli({"track", clip, "--model", model_, "--camera-motion", pathOf(out / "none.txt")})
                 .code,
             3);
  }

  void predictedBoxesAreWrittenWhenAskedFor() {
    const TemporaryFolder out;
    QCOMPARE(runCli({"track", clip_, "--model", model_, "--every", "2", "--tracker", "sort",
                     "--csv", pathOf(out / "t.csv"), "--coasting"})
                 .code,
             0);
    // The light is there on every picture, seen on each second one.
    int seen = 0;
    int predicted = 0;
    for (const QByteArray& line : linesOf(content(out / "t.csv"))) {
      const QList<QByteArray> cells = line.split(',');
      if (cells.at(2) != "1") {
        continue;
      }
      const bool odd = cells.at(0).toInt() % 2 == 1;
      QCOMPARE(cells.at(10), QByteArray(odd ? "detected" : "predicted"));
      seen += odd ? 1 : 0;
      predicted += odd ? 0 : 1;
    }
    QCOMPARE(seen, kFrames / 2);
    QVERIFY2(predicted >= kFrames / 2 - 1, qPrintable(QString::number(predicted)));
    QCOMPARE(runCli({"track", clip_, "--model", model_, "--coasting", "--refine"}).code, 2);
  }

  void progressIsAskedFor() {
    const QStringList start = {"track", clip_, "--model", model_, "--csv", "-"};
    const CliRun json =
        runCli(start + QStringList{"--progress", "json", "--realtime", "--to", "1.5"});
    QCOMPARE(json.code, 0);
    QList<QByteArray> lines = linesOf(json.error);
    QVERIFY(lines.takeLast().contains(" tracks, "));  // the summary
    QVERIFY(lines.size() >= 3);                       // of one and a half seconds
    int last = 0;
    for (const QByteArray& line : lines) {
      const QJsonObject object = QJsonDocument::fromJson(line).object();
      QCOMPARE(object.keys(),
               (QStringList{"frames", "frames_per_s", "seconds_left", "total", "tracks"}));
      QVERIFY(object["frames"].toInt() >= last);
      last = object["frames"].toInt();
      QCOMPARE(object["total"].toInt(), 15);
    }
    for (const char* const style : {"auto", "none"}) {
      const CliRun run = runCli(start + QStringList{"--progress", style});
      QCOMPARE(run.error.count('\n'), 1);  // on a pipe: the summary alone
      QVERIFY(!run.error.contains('\r'));
    }
  }

  void interruptedFilesAreWhole_data() {
    QTest::addColumn<QStringList>("extra");
    QTest::newRow("recorded") << QStringList{};
    QTest::newRow("at its own pace") << QStringList{"--realtime"};
    QTest::newRow("every third picture, four threads")
        << QStringList{"--every", "3", "--threads", "4"};
  }

  void interruptedFilesAreWhole() {
    QFETCH(QStringList, extra);
    const TemporaryFolder out;
    QProcess process;
    process.start(cliProgram(), QStringList{"track", pathOf(folder_ / "long.mkv"), "--model",
                                            model_, "--progress", "json", "--csv",
                                            pathOf(out / "t.csv"), "--mot", pathOf(out / "t.txt"),
                                            "--jsonl", "-", "--annotated", pathOf(out / "t.mp4")} +
                                    extra);
    QVERIFY(waitForProgress(process));
    // Nothing has its name before it is whole.
    const QStringList partial = QDir(pathOf(out.path())).entryList(QDir::Files);
    QCOMPARE(partial.filter(QRegularExpression("\\.part$")), partial);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    const CliRun run = resultOf(process);
    QCOMPARE(run.code, 130);

    const QByteArray sentence = linesOf(run.error).last();
    const QRegularExpression pattern(
        "^Stopped after (\\d+) frames, at 0:(\\d\\d):(\\d\\d\\.\\d{3}) of the input, \\d+ tracks, "
        "[\\d.]+ frames/s$");
    const auto match = pattern.match(sentence);
    QVERIFY2(match.hasMatch(), sentence);
    const int frames = match.captured(1).toInt();
    const double reached = match.captured(2).toInt() * 60 + match.captured(3).toDouble();

    const QList<QByteArray> rows = linesOf(content(out / "t.csv"));
    for (const QByteArray& row : rows) {
      QCOMPARE(row.count(','), 9);
    }
    for (const QByteArray& row : linesOf(content(out / "t.txt"))) {
      QCOMPARE(row.count(','), 9);
    }
    const QList<QByteArray> pictures = linesOf(run.out);
    QCOMPARE(pictures.size(), frames);
    QCOMPARE(QJsonDocument::fromJson(pictures.last()).object()["time_s"].toDouble(), reached);
    const int shown = countedByFfprobe(out / "t.mp4");
    if (extra.contains("--realtime")) {
      QVERIFY(shown >= frames);  // also pictures that the detector had no time for
    } else {
      QCOMPARE(shown, frames);
    }
    QCOMPARE(QDir(pathOf(out.path())).entryList(QDir::Files),
             (QStringList{"t.csv", "t.mp4", "t.txt"}));
  }

  void anInterruptedDetectSaysHowFar() {
    const TemporaryFolder out;
    QProcess process;
    process.start(cliProgram(), {"detect", pathOf(folder_ / "long.mkv"), "--model", model_,
                                 "--progress", "json", "--csv", pathOf(out / "d.csv")});
    QVERIFY(waitForProgress(process));
    ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
    const CliRun run = resultOf(process);
    QCOMPARE(run.code, 130);
    QVERIFY2(linesOf(run.error).last().startsWith("Stopped after "), run.error);
    QVERIFY(linesOf(content(out / "d.csv")).size() > 1);
  }

 private:
  TemporaryFolder folder_;
  QString model_;
  QString clip_;
};

QTEST_GUILESS_MAIN(TestCmdTrack)
#include "tst_cmd_track.moc"
