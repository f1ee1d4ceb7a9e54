#include <string>

#include <QTest>

#include "core/store/track_files.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

const std::string kHeader = "frame,time_s,track_id,class_id,class,score,left,top,width,height\n";

}  // namespace

class TestTrackFiles : public QObject {
  Q_OBJECT
 private slots:
  void csvMayBeInAnyOrder() {
    const auto table = parseTrackCsv(
        "\xEF\xBB\xBFheight,width,top,left,score,class,class_id,track_id,time_s,frame,note\r\n"
        "4,3,2,1,0.5,\"a, \"\"b\"\"\",2,9,0.5,7.0,x\r\n"
        "\r\n"
        "4,3,2,1,0.5,c,0,8,0.25,3,x\r\n"
        "4,3,2,1,0.5,other,2,10,0.5,7,x");
    FS_VERIFY_OK(table);
    QCOMPARE(table->pictures.size(), 2U);
    QCOMPARE(numberOf(table->pictures[0].frame), 3);
    QCOMPARE(table->pictures[1].items.size(), 2U);
    QCOMPARE(table->pictures[1].items[0].box, (Box{1, 2, 3, 4}));
    QCOMPARE(table->labels.names(), (std::vector<std::string>{"c", "", "a, \"b\""}));
  }

  void aFileWithoutTracksIsOne() {
    const auto csv = parseTrackCsv(kHeader);
    FS_VERIFY_OK(csv);
    QVERIFY(csv->pictures.empty());
    const auto lines = parseTrackJsonl("");
    FS_VERIFY_OK(lines);
    QVERIFY(lines->pictures.empty());
  }

  void csvIsRefusedWithTheLine_data() {
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("part");
    QTest::newRow("frame 0") << "0,0,1,1,a,0.5,1,1,1,1"
                             << "line 2: \"frame\"";
    QTest::newRow("half a frame") << "1.5,0,1,1,a,0.5,1,1,1,1"
                                  << "line 2: \"frame\"";
    QTest::newRow("frame of a hostile size") << "1e18,0,1,1,a,0.5,1,1,1,1"
                                             << "line 2: \"frame\"";
    QTest::newRow("id 0") << "1,0,0,1,a,0.5,1,1,1,1"
                          << "\"track_id\"";
    QTest::newRow("id -1") << "1,0,-1,1,a,0.5,1,1,1,1"
                           << "\"track_id\"";
    QTest::newRow("huge class") << "1,0,1,1e9,a,0.5,1,1,1,1"
                                << "\"class_id\"";
    QTest::newRow("NaN") << "1,0,1,1,a,0.5,nan,1,1,1"
                         << "\"left\"";
    QTest::newRow("infinity") << "1,0,1,1,a,0.5,1,1,1,inf"
                              << "\"height\"";
    QTest::newRow("a word") << "1,0,1,1,a,high,1,1,1,1"
                            << "\"score\"";
    QTest::newRow("an open quote") << "1,0,1,1,\"a,0.5,1,1,1,1"
                                   << "\"score\"";
    QTest::newRow("too few cells") << "1,0,1"
                                   << "\"class_id\"";
  }

  void csvIsRefusedWithTheLine() {
    QFETCH(QString, row);
    QFETCH(QString, part);
    FS_VERIFY_ERROR(parseTrackCsv(kHeader + row.toStdString()), ErrorCode::CorruptData,
                    part.toStdString());
  }

  void csvWithoutHeaderIsRefused() {
    FS_VERIFY_ERROR(parseTrackCsv(""), ErrorCode::CorruptData, "no column \"frame\"");
    FS_VERIFY_ERROR(parseTrackCsv("1,0,1,1,a,0.5,1,1,1,1\n"), ErrorCode::CorruptData,
                    "track --csv");
  }

  void jsonLinesAreRefusedWithTheLine_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("part");
    QTest::newRow("no JSON") << "{\"frame\":1"
                             << "line 2: is not JSON";
    QTest::newRow("no object") << "[1]"
                               << "line 2: is not a JSON object";
    QTest::newRow("no frame") << R"({"time_s":0,"tracks":[]})"
                              << "lacks";
    QTest::newRow("frame 0") << R"({"frame":0,"time_s":0,"tracks":[]})"
                             << "lacks";
    QTest::newRow("frame as text") << R"({"frame":"1","time_s":0,"tracks":[]})"
                                   << "lacks";
    QTest::newRow("huge frame") << R"({"frame":1e300,"time_s":0,"tracks":[]})"
                                << "lacks";
    QTest::newRow("tracks as object") << R"({"frame":1,"time_s":0,"tracks":{}})"
                                      << "lacks";
    QTest::newRow("a number as track") << R"({"frame":1,"time_s":0,"tracks":[5]})"
                                       << "has a track";
    QTest::newRow("three numbers") << R"({"frame":1,"time_s":0,"tracks":[)"
                                      R"({"id":1,"class_id":1,"score":1,"box":[1,2,3]}]})"
                                   << "has a track";
    QTest::newRow("NaN") << R"({"frame":1,"time_s":0,"tracks":[)"
                            R"({"id":1,"class_id":1,"score":1,"box":[1,2,3,NaN]}]})"
                         << "is not JSON";
    QTest::newRow("too large for a double")
        << R"({"frame":1,"time_s":0,"tracks":[{"id":1,"class_id":1,"score":1e999,"box":[1,2,3,4]}]})"
        << "is not JSON";
    QTest::newRow("id 0") << R"({"frame":1,"time_s":0,"tracks":[)"
                             R"({"id":0,"class_id":1,"score":1,"box":[1,2,3,4]}]})"
                          << "has a track";
  }

  void jsonLinesAreRefusedWithTheLine() {
    QFETCH(QString, line);
    QFETCH(QString, part);
    FS_VERIFY_ERROR(parseTrackJsonl("\n" + line.toStdString() + "\n"), ErrorCode::CorruptData,
                    part.toStdString());
  }

  void deepNestingIsNoCrash() {
    FS_VERIFY_ERROR(parseTrackJsonl(std::string(1'000'000, '[')), ErrorCode::CorruptData, "line 1");
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    FS_VERIFY_ERROR(parseTrackJsonl(deep), ErrorCode::CorruptData, "not a JSON object");
  }
};

QTEST_GUILESS_MAIN(TestTrackFiles)
#include "tst_track_files.moc"
