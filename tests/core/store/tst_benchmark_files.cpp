#include <filesystem>
#include <string>

#include <QTest>

#include "core/base/output_file.h"
#include "core/store/benchmark_files.h"
#include "core/store/kitti_file.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

void put(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::create_directories(file.parent_path());
  QVERIFY(writeFile(file, text).has_value());
}

}  // namespace

class TestBenchmarkFiles : public QObject {
  Q_OBJECT
 private slots:
  void sequencesOfTheUsualTrees() {
    const TemporaryFolder folder;
    put(folder / "a/B-02/gt/gt.txt", "1,1,1,1,9,9,1,1,1\n");
    put(folder / "a/B-02/seqinfo.ini", "[Sequence]\r\nname = B-02\r\nseqLength = 77 \r\n");
    put(folder / "a/A-01/gt/gt.txt", "1,1,1,1,9,9,1,1,1\n");
    put(folder / "a/notes/readme.txt", "");
    put(folder / "t/A-01.txt", "");
    put(folder / "t/data/B-02.csv", "");
    const auto sequences = findSequences(folder / "a", folder / "t");
    FS_VERIFY_OK(sequences);
    QCOMPARE(sequences->size(), 2U);
    QCOMPARE(sequences->at(0).name, std::string("A-01"));
    QVERIFY(!sequences->at(0).length);
    QCOMPARE(sequences->at(1).name, std::string("B-02"));
    QCOMPARE(sequences->at(1).length.value(), 77);
    QCOMPARE(sequences->at(1).tracks.filename(), std::filesystem::path("B-02.csv"));
    const auto one = findSequences(folder / "a/B-02", folder / "t/A-01.txt");
    FS_VERIFY_OK(one);
    QCOMPARE(one->size(), 1U);
    const auto file = findSequences(folder / "a/B-02/gt/gt.txt", folder / "t/A-01.txt");
    FS_VERIFY_OK(file);
    QCOMPARE(file->front().name, std::string("B-02"));
    QCOMPARE(file->front().length.value(), 77);
  }

  void filesSideBySideAreSequences() {
    const TemporaryFolder folder;
    put(folder / "gt/0001.txt", "");
    put(folder / "gt/0004.jsonl", "");
    put(folder / "t/0001.txt", "");
    put(folder / "t/0004.txt", "");
    const auto sequences = findSequences(folder / "gt", folder / "t");
    FS_VERIFY_OK(sequences);
    QCOMPARE(sequences->size(), 2U);
    QCOMPARE(sequences->at(1).name, std::string("0004"));
  }

  void whatIsMissingIsNamed() {
    const TemporaryFolder folder;
    put(folder / "a/A-01/gt/gt.txt", "");
    put(folder / "a/A-02/gt/gt.txt", "");
    put(folder / "t/A-01.txt", "");
    std::filesystem::create_directories(folder / "empty");
    FS_VERIFY_ERROR(findSequences(folder / "a", folder / "t"), ErrorCode::NotFound, "A-02");
    FS_VERIFY_ERROR(findSequences(folder / "none", folder / "t"), ErrorCode::NotFound, "none");
    FS_VERIFY_ERROR(findSequences(folder / "a", folder / "none"), ErrorCode::NotFound, "none");
    FS_VERIFY_ERROR(findSequences(folder / "empty", folder / "t"), ErrorCode::NotFound,
                    "no sequence");
    FS_VERIFY_ERROR(findSequences(folder / "a", folder / "t/A-01.txt"), ErrorCode::InvalidArgument,
                    "2 sequences");
  }

  void theBenchmarkIsSeenFromTheFile_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("benchmark");
    QTest::newRow("no class") << "1,1,1,1,9,9,1,-1,-1,-1\n" << int(Benchmark::Mot15);
    QTest::newRow("seven columns") << "1,1,1,1,9,9,1\n" << int(Benchmark::Mot15);
    QTest::newRow("world coordinates, one of them whole")
        << "1,1,1,1,9,9,1,4.41,5.5,0\n2,1,1,1,9,9,1,5,5.5,0\n"
        << int(Benchmark::Mot15);
    QTest::newRow("classes") << "1,1,1,1,9,9,1,1,0.5\n1,2,1,1,9,9,0,12,0.5\n"
                             << int(Benchmark::Mot17);
    QTest::newRow("words") << "0 1 Car 0 0 -1.5 1 1 9 9\n" << int(Benchmark::Kitti);
  }

  void theBenchmarkIsSeenFromTheFile() {
    QFETCH(QString, text);
    QFETCH(int, benchmark);
    const TemporaryFolder folder;
    put(folder / "gt.txt", text.toStdString());
    const auto truth = readGroundTruth(folder / "gt.txt");
    FS_VERIFY_OK(truth);
    QCOMPARE(int(truth->benchmark), benchmark);
  }

  void numbersOfTruthAndTracksAreThoseOfTheFile() {
    const TemporaryFolder folder;
    put(folder / "a.txt", "1,3,10.5,20,30,40,1,-1,-1,-1\n2,3,5,5,0,40,1,-1,-1,-1\n");
    const auto truth = readGroundTruth(folder / "a.txt");
    const auto tracks = readTracks(folder / "a.txt");
    FS_VERIFY_OK(truth);
    FS_VERIFY_OK(tracks);
    QCOMPARE(truth->boxes[0].box, (Box{10.5, 20, 30, 40}));
    QCOMPARE(tracks->boxes[0].box, truth->boxes[0].box);
    // A box without area is a claim all the same.
    QCOMPARE(tracks->boxes.size(), 2U);
  }

  void boxesThatAreNoNumbersAreCounted() {
    const TemporaryFolder folder;
    put(folder / "a.txt", "1,3,1,2,3,4,1\n\n2,3,nan,2,3,4,1\n3,3,1,2,3,1e10,1\n");
    const auto tracks = readTracks(folder / "a.txt");
    FS_VERIFY_OK(tracks);
    QCOMPARE(tracks->boxes.size(), 1U);
    QCOMPARE(tracks->leftOut, 2);
    QCOMPARE(tracks->firstLeftOutLine, 3);
  }

  void ourOwnFilesKeepTheirClasses() {
    const TemporaryFolder folder;
    put(folder / "a.csv",
        "frame,time_s,track_id,class_id,class,score,left,top,width,height\n"
        "1,0,5,1,Person,0.9,1,2,3,4\n1,0,6,2,Car,0.9,1,2,3,4\n");
    auto truth = readGroundTruth(folder / "a.csv");
    FS_VERIFY_OK(truth);
    QCOMPARE(truth->boxes.size(), 2U);
    FS_VERIFY_OK(keepClass(*truth, "car"));
    QCOMPARE(truth->boxes.size(), 1U);
    QCOMPARE(truth->boxes[0].id, 6);
    FS_VERIFY_ERROR(keepClass(*truth, "bus"), ErrorCode::InvalidArgument, "there: Person, Car");
  }

  void kittiFramesStartAtZero() {
    const auto boxes = parseKitti(
        "0 -1 DontCare -1 -1 -10 1 2 3 4\r\n"
        "7 3 Person_sitting 1 2 -1.5 100.25 50.5 110.5 80 1 1 1 0 0 0 0 0.9\n");
    FS_VERIFY_OK(boxes);
    QCOMPARE(boxes->size(), 2U);
    QCOMPARE(boxes->at(0).frame, 1);
    QCOMPARE(boxes->at(0).classId, int(KittiDontCare));
    QCOMPARE(boxes->at(1).frame, 8);
    QCOMPARE(boxes->at(1).classId, int(KittiPersonSitting));
    QCOMPARE(boxes->at(1).truncated, 1);
    QCOMPARE(boxes->at(1).occluded, 2);
    QCOMPARE(boxes->at(1).box, (Box{100.25, 50.5, 10.25, 29.5}));
  }

  void kittiIsRefusedWithTheLine_data() {
    QTest::addColumn<QString>("row");
    QTest::addColumn<QString>("part");
    QTest::newRow("too few columns") << "0 1 Car 0 0 0 1 1 9"
                                     << "line 2: has 9 columns";
    QTest::newRow("a word") << "0 1 Car 0 0 0 1 one 9 9"
                            << "line 2: column 8";
    QTest::newRow("NaN") << "0 1 Car 0 0 0 1 nan 9 9"
                         << "line 2: column 8";
    QTest::newRow("huge") << "0 1 Car 0 0 0 1 1 1e10 9"
                          << "line 2: column 9";
    QTest::newRow("negative frame") << "-1 1 Car 0 0 0 1 1 9 9"
                                    << "line 2: the frame";
    QTest::newRow("half a frame") << "0.5 1 Car 0 0 0 1 1 9 9"
                                  << "line 2: the frame";
    QTest::newRow("hostile frame") << "1e9 1 Car 0 0 0 1 1 9 9"
                                   << "line 2: the frame";
    QTest::newRow("half an id") << "0 1.5 Car 0 0 0 1 1 9 9"
                                << "line 2: the id";
  }

  void kittiIsRefusedWithTheLine() {
    QFETCH(QString, row);
    QFETCH(QString, part);
    FS_VERIFY_ERROR(parseKitti("0 1 Car 0 0 0 1 1 9 9\n" + row.toStdString()),
                    ErrorCode::CorruptData, part.toStdString());
  }

  void frameLists() {
    const TemporaryFolder folder;
    put(folder / "f.txt", "3\n\n1\r\n3\n");
    const auto frames = readFrameList(folder / "f.txt");
    FS_VERIFY_OK(frames);
    QCOMPARE(*frames, (std::vector<std::int64_t>{1, 3}));
    put(folder / "f.txt", "1\nx\n");
    FS_VERIFY_ERROR(readFrameList(folder / "f.txt"), ErrorCode::CorruptData, "line 2");
    put(folder / "f.txt", "\n");
    FS_VERIFY_ERROR(readFrameList(folder / "f.txt"), ErrorCode::CorruptData, "no frame");
  }
};

QTEST_GUILESS_MAIN(TestBenchmarkFiles)
#include "tst_benchmark_files.moc"
