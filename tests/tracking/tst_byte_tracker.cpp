#include <cmath>
#include <memory>
#include <vector>

#include <QTest>

#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/tracking/mot_sets.h"
#include "tracking/byte_tracker.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

DetectionSet picture(int number, double x, double score) {
  DetectionSet set;
  set.frame = static_cast<FrameId>(number);
  set.time = timestampAt(number / 30.0);
  set.items.push_back({{x, 10, 40, 80}, score, ClassId{1}});
  return set;
}

}  // namespace

class TestByteTracker : public QObject {
  Q_OBJECT
 private slots:
  /// The counts of the authors' program on the same detections.
  void equalsTheAuthorsProgram() {
    FS_NEED_SHARED_DATA(data);
    const auto sets = mot::loadDatasets(data / "mot");
    FS_VERIFY_OK(sets);
    for (const mot::Dataset& set : *sets) {
      if (set.name != "mot15" && set.name != "mot17") {
        continue;
      }
      for (const mot::Sequence& sequence : set.sequences) {
        ByteTrackSettings settings;
        settings.lostPictures = sequence.name == "MOT17-05" ? 14 : 30;  // as that program was run
        ByteTracker tracker(settings);
        std::vector<LabelledBox> rows;
        for (const DetectionSet& detections : sequence.pictures) {
          mot::append(tracker.update(detections), rows);
        }
        const auto score = mot::scoreOf(sequence, rows);
        FS_VERIFY_OK(score);
        const auto published =
            mot::publishedScore(data / "mot", set.name == "mot15" ? "MOT15" : "MOT17-valhalf",
                                "ByteTrack-py", sequence.name);
        FS_VERIFY_OK(published);
        QCOMPARE(score->switches, published->switches);
        // One box of MOT17-05 is so near to half an overlap that rounding to two digits decides.
        QVERIFY(std::abs(score->falsePositives - published->falsePositives) <= 1);
        QVERIFY(std::abs(score->falseNegatives - published->falseNegatives) <= 1);
        QVERIFY(std::abs(score->hota - published->hota) < 0.02);
      }
    }
  }

  void aWeakDetectionKeepsATrackButBeginsNone() {
    ByteTracker tracker{ByteTrackSettings{}};
    QVERIFY(tracker.update(picture(0, 10, 0.5)).items.empty());
    ByteTracker other{ByteTrackSettings{}};
    const TrackId id = other.update(picture(0, 10, 0.9)).items.at(0).id;
    QCOMPARE(other.update(picture(1, 11, 0.3)).items.at(0).id, id);
    QVERIFY(other.update(picture(2, 12, 0.05)).items.empty());
    QCOMPARE(other.update(picture(3, 13, 0.9)).items.at(0).id, id);
  }
};

QTEST_GUILESS_MAIN(TestByteTracker)
#include "tst_byte_tracker.moc"
