#include <random>
#include <set>
#include <utility>
#include <vector>

#include <QTest>

#include "tracking/pair_sweep.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

std::set<std::pair<int, int>> allPairs(const std::vector<Box>& first,
                                       const std::vector<Box>& second) {
  std::set<std::pair<int, int>> pairs;
  for (std::size_t a = 0; a < first.size(); ++a) {
    for (std::size_t b = 0; b < second.size(); ++b) {
      if (intersectionArea(first[a], second[b]) > 0) {
        pairs.emplace(static_cast<int>(a), static_cast<int>(b));
      }
    }
  }
  return pairs;
}

}  // namespace

class TestPairSweep : public QObject {
  Q_OBJECT
 private slots:
  void findsWhatLookingAtAllPairsFinds_data() {
    QTest::addColumn<double>("spread");
    QTest::addColumn<bool>("ties");
    QTest::addColumn<bool>("extremes");
    QTest::newRow("crowded") << 100.0 << false << false;
    QTest::newRow("sparse") << 2000.0 << false << false;
    QTest::newRow("edges that touch") << 100.0 << true << false;
    QTest::newRow("very large, very far") << 500.0 << false << true;
  }

  void findsWhatLookingAtAllPairsFinds() {
    QFETCH(double, spread);
    QFETCH(bool, ties);
    QFETCH(bool, extremes);
    std::mt19937 random(11);
    std::uniform_real_distribution<double> unit(0, 1);
    const auto boxes = [&] {
      std::vector<Box> made(random() % 60);
      for (Box& box : made) {
        box = {unit(random) * spread, unit(random) * spread, 1 + unit(random) * 60,
               1 + unit(random) * 60};
        if (ties) {
          box = {std::floor(box.x / 10) * 10, std::floor(box.y / 10) * 10,
                 std::ceil(box.w / 10) * 10, std::ceil(box.h / 10) * 10};
        }
        if (extremes && random() % 5 == 0) {
          box = {(unit(random) - 0.5) * 2e9, (unit(random) - 0.5) * 2e9, unit(random) * 2e9,
                 unit(random) * 2e9 + 1e-3};
        }
      }
      return made;
    };
    PairSweep sweep;
    for (int round = 0; round < 300; ++round) {
      const auto first = boxes();
      const auto second = boxes();
      std::set<std::pair<int, int>> found;
      for (const BoxPair& pair : sweep.find(first, second)) {
        QVERIFY2(found.emplace(pair.first, pair.second).second, "a pair came twice");
      }
      QVERIFY(found == allPairs(first, second));
    }
  }
};

QTEST_GUILESS_MAIN(TestPairSweep)
#include "tst_pair_sweep.moc"
