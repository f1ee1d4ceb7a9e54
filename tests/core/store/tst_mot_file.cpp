#include <cmath>
#include <string>

#include <QTest>

#include "core/store/mot_file.h"
#include "tests/support/result_check.h"

using namespace followspot;

class TestMotFile : public QObject {
  Q_OBJECT
 private slots:
  void readsWhatBenchmarksHold() {
    const auto file = parseMot(
        "\xEF\xBB\xBF"
        "2,-1,10,20,30,40,0.9,-1,-1,-1\r\n\r\n1.0,5,1,2,3,4,1,7,0.5\n");
    FS_VERIFY_OK(file);
    QCOMPARE(file->rows.size(), 2U);
    QCOMPARE(file->rows[0].frame, 1);
    QCOMPARE(file->rows[0].id, 5);
    QCOMPARE(file->rows[0].classId, 7);
    QCOMPARE(file->rows[0].visibility, 0.5);
    QCOMPARE(file->rows[1].box, (Box{10, 20, 30, 40}));
    QCOMPARE(file->rows[1].confidence, 0.9);
  }

  void countsBoxesThatAreNone() {
    const auto file = parseMot(
        "1,1,0,0,0,5,1\n1,2,nan,0,5,5,1\n1,3,0,0,-4,5,1\n1,4,1e10,0,5,5,1\n1,5,0,0,5,5,1\n");
    FS_VERIFY_OK(file);
    QCOMPARE(file->rows.size(), 1U);
    QCOMPARE(file->report.skippedBoxes, 4);
    QCOMPARE(file->report.firstSkippedLine, 1);
    const auto all = parseMot("1,1,0,0,0,5,1\n1,2,nan,0,5,5,1\n", MotBoxes::Finite);
    FS_VERIFY_OK(all);
    QCOMPARE(all->rows.size(), 1U);
    QCOMPARE(all->report.firstSkippedLine, 2);
  }

  void refusesWithTheLine_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("too few columns") << "1,1,2,3,4\n"
                                     << "line 1: has 5 columns";
    QTest::newRow("a word") << "1,1,2,3,4,5\n1,x,2,3,4,5\n"
                            << "line 2: a cell";
    QTest::newRow("an empty cell") << "1,,2,3,4,5\n"
                                   << "line 1";
    QTest::newRow("frame 0") << "0,1,2,3,4,5\n"
                             << "line 1: the frame";
    QTest::newRow("half a frame") << "1.5,1,2,3,4,5\n"
                                  << "line 1: the frame";
    QTest::newRow("frame infinity") << "inf,1,2,3,4,5\n"
                                    << "line 1: the frame";
    QTest::newRow("a frame of a hostile size") << "10000001,1,2,3,4,5\n"
                                               << "line 1: the frame";
    QTest::newRow("huge frame") << "1e12,1,2,3,4,5\n"
                                << "line 1: the frame";
  }

  void refusesWithTheLine() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    FS_VERIFY_ERROR(parseMot(text.toStdString()), ErrorCode::CorruptData, part.toStdString());
  }

  void detectionsHaveASetForEveryFrame() {
    const auto file = parseMot("3,-1,1,1,2,2,0.5\n");
    FS_VERIFY_OK(file);
    const auto sets = detectionsOf(*file, 10);
    QCOMPARE(sets.size(), 3U);
    QVERIFY(sets[0].items.empty());
    QCOMPARE(sets[2].time, timestampAt(0.3));
    QCOMPARE(sets[2].items[0].score, 0.5);
  }

  /// Logistic function by hand: 2 is 0.880797, -1 is 0.268941.
  void scoresBeyondOneAreLogOdds() {
    const auto file = parseMot("1,-1,1,1,2,2,2\n1,-1,1,1,2,2,-1\n1,-1,1,1,2,2,0\n");
    FS_VERIFY_OK(file);
    const auto sets = detectionsOf(*file, 10);
    const auto& items = sets.at(0).items;
    QVERIFY(std::abs(items.at(0).score - 0.880797) < 1e-6);
    QVERIFY(std::abs(items.at(1).score - 0.268941) < 1e-6);
    QCOMPARE(items.at(2).score, 0.5);
  }

  void aFileWithoutScoresIsBelieved() {
    const auto file = parseMot("1,-1,1,1,2,2,-1,-1,-1,-1\n2,-1,1,1,2,2,-1,-1,-1,-1\n");
    FS_VERIFY_OK(file);
    QCOMPARE(detectionsOf(*file, 10).at(1).items.at(0).score, 1.0);
  }
};

QTEST_GUILESS_MAIN(TestMotFile)
#include "tst_mot_file.moc"
