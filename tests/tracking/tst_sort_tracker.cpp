#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <QTest>

#include "tests/support/shared_data.h"
#include "tracking/sort_tracker.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

/// Numbers of a MOT file, row by row.
std::vector<std::vector<double>> rowsOf(const std::filesystem::path& file) {
  std::vector<std::vector<double>> rows;
  std::ifstream text(file);
  for (std::string line; std::getline(text, line);) {
    std::vector<double> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) {
      row.push_back(std::stod(cell));
    }
    rows.push_back(row);
  }
  return rows;
}

DetectionSet still(int picture, double x) {
  DetectionSet set;
  set.frame = static_cast<FrameId>(picture);
  set.time = timestampAt(picture / 25.0);
  set.items.push_back({{x, 10, 20, 40}, 0.9, ClassId{1}});
  return set;
}

}  // namespace

class TestSortTracker : public QObject {
  Q_OBJECT
 private slots:
  void equalsTheAuthorsProgram_data() {
    QTest::addColumn<QString>("sequence");
    for (const char* const name : {"ADL-Rundle-6", "ETH-Sunnyday", "KITTI-13", "PETS09-S2L1",
                                   "TUD-Campus", "TUD-Stadtmitte", "Venice-2"}) {
      QTest::newRow(name) << name;
    }
  }

  void equalsTheAuthorsProgram() {
    FS_NEED_SHARED_DATA(data);
    QFETCH(QString, sequence);
    const std::string name = sequence.toStdString();
    std::map<int, DetectionSet> pictures;
    int last = 0;
    for (const auto& row : rowsOf(data / "mot/MOT15" / name / "det/det.txt")) {
      const int picture = static_cast<int>(row[0]);
      last = std::max(last, picture);
      pictures[picture].items.push_back({{row[2], row[3], row[4], row[5]}, row[6], ClassId{1}});
    }
    const auto expected = rowsOf(data / "mot/reference/sort" / (name + ".txt"));
    QVERIFY(!expected.empty());
    SortTracker tracker{SortSettings{}};
    std::size_t at = 0;
    for (int picture = 1; picture <= last; ++picture) {
      DetectionSet& detections = pictures[picture];
      detections.frame = static_cast<FrameId>(picture - 1);
      detections.time = timestampAt(picture / 25.0);
      for (const Track& track : tracker.update(detections).items) {
        QVERIFY(at < expected.size());
        const auto& row = expected[at++];
        QCOMPARE(picture, static_cast<int>(row[0]));
        QCOMPARE(static_cast<double>(numberOf(track.id)), row[1]);
        QVERIFY(
            std::abs(track.box.x - row[2]) <= 0.0051 && std::abs(track.box.y - row[3]) <= 0.0051 &&
            std::abs(track.box.w - row[4]) <= 0.0051 && std::abs(track.box.h - row[5]) <= 0.0051);
      }
    }
    QCOMPARE(at, expected.size());
  }

  void predictsBetweenPictures() {
    SortTracker tracker{SortSettings{}};
    for (int picture = 0; picture < 20; ++picture) {
      static_cast<void>(tracker.update(still(picture, 100 + 5.0 * picture)));
    }
    TrackSet later;
    tracker.predict(FrameId{21}, timestampAt(21 / 25.0), later);
    QCOMPARE(later.items.size(), 1U);
    QCOMPARE(later.items[0].state, TrackState::Coasting);
    QVERIFY(std::abs(later.items[0].box.x - 205) < 1);  // two pictures of 5 px after x = 195
  }

  void idsAreNeverUsedAgain() {
    SortTracker tracker{SortSettings{}};
    std::set<TrackId> seen;
    for (int round = 0; round < 3; ++round) {
      TrackId id = TrackId::None;
      for (int picture = 0; picture < 5; ++picture) {
        id = tracker.update(still(round * 100 + picture, 10)).items.at(0).id;
      }
      QVERIFY(seen.insert(id).second);
      tracker.reset();
    }
  }

  void improperBoxesAreLeftOut() {
    SortTracker tracker{SortSettings{}};
    DetectionSet set = still(0, 10);
    set.items.push_back({{1, 1, 0, 5}, 0.9, ClassId{1}});
    set.items.push_back({{1, std::nan(""), 5, 5}, 0.9, ClassId{1}});
    QCOMPARE(tracker.update(set).items.size(), 1U);
  }
};

QTEST_GUILESS_MAIN(TestSortTracker)
#include "tst_sort_tracker.moc"
