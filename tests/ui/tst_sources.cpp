#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "ui/dialogs/address_dialog.h"
#include "ui/sources/camera_list.h"
#include "ui/sources/model_library.h"
#include "ui/widgets/time_text.h"

using namespace followspot::ui;

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
