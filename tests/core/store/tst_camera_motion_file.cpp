#include <QTest>

#include "core/store/camera_motion_file.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

class TestCameraMotionFile : public QObject {
  Q_OBJECT
 private slots:
  void readsBlanksTabsAndCommas() {
    const auto motions = parseCameraMotion(
        "\xEF\xBB\xBF"
        "2,1,0,5,0,1,-3\r\n\n1\t2.0\t0.5\t10\t-0.5\t2.0\t20\t\n");
    FS_VERIFY_OK(motions);
    QCOMPARE(*motions->between(1, 2), (Affine{1, 0, 5, 0, 1, -3}));
    QCOMPARE(*motions->between(0, 1), (Affine{2, 0.5, 10, -0.5, 2, 20}));
    QVERIFY(!motions->between(2, 7));
    QVERIFY(!motions->between(1, 1));
  }

  /// By hand: x -> 2 x + 10 -> + 5; y -> 3 y -> - 3. The picture between without a line is still.
  void skippedPicturesAreChained() {
    const auto motions = parseCameraMotion("1 2 0 10 0 3 0\n3 1 0 5 0 1 -3\n");
    FS_VERIFY_OK(motions);
    QCOMPARE(*motions->between(0, 3), (Affine{2, 0, 15, 0, 3, -3}));
  }

  void refusesWithTheLine_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("too few") << "0 1 0 0 0 1 0\n1 1 0 0 0 1\n"
                             << "line 2: seven";
    QTest::newRow("a word") << "0 1 0 x 0 1 0\n"
                            << "line 1: \"x\"";
    QTest::newRow("infinite") << "0 1 0 inf 0 1 0\n"
                              << "line 1: \"inf\"";
    QTest::newRow("nan") << "0 1 0 nan 0 1 0\n"
                         << "line 1: \"nan\"";
    QTest::newRow("negative frame") << "-1 1 0 0 0 1 0\n"
                                    << "line 1: the frame";
    QTest::newRow("half a frame") << "1.5 1 0 0 0 1 0\n"
                                  << "line 1: the frame";
    QTest::newRow("hostile frame") << "1e12 1 0 0 0 1 0\n"
                                   << "line 1: the frame";
    QTest::newRow("twice") << "1 1 0 0 0 1 0\n1 1 0 0 0 1 0\n"
                           << "line 2: frame 1";
  }

  void refusesWithTheLine() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    FS_VERIFY_ERROR(parseCameraMotion(text.toStdString()), ErrorCode::CorruptData,
                    part.toStdString());
  }

  void whatIsWrittenIsReadBack() {
    const TemporaryFolder folder;
    const Affine one{1. / 3, -0.1, 1e-9, 0.25, 2. / 3, -1234.5};
    const Affine two{1, 0, 7, 0, 1, -8};
    auto writer = CameraMotionWriter::create(folder / "m.txt");
    FS_VERIFY_OK(writer);
    FS_VERIFY_OK(writer->write(FrameId{3}, one));
    FS_VERIFY_OK(writer->write(FrameId{5}, two));
    FS_VERIFY_OK(writer->finish());
    const auto back = readCameraMotion(folder / "m.txt");
    FS_VERIFY_OK(back);
    QVERIFY(back->between(2, 3) == one);
    QVERIFY(back->between(3, 5) == two);
    QVERIFY(!back->between(0, 2));
  }
};

QTEST_GUILESS_MAIN(TestCameraMotionFile)
#include "tst_camera_motion_file.moc"
