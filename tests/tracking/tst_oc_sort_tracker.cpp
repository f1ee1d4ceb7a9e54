#include <cmath>
#include <memory>
#include <vector>

#include <QTest>

#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/tracking/mot_sets.h"
#include "tracking/oc_sort_tracker.h"
#include "tracking/sort_filter.h"

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

class TestOcSortTracker : public QObject {
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
        OcSortTracker tracker{OcSortSettings{}};
        std::vector<LabelledBox> rows;
        for (const DetectionSet& detections : sequence.pictures) {
          mot::append(tracker.update(detections), rows);
        }
        const auto score = mot::scoreOf(sequence, rows);
        FS_VERIFY_OK(score);
        const auto published =
            mot::publishedScore(data / "mot", set.name == "mot15" ? "MOT15" : "MOT17-valhalf",
                                "OC-SORT-py", sequence.name);
        FS_VERIFY_OK(published);
        QCOMPARE(score->switches, published->switches);
        QVERIFY(std::abs(score->falsePositives - published->falsePositives) <= 1);
        QVERIFY(std::abs(score->falseNegatives - published->falseNegatives) <= 1);
        QVERIFY(std::abs(score->hota - published->hota) < 0.02);
      }
    }
  }

  /// The filter's speed after a gap is that of the straight line, not what it was before.
  void aGapIsBridgedInAStraightLine() {
    OcSortTracker tracker{OcSortSettings{}};
    for (int i = 0; i < 6; ++i) {
      static_cast<void>(tracker.update(picture(i, 100, 0.9)));  // stands still
    }
    DetectionSet nothing;
    for (int i = 6; i < 9; ++i) {
      nothing.frame = static_cast<FrameId>(i);
      nothing.time = timestampAt(i / 30.0);
      static_cast<void>(tracker.update(nothing));
    }
    static_cast<void>(tracker.update(picture(9, 116, 0.9)));  // 4 px a picture since
    TrackSet later;
    tracker.predict(FrameId{10}, timestampAt(10 / 30.0), later);
    QCOMPARE(later.items.size(), 1U);
    // What a filter comes to that saw the object on that line all the time; the paper's program
    // measures the last place twice.
    SortFilter filter(Box{100, 10, 40, 80});
    for (const double x : {100, 100, 100, 100, 100, 104, 108, 112, 116}) {
      filter.predict();
      filter.update({x, 10, 40, 80});
    }
    filter.update({116, 10, 40, 80});
    QVERIFY(std::abs(later.items[0].box.x - filter.boxAfter(1).x) < 1e-3);  // times are whole us
  }
};

QTEST_GUILESS_MAIN(TestOcSortTracker)
#include "tst_oc_sort_tracker.moc"
