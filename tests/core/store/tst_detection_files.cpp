#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/store/detection_files.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {
constexpr const char* kColumns = "frame,time_s,class_id,class,score,left,top,width,height\n";
}

class TestDetectionFiles : public QObject {
  Q_OBJECT
 private slots:
  /// Frames 1, 3, 4 and 6 are missing: their times lie between their neighbours'.
  void csvHasItsOwnTimes() {
    const auto stored = read(std::string(kColumns) +
                                 "2,0.2,4,Person,0.5,1,2,3,4\n"
                                 "5,0.8,4,Person,0.5,1,2,3,4\n5,0.8,2,Car,0.25,1,2,3,4\n"
                                 "7,2.0,4,Person,0.5,1,2,3,4\n",
                             0);
    FS_VERIFY_OK(stored);
    QCOMPARE(stored->format, StoredDetections::Format::Csv);
    QCOMPARE(stored->pictures.size(), 3U);
    const std::vector<DetectionSet> pictures = walked(*stored);
    QCOMPARE(pictures.size(), 7U);
    const double times[] = {0, 0.2, 0.4, 0.6, 0.8, 1.4, 2.0};
    const std::size_t counts[] = {0, 1, 0, 0, 2, 0, 1};
    for (std::size_t i = 0; i < 7; ++i) {
      QCOMPARE(numberOf(pictures[i].frame), static_cast<std::int64_t>(i + 1));
      QCOMPARE(pictures[i].time, timestampAt(times[i]));
      QCOMPARE(pictures[i].items.size(), counts[i]);
    }
    QCOMPARE(stored->labels.nameOf(ClassId{2}), std::string("Car"));
  }

  void aRateGoesBeforeTheFilesTimes() {
    const auto stored = read(std::string(kColumns) + "2,0.2,4,Person,0.5,1,2,3,4\n", 50);
    FS_VERIFY_OK(stored);
    QCOMPARE(walked(*stored).at(0).time, timestampAt(0.02));
    QCOMPARE(walked(*stored).at(1).time, timestampAt(0.04));
    const auto mot = read("3,-1,1,2,3,4,0.5\n", 10);
    FS_VERIFY_OK(mot);
    QCOMPARE(mot->format, StoredDetections::Format::MotChallenge);
    QCOMPARE(walked(*mot).size(), 3U);
    QCOMPARE(walked(*mot).at(0).time, timestampAt(0.1));
    QCOMPARE(walked(*mot).at(2).time, timestampAt(0.3));
  }

  /// Each picture before it needed a set of its own once: 1.3 GB.
  void aLateFrameNeedsNoMemoryForThoseBefore() {
    auto stored = read("9999999,-1,1,2,3,4,0.5\n", 25);
    FS_VERIFY_OK(stored);
    QCOMPARE(stored->pictures.capacity(), 1U);
    PictureWalk walk(*stored);
    std::int64_t count = 0;
    const DetectionSet* last = nullptr;
    while (const DetectionSet* const picture = walk.next()) {
      QVERIFY(numberOf(picture->frame) == count + 1);
      ++count;
      last = picture;
    }
    QCOMPARE(count, 9'999'999);
    QCOMPARE(last->items.size(), 1U);
  }

  void boxesThatAreNoneAreLeftOut() {
    const auto stored = read(std::string(kColumns) +
                                 "1,0,4,P,0.5,1,2,0,4\n1,0,4,P,0.5,1,2,3,-4\n"
                                 "1,0,4,P,0.5,1e10,2,3,4\n1,0,4,P,0.5,1,2,3,4\n",
                             0);
    FS_VERIFY_OK(stored);
    QCOMPARE(stored->leftOut, 3);
    QCOMPARE(stored->pictures.at(0).items.size(), 1U);
  }

  void refuses() {
    FS_VERIFY_ERROR(read(std::string(kColumns) + "20000000,0,4,P,0.5,1,2,3,4\n", 0),
                    ErrorCode::CorruptData, "10,000,000");
    FS_VERIFY_ERROR(read("a,b\n", 0), ErrorCode::CorruptData, "line 1");
    FS_VERIFY_ERROR(readStoredDetections("/nowhere/at/all", 0), ErrorCode::NotFound, "/nowhere");
  }

  void emptyFilesHaveNoPictures() {
    for (const char* const text : {"", kColumns}) {
      const auto stored = read(text, 0);
      FS_VERIFY_OK(stored);
      QVERIFY(stored->pictures.empty());
    }
  }

 private:
  static std::vector<DetectionSet> walked(StoredDetections stored) {
    std::vector<DetectionSet> pictures;
    PictureWalk walk(stored);
    while (const DetectionSet* const picture = walk.next()) {
      pictures.push_back(*picture);
    }
    return pictures;
  }

  Result<StoredDetections> read(const std::string& text, double rate) {
    const std::string path = folder_.filePath("detections").toStdString();
    std::ofstream(path) << text;
    return readStoredDetections(path, rate);
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TestDetectionFiles)
#include "tst_detection_files.moc"
