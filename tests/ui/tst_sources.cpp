#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/shared_data.h"
#include "ui/dialogs/address_dialog.h"
#include "ui/sources/camera_list.h"
#include "ui/sources/model_library.h"
#include "ui/sources/open_target.h"
#include "ui/widgets/time_text.h"

using namespace followspot::ui;

Q_DECLARE_METATYPE(TargetKind)

namespace {

void put(const QString& path, const QByteArray& text) {
  QDir().mkpath(QFileInfo(path).absolutePath());
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(text);
}

}  // namespace

class TestSources : public QObject {
  Q_OBJECT
 private slots:
  void camerasComeByNameInTheOrderOfTheirNumbers() {
    const QTemporaryDir folder;
    const auto device = [&](int number, const QByteArray& name, const QByteArray& index) {
      const QString at = folder.filePath(QStringLiteral("video%1/").arg(number));
      put(at + QStringLiteral("name"), name);
      put(at + QStringLiteral("index"), index);
    };
    device(10, "HD Webcam\n", "0\n");
    device(2, "Capture\x01 Card", "0\n");
    device(3, "Capture Card", "1\n");  // Its metadata: gives no pictures.
    device(4, "HD Webcam\n", "0\n");
    device(5, "", "0\n");
    put(folder.filePath(QStringLiteral("videox/name")), "no device");
    const auto found = cameras(folder.path());
    QCOMPARE(found.size(), 4U);
    QCOMPARE(found[0].name, QStringLiteral("Capture  Card"));
    QCOMPARE(found[0].device, QStringLiteral("/dev/video2"));
    QCOMPARE(found[1].name, QStringLiteral("HD Webcam (/dev/video4)"));
    QCOMPARE(found[2].name, QStringLiteral("video5"));
    QCOMPARE(found[3].name, QStringLiteral("HD Webcam (/dev/video10)"));
    QVERIFY(cameras(folder.filePath(QStringLiteral("nothing"))).empty());
  }

  void thingsAreToldApart_data() {
    QTest::addColumn<QStringList>("files");  // NAME=content
    QTest::addColumn<QString>("opened");
    QTest::addColumn<TargetKind>("kind");
    const auto row = [](const char* name, const QStringList& files, const QString& opened,
                        TargetKind kind) { QTest::newRow(name) << files << opened << kind; };
    row("nothing there", {}, "gone.mp4", TargetKind::Video);
    row("numbered pictures", {"f_0001.png=x"}, "f_%04d.png", TargetKind::Video);
    row("video", {"clip.MP4=x"}, "clip.MP4", TargetKind::Video);
    row("no ending", {"recording=x"}, "recording", TargetKind::Video);
    row("picture", {"a.png=x"}, "a.png", TargetKind::Video);
    row("folder of pictures", {"seq/000001.JPG=x", "seq/notes.txt=x"}, "seq", TargetKind::Pictures);
    row("empty folder", {"seq/sub/a.png=x"}, "seq", TargetKind::Unknown);
    row("package", {"m/model.json={}", "m/preview.png=x"}, "m", TargetKind::Model);
    row("frozen graph", {"frozen_inference_graph.pb=x"}, "frozen_inference_graph.pb",
        TargetKind::Model);
    row("checkpoint folder",
        {"t/model.ckpt-9.index=x", "t/model.ckpt-9.data-00000-of-00001=x", "t/eval.png=x"}, "t",
        TargetKind::Checkpoint);
    row("checkpoint's data", {"c.data-00000-of-00001=x"}, "c.data-00000-of-00001",
        TargetKind::Checkpoint);
    row("exported folder of TensorFlow 2",
        {"e/checkpoint/ckpt-0.index=x", "e/pipeline.config=x", "e/saved_model/saved_model.pb=x"},
        "e", TargetKind::Checkpoint);
    row("SavedModel", {"saved_model.pb=x"}, "saved_model.pb", TargetKind::Checkpoint);
    row("tflite", {"detect.tflite=x"}, "detect.tflite", TargetKind::Checkpoint);
    row("MOT", {"gt.txt=1,1,2,3,4,5,1,-1,-1,-1"}, "gt.txt", TargetKind::TrackFile);
    row("COCO", {"gt.json={\"videos\":[]}"}, "gt.json", TargetKind::TrackFile);
    row("CVAT", {"a.xml=<annotations>"}, "a.xml", TargetKind::TrackFile);
    row("ours", {"tracks.jsonl={}"}, "tracks.jsonl", TargetKind::TrackFile);
    row("project by name", {}, "gone.followspot", TargetKind::Project);
    row("model of another framework", {"yolo.onnx=x"}, "yolo.onnx", TargetKind::Unknown);
    row("archive", {"model.tar.gz=x"}, "model.tar.gz", TargetKind::Unknown);
    row("camera", {}, "/dev/video3", TargetKind::Live);
    row("address", {}, "rtsp://camera/1", TargetKind::Live);
  }

  void thingsAreToldApart() {
    QFETCH(const QStringList, files);
    QFETCH(const QString, opened);
    QFETCH(const TargetKind, kind);
    const QTemporaryDir folder;
    for (const QString& file : files) {
      const qsizetype at = file.indexOf(QLatin1Char('='));
      put(folder.filePath(file.left(at)), file.mid(at + 1).toUtf8());
    }
    const bool absolute =
        opened.startsWith(QLatin1Char('/')) || opened.contains(QLatin1String("://"));
    QCOMPARE(targetKindOf(absolute ? opened : folder.filePath(opened)), kind);
  }

  void aProjectIsToldByItsFirstBytes() {
    const QTemporaryDir folder;
    // https://www.sqlite.org/fileformat.html: the name, 52 bytes on the application id.
    QByteArray head("SQLite format 3\0", 16);
    head.append(QByteArray(52, '\0')).append("FSPT").append(QByteArray(28, '\0'));
    put(folder.filePath(QStringLiteral("renamed.db")), head);
    QCOMPARE(targetKindOf(folder.filePath(QStringLiteral("renamed.db"))), TargetKind::Project);
    put(folder.filePath(QStringLiteral("data.csv")), QByteArray("a,b\0", 4));
    QCOMPARE(targetKindOf(folder.filePath(QStringLiteral("data.csv"))), TargetKind::Unknown);
  }

  void realThingsAreToldApart() {
    FS_NEED_SHARED_DATA(data);
    const auto kindOf = [&](const char* path) {
      return targetKindOf(QString::fromStdString((data / path).string()));
    };
    QCOMPARE(kindOf("models/ssdlite_mobilenet_v2/train"), TargetKind::Checkpoint);
    QCOMPARE(kindOf("models/ssd_mobilenet_v2_oid"), TargetKind::Checkpoint);
  }

  void whatCannotBeOpenedSaysWhatCould() {
    QVERIFY(whyNotOpened(TargetKind::Unknown, "/a/yolo.onnx").contains("another framework"));
    QVERIFY(whyNotOpened(TargetKind::Unknown, "/a/b.zip").contains("Unpack"));
    QVERIFY(whyNotOpened(TargetKind::Unknown, "/a/g.pbtxt").contains(".pb file"));
    QVERIFY(whyNotOpened(TargetKind::Unknown, QDir::tempPath()).contains("folder"));
    QVERIFY(whyNotOpened(TargetKind::TrackFile, "/a/gt.txt").contains("project import"));
    QVERIFY(whyNotOpened(TargetKind::Unknown, "/a/b.pdf").contains("What can"));
  }

  void modelsAreFoundInTheirFolders() {
    const QTemporaryDir folder;
    put(folder.filePath(QStringLiteral("user/b/model.json")), "{}");
    put(folder.filePath(QStringLiteral("user/empty/readme")), "");
    put(folder.filePath(QStringLiteral("system/a/model.json")), "{}");
    put(folder.filePath(QStringLiteral("system/b/model.json")), "{}");
    const auto found = installedModels({folder.filePath(QStringLiteral("user")),
                                        folder.filePath(QStringLiteral("system")),
                                        folder.filePath(QStringLiteral("none"))});
    QCOMPARE(found.size(), 2U);
    QCOMPARE(found[0].name, QStringLiteral("a"));
    QVERIFY(found[1].location.contains(QStringLiteral("/user/b")));
    put(folder.filePath(QStringLiteral("net.pb")), "");
    QVERIFY(looksLikeModel(folder.filePath(QStringLiteral("net.pb"))));
    QVERIFY(!looksLikeModel(folder.filePath(QStringLiteral("user"))));
  }

  void addressesAreChecked_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("good");
    QTest::newRow("camera") << "rtsp://user:pw@10.0.0.7:554/stream?x=1" << true;
    QTest::newRow("blanks around") << "  https://host/live.m3u8 " << true;
    QTest::newRow("empty") << "" << false;
    QTest::newRow("path") << "/home/me/clip.mp4" << false;
    QTest::newRow("file") << "file:///etc/passwd" << false;
    QTest::newRow("no host") << "rtsp:///stream" << false;
    QTest::newRow("script") << "javascript:alert(1)" << false;
  }
  void addressesAreChecked() {
    QFETCH(const QString, address);
    QFETCH(const bool, good);
    QCOMPARE(AddressDialog::objectionTo(address).isEmpty(), good);
  }

  void timesReadAsPeopleWriteThem_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("zero") << 0.0 << "0:00.0";
    QTest::newRow("negative") << -3.0 << "0:00.0";
    QTest::newRow("cut off, not rounded") << 59.999 << "0:59.9";
    QTest::newRow("binary fraction") << 0.3 << "0:00.3";
    QTest::newRow("minutes") << 725.04 << "12:05.0";
    QTest::newRow("hours") << 3723.4 << "1:02:03.4";
  }
  void timesReadAsPeopleWriteThem() {
    QFETCH(const double, seconds);
    QFETCH(const QString, text);
    QCOMPARE(timeText(seconds), text);
  }
};

QTEST_MAIN(TestSources)
#include "tst_sources.moc"
