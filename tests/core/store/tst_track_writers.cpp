#include <memory>
#include <string>

#include <QTest>

#include "core/base/output_file.h"
#include "core/store/detection_csv.h"
#include "core/store/track_files.h"
#include "core/store/track_writers.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

const LabelMap& labels() {
  static const LabelMap kLabels({"???", "Person, standing upright in the rain", "=1+1"});
  return kLabels;
}

TrackSet someTracks(std::int64_t frame) {
  TrackSet set;
  set.frame = FrameId{frame};
  set.time = timestampAt(static_cast<double>(frame) / 4);
  Track track;
  track.id = TrackId{7};
  track.box = {10.5, 20.25, 30, 40.125};
  track.score = 0.875;
  track.classId = ClassId{1};
  set.items.push_back(track);
  track.id = TrackId{8};
  track.classId = ClassId{2};
  track.state = TrackState::Coasting;
  set.items.push_back(track);
  return set;
}

}  // namespace

class TestTrackWriters : public QObject {
  Q_OBJECT
 private slots:
  void csvHasTheDocumentedColumns() {
    const TemporaryFolder folder;
    auto writer = makeCsvTrackWriter(folder / "t.csv", labels());
    FS_VERIFY_OK(writer);
    FS_VERIFY_OK((*writer)->write(someTracks(2)));
    FS_VERIFY_OK((*writer)->finish());
    QCOMPARE(*readFile(folder / "t.csv", 1000),
             std::string("frame,time_s,track_id,class_id,class,score,left,top,width,height\n"
                         "3,0.500000,7,1,\"Person, standing upright in the rain\",0.875000,10.500,"
                         "20.250,30.000,40.125\n"));
  }

  void motCountsPixelsFromOneUnlessTold() {
    const TemporaryFolder folder;
    for (const MotOrigin origin : {MotOrigin::One, MotOrigin::Unchanged}) {
      auto writer = makeMotTrackWriter(folder / "t.txt", origin);
      FS_VERIFY_OK(writer);
      FS_VERIFY_OK((*writer)->write(someTracks(2)));
      FS_VERIFY_OK((*writer)->finish());
      QCOMPARE(
          *readFile(folder / "t.txt", 1000),
          std::string(origin == MotOrigin::One ? "3,7,11.50,21.25,30.00,40.12,0.875,-1,-1,-1\n"
                                               : "3,7,10.50,20.25,30.00,40.12,0.875,-1,-1,-1\n"));
    }
  }

  void jsonLinesHoldEveryPicture() {
    const TemporaryFolder folder;
    auto writer = makeJsonlTrackWriter(folder / "t.jsonl", labels());
    FS_VERIFY_OK(writer);
    FS_VERIFY_OK((*writer)->write(someTracks(2)));
    TrackSet empty;
    empty.frame = FrameId{3};
    empty.time = timestampAt(0.75);
    FS_VERIFY_OK((*writer)->write(empty));
    FS_VERIFY_OK((*writer)->finish());
    QCOMPARE(*readFile(folder / "t.jsonl", 1000),
             std::string("{\"frame\":3,\"time_s\":0.500000,\"tracks\":[{\"id\":7,\"class_id\":1,"
                         "\"class\":\"Person, standing upright in the rain\",\"score\":0.875000,"
                         "\"box\":[10.500,20.250,30.000,40.125]}]}\n"
                         "{\"frame\":4,\"time_s\":0.750000,\"tracks\":[]}\n"));
  }

  void predictedTracksAreWrittenAndMarkedWhenAskedFor() {
    const TemporaryFolder folder;
    constexpr WrittenTracks kAll = WrittenTracks::SeenOrPredicted;
    TrackSet tracks = someTracks(2);
    tracks.items.push_back(tracks.items[0]);
    tracks.items.back().state = TrackState::Tentative;
    std::vector<std::unique_ptr<TrackWriter>> writers;
    writers.push_back(std::move(*makeCsvTrackWriter(folder / "t.csv", labels(), kAll)));
    writers.push_back(std::move(*makeJsonlTrackWriter(folder / "t.jsonl", labels(), kAll)));
    writers.push_back(std::move(*makeMotTrackWriter(folder / "t.txt", MotOrigin::One, kAll)));
    for (const auto& writer : writers) {
      FS_VERIFY_OK(writer->write(tracks));
      FS_VERIFY_OK(writer->finish());
    }
    QCOMPARE(
        *readFile(folder / "t.csv", 1000),
        std::string("frame,time_s,track_id,class_id,class,score,left,top,width,height,origin\n"
                    "3,0.500000,7,1,\"Person, standing upright in the rain\",0.875000,10.500,"
                    "20.250,30.000,40.125,detected\n"
                    "3,0.500000,8,2,\"'=1+1\",0.875000,10.500,20.250,30.000,40.125,predicted\n"));
    QCOMPARE(*readFile(folder / "t.jsonl", 1000),
             std::string("{\"frame\":3,\"time_s\":0.500000,\"tracks\":[{\"id\":7,\"class_id\":1,"
                         "\"class\":\"Person, standing upright in the rain\",\"score\":0.875000,"
                         "\"box\":[10.500,20.250,30.000,40.125]},{\"id\":8,\"class_id\":2,"
                         "\"class\":\"=1+1\",\"score\":0.875000,\"box\":[10.500,20.250,30.000,"
                         "40.125],\"origin\":\"predicted\"}]}\n"));
    QCOMPARE(*readFile(folder / "t.txt", 1000),
             std::string("3,7,11.50,21.25,30.00,40.12,0.875,-1,-1,-1\n"
                         "3,8,11.50,21.25,30.00,40.12,0,-1,-1,-1\n"));
    for (const char* const name : {"t.csv", "t.jsonl"}) {
      const auto table = readTrackFile(folder / name);
      FS_VERIFY_OK(table);
      QCOMPARE(table->pictures.size(), 1U);
      QCOMPARE(table->pictures[0].items.size(), 2U);
      QVERIFY(table->pictures[0].items[0].state == TrackState::Confirmed);
      QVERIFY(table->pictures[0].items[1].state == TrackState::Coasting);
      QVERIFY(table->origins.empty());
    }
  }

  void whatIsWrittenIsReadBack_data() {
    QTest::addColumn<bool>("lines");
    QTest::newRow("CSV") << false;
    QTest::newRow("JSON lines") << true;
  }

  void whatIsWrittenIsReadBack() {
    QFETCH(bool, lines);
    const TemporaryFolder folder;
    const auto file = folder / (lines ? "t.jsonl" : "t.csv");
    auto writer = lines ? makeJsonlTrackWriter(file, labels()) : makeCsvTrackWriter(file, labels());
    FS_VERIFY_OK(writer);
    for (std::int64_t frame = 0; frame < 5; ++frame) {
      TrackSet set = someTracks(frame);
      set.items[1].state = TrackState::Confirmed;
      FS_VERIFY_OK((*writer)->write(set));
    }
    FS_VERIFY_OK((*writer)->finish());
    const auto table = readTrackFile(file);
    FS_VERIFY_OK(table);
    QCOMPARE(table->pictures.size(), 5U);
    QCOMPARE(numberOf(table->pictures[4].frame), 5);
    QCOMPARE(table->pictures[4].time, timestampAt(1));
    QCOMPARE(table->pictures[4].items.size(), 2U);
    const Track& track = table->pictures[4].items[0];
    QCOMPARE(track.id, TrackId{7});
    QCOMPARE(track.box, (Box{10.5, 20.25, 30, 40.125}));
    QCOMPARE(track.score, 0.875);
    QCOMPARE(table->labels.names(), (std::vector<std::string>{"", labels().names()[1], "=1+1"}));
  }

  void nothingIsAllocatedForARow() {
    const TemporaryFolder folder;
    const TrackSet tracks = someTracks(1);
    std::vector<std::unique_ptr<TrackWriter>> writers;
    writers.push_back(std::move(*makeCsvTrackWriter(folder / "t.csv", labels())));
    writers.push_back(std::move(*makeJsonlTrackWriter(folder / "t.jsonl", labels())));
    writers.push_back(std::move(*makeMotTrackWriter(folder / "t.txt", MotOrigin::One)));
    auto detections = DetectionCsvWriter::create(folder / "d.csv", labels());
    FS_VERIFY_OK(detections);
    DetectionSet set;
    set.items = {{{1.25, 2, 3.5, 4}, 0.1234567890123, ClassId{1}}};
    const auto writeAll = [&](int times) {
      for (int i = 0; i < times; ++i) {
        for (const auto& writer : writers) {
          if (!writer->write(tracks)) {
            return false;
          }
        }
        if (!detections->write(set)) {
          return false;
        }
      }
      return true;
    };
    QVERIFY(writeAll(2000));  // buffers have grown and were flushed once
    const std::size_t before = allocationCount;
    QVERIFY(writeAll(2000));
    QCOMPARE(allocationCount - before, 0U);
  }
};

QTEST_GUILESS_MAIN(TestTrackWriters)
#include "tst_track_writers.moc"
