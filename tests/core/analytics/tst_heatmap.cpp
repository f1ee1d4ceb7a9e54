#include <cmath>
#include <numeric>

#include <QTest>

#include "core/analytics/heatmap.h"
#include "core/analytics/histogram.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

TrackPoint at(double seconds, double x, double y) {
  return {TrackId{1}, ClassId{0}, FrameId{0}, timestampAt(seconds), {x, y}};
}

double sumOf(const Heatmap& map) {
  return std::accumulate(map.seconds().begin(), map.seconds().end(), 0.0);
}

bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

}  // namespace

class TestHeatmap : public QObject {
  Q_OBJECT
 private slots:
  void countsTimeWhereItWasSpent() {
    auto map = Heatmap::create({25, 20}, 10);  // 3 by 2 cells, the last ones cut
    FS_VERIFY_OK(map);
    QCOMPARE(map->columns(), 3);
    QCOMPARE(map->rows(), 2);
    const std::vector<TrackPoint> path = {at(0, 5, 5),     at(0.5, 5, 9.9), at(1, 24, 20),
                                          at(1.25, 26, 3), at(1.5, 12, 11), at(9, 0, 0)};
    map->add(path, Seconds(2));
    // 0.5 + 0.5 in the first cell, 0.25 in the last one (on its lower edge), nothing outside, and
    // at most 2 where the track was away for 7.5 s.
    QVERIFY(near(map->seconds()[0], 1) && near(map->seconds()[5], 0.25) &&
            near(map->seconds()[4], 2) && near(sumOf(*map), 3.25));
  }

  void blurKeepsTheSumAndTheMiddle() {
    auto map = Heatmap::create({210, 110}, 10);
    FS_VERIFY_OK(map);
    map->add(std::vector<TrackPoint>{at(0, 105, 55), at(1, 0, 0)});
    map->smooth(2);
    QVERIFY(near(sumOf(*map), 1));
    const auto cell = [&](int x, int y) { return map->seconds()[std::size_t(y * 21 + x)]; };
    // A Gaussian of sigma 2, normalised over -6..6 on each axis.
    double norm = 0;
    for (int k = -6; k <= 6; ++k) {
      norm += std::exp(-k * k / 8.0);
    }
    QVERIFY(near(cell(10, 5), 1 / (norm * norm) + std::exp(-36.0 / 8) * 0));
    QVERIFY(near(cell(12, 5), std::exp(-0.5) / (norm * norm)));
    QVERIFY(near(cell(8, 3), cell(12, 7)) && near(cell(8, 3), cell(12, 3)));
  }

  void blurAtAnEdgeStaysInside() {
    for (const FrameSize size : {FrameSize{10, 10}, FrameSize{20, 10}, FrameSize{70, 40}}) {
      auto map = Heatmap::create(size, 10);
      FS_VERIFY_OK(map);
      map->add(std::vector<TrackPoint>{at(0, 0, 0), at(1, 0, 0)});
      map->smooth(5);  // wider than the picture
      QVERIFY(near(sumOf(*map), 1));
    }
  }

  void sizesAreChecked() {
    QVERIFY(!Heatmap::create({0, 10}, 1));
    QVERIFY(!Heatmap::create({10, 10}, 0));
    QVERIFY(!Heatmap::create({100'000, 100'000}, 1));
  }

  void histogramsHaveRoundBins() {
    const std::vector<double> values = {0, 0.4, 1.9, 2, 7.5, 9.99};
    const Histogram histogram = histogramOf(values, 5);
    QCOMPARE(histogram.width, 2.0);
    QCOMPARE(histogram.counts, (std::vector<std::int64_t>{3, 1, 0, 1, 1}));
    // The highest on an edge belongs to the bin above it; no more than asked for.
    const Histogram edge = histogramOf(std::vector<double>{10}, 5);
    QCOMPARE(edge.width, 5.0);
    QCOMPARE(edge.counts, (std::vector<std::int64_t>{0, 0, 1}));
    QVERIFY(histogramOf({}, 5).counts.empty());
    QCOMPARE(histogramOf(std::vector<double>{0, 0}, 5).counts, (std::vector<std::int64_t>{2}));
    QCOMPARE(roundStep(0.3), 0.5);
    QCOMPARE(roundStep(0.2), 0.2);
    QCOMPARE(roundStep(51), 100.0);
    QCOMPARE(roundStep(1000), 1000.0);
  }

  void quantilesLieBetween() {
    const std::vector<double> values = {1, 2, 4, 8};
    QCOMPARE(quantileOf(values, 0), 1.0);
    QCOMPARE(quantileOf(values, 0.5), 3.0);
    QCOMPARE(quantileOf(values, 1), 8.0);
  }
};

QTEST_GUILESS_MAIN(TestHeatmap)
#include "tst_heatmap.moc"
