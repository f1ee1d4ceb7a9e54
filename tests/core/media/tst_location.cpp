#include <QTest>

#include <sys/stat.h>

#include "core/base/output_file.h"
#include "core/media/location.h"
#include "core/media/natural_order.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

class TestLocation : public QObject {
  Q_OBJECT

 private slots:
  void credentialsAreRemoved_data() {
    QTest::addColumn<std::string>("location");
    QTest::addColumn<std::string>("name");
    const auto row = [](const char* what, const char* location, const char* name) {
      QTest::newRow(what) << std::string(location) << std::string(name);
    };
    row("none", "rtsp://cam.lan:554/live", "rtsp://cam.lan:554/live");
    row("user and password", "rtsp://admin:secret@cam.lan/live", "rtsp://***@cam.lan/live");
    row("user alone", "rtsp://secret@cam.lan", "rtsp://***@cam.lan");
    row("at sign in the password", "rtsp://admin:sec@ret@cam.lan/a", "rtsp://***@cam.lan/a");
    row("slash in the password", "rtsp://admin:sec/ret@cam.lan/a", "rtsp://***@cam.lan/a");
    row("question mark in the password", "rtsp://admin:sec?ret@cam.lan/a", "rtsp://***@cam.lan/a");
    row("in the query", "http://cam.lan/v?user=a&pwd=secret", "http://cam.lan/v?...");
    row("in both", "http://u:secret@cam.lan/v?pwd=secret", "http://***@cam.lan/v?...");
    row("capital scheme", "RTSP://u:secret@Cam/1", "rtsp://***@Cam/1");
    row("a file with signs", "a@b:c?d.mp4", "a@b:c?d.mp4");
    row("a path with signs", "/media/x://y@z.mp4", "/media/x://y@z.mp4");
  }

  void credentialsAreRemoved() {
    QFETCH(std::string, location);
    QFETCH(std::string, name);
    QCOMPARE(publicName(location), name);
    QVERIFY(publicName(location).find("secret") == std::string::npos);
  }

  void hostsAreFound() {
    QCOMPARE(hostOf("http://u:p@Cam.lan:80/a"), "cam.lan");
    QCOMPARE(hostOf("http://[::1]:80/a"), "[::1]");
    QCOMPARE(hostOf("crypto+http://cam/a"), "cam");
    QCOMPARE(hostOf("/etc/passwd"), "");
    QCOMPARE(hostOf("file:///etc/passwd"), "");
  }

  void kindsAreTold() {
    const TemporaryFolder folder;
    FS_VERIFY_OK(writeFile(folder / "a.mp4", "x"));
    FS_VERIFY_OK(writeFile(folder / "a%d.mp4", "x"));
    FS_VERIFY_OK(writeFile(folder / "empty.mp4", ""));
    QCOMPARE(mkfifo((folder / "pipe").c_str(), 0600), 0);
    const auto kind = [&](const char* name) { return kindOf((folder / name).string()); };
    QVERIFY(kind("a.mp4") == SourceKind::File);
    QVERIFY(kind("a%d.mp4") == SourceKind::File);
    QVERIFY(kindOf("file:" + (folder / "a.mp4").string()) == SourceKind::File);
    QVERIFY(kindOf(folder.path().string()) == SourceKind::ImageFolder);
    QVERIFY(kindOf("rtsp://cam/1") == SourceKind::Stream);
    FS_VERIFY_ERROR(kind("none.mp4"), ErrorCode::NotFound, "none.mp4: is not there");
    FS_VERIFY_ERROR(kind("empty.mp4"), ErrorCode::CorruptData, "is empty");
    FS_VERIFY_ERROR(kind("pipe"), ErrorCode::Unsupported, "pipe");
    FS_VERIFY_ERROR(kindOf("/dev/zero"), ErrorCode::Unsupported, "device");
    FS_VERIFY_ERROR(kindOf("/dev/video77"), ErrorCode::NotFound, "camera");
    for (const char* const trick : {"concat://a|b", "gopher://x/", "data://x", "pipe://0",
                                    "subfile://x", "tcp://h:1", "unix://x", "ftp://h/x"}) {
      FS_VERIFY_ERROR(kindOf(trick), ErrorCode::Unsupported, "not known");
    }
    FS_VERIFY_ERROR(kindOf("concat:a|b"), ErrorCode::NotFound, "concat:a|b");
    FS_VERIFY_ERROR(kindOf(""), ErrorCode::NotFound, "");
  }

  void namesAreOrderedAsPeopleCount() {
    std::vector<std::string> names = {"img10", "img2", "img1",  "img02",
                                      "a",     "img",  "img2b", "b1c10",
                                      "b1c9",  "9",    "10",    "99999999999999999999999",
                                      "img002"};
    std::ranges::sort(names, naturallyBefore);
    QCOMPARE(names, (std::vector<std::string>{"9", "10", "99999999999999999999999", "a", "b1c9",
                                              "b1c10", "img", "img1", "img2", "img02", "img002",
                                              "img2b", "img10"}));
    for (const auto& a : names) {
      for (const auto& b : names) {
        QCOMPARE(naturallyBefore(a, b), &a < &b);  // a strict order: each pair one way only
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestLocation)
#include "tst_location.moc"
