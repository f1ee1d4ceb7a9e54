#include <random>
#include <vector>

#include <QTest>

#include "core/analytics/average_precision.h"

using namespace followspot;

namespace {

constexpr ClassId kPerson{1};
constexpr ClassId kCar{2};

/// A box of 10 x 10 at x; moved by d it overlaps by (10 - d) / (10 + d).
ScoredBox detection(std::int64_t frame, double score, double x, ClassId id = kPerson) {
  return {frame, id, score, {x, 0, 10, 10}};
}

TruthBox truth(std::int64_t frame, double x, ClassId id = kPerson, bool ignored = false) {
  return {frame, id, {x, 0, 10, 10}, ignored};
}

bool isNear(double a, double b) { return std::abs(a - b) < 1e-12; }

}  // namespace

class TestAveragePrecision : public QObject {
  Q_OBJECT

 private slots:
  void handMadeCurve() {
    // Four truths; by falling score: found, wrong, found, wrong, wrong, found.
    // Precision at the finds 1, 2/3, 3/6; already falling. AP = (1 + 2/3 + 1/2 + 0) / 4.
    const std::vector<TruthBox> truths = {truth(1, 0), truth(1, 100), truth(2, 0), truth(3, 0)};
    const std::vector<ScoredBox> detections = {detection(2, 0.3, 0),   detection(1, 0.9, 0),
                                               detection(1, 0.8, 50),  detection(1, 0.7, 100),
                                               detection(3, 0.6, 200), detection(4, 0.5, 0)};
    const auto report = averagePrecision(detections, truths, 0.5);
    QCOMPARE(report.classes.size(), 1U);
    QVERIFY(isNear(report.classes[0].averagePrecision, (1 + 2.0 / 3 + 0.5) / 4));
    QVERIFY(isNear(report.classes[0].recall, 0.75));
    QCOMPARE(report.classes[0].truths, 4);
    QCOMPARE(report.classes[0].found, 3);
    QCOMPARE(report.classes[0].wrong, 3);
  }

  void precisionIsMadeNonIncreasing() {
    // wrong, found, found: precision 1/2, 2/3; interpolated 2/3 for both.
    const std::vector<TruthBox> truths = {truth(1, 0), truth(2, 0)};
    const std::vector<ScoredBox> detections = {detection(1, 0.9, 50), detection(1, 0.8, 0),
                                               detection(2, 0.7, 0)};
    QVERIFY(isNear(averagePrecision(detections, truths, 0.5).mean, 2.0 / 3));
  }

  void aTruthIsFoundOnce() {
    const std::vector<TruthBox> truths = {truth(1, 0)};
    const std::vector<ScoredBox> detections = {detection(1, 0.9, 0), detection(1, 0.8, 0)};
    const auto report = averagePrecision(detections, truths, 0.5);
    QCOMPARE(report.classes[0].found, 1);
    QCOMPARE(report.classes[0].wrong, 1);
    QVERIFY(isNear(report.mean, 1));
  }

  void theBestFreeTruthIsTaken() {
    // Both detections fit the truth at 0; the second one fits the truth at 3 as well, and that is
    // still free: IoU of 2 with 3 is 9/11, with 0 8/12.
    const std::vector<TruthBox> truths = {truth(1, 0), truth(1, 3)};
    const std::vector<ScoredBox> detections = {detection(1, 0.9, 0), detection(1, 0.8, 2)};
    QCOMPARE(averagePrecision(detections, truths, 0.5).classes[0].found, 2);
    // The first one is nearest to the truth at 3 and takes it; the second takes what is left.
    const std::vector<ScoredBox> crossed = {detection(1, 0.9, 2), detection(1, 0.8, 3)};
    QCOMPARE(averagePrecision(crossed, truths, 0.5).classes[0].found, 2);
  }

  void overlapEqualToTheLimitCounts() {
    // Moved by 10/3: (10 - 10/3) / (10 + 10/3) = 1/2; moved by 2: 2/3.
    const std::vector<TruthBox> truths = {{1, kPerson, {0, 0, 3, 10}, false}};
    const std::vector<ScoredBox> half = {{1, kPerson, 0.9, {1, 0, 3, 10}}};  // 2 of 4
    QCOMPARE(averagePrecision(half, truths, 0.5).classes[0].found, 1);
    QCOMPARE(averagePrecision(half, truths, 0.55).classes[0].found, 0);
  }

  void ignoredTruthsCountNeitherWay() {
    const std::vector<TruthBox> truths = {truth(1, 0), truth(1, 100, kPerson, true)};
    const std::vector<ScoredBox> detections = {detection(1, 0.95, 100), detection(1, 0.9, 101),
                                               detection(1, 0.8, 0)};
    const auto report = averagePrecision(detections, truths, 0.5);
    QCOMPARE(report.classes[0].truths, 1);
    QCOMPARE(report.classes[0].wrong, 0);
    QVERIFY(isNear(report.mean, 1));
    // A real truth goes first.
    const std::vector<TruthBox> both = {truth(1, 1, kPerson, true), truth(1, 0)};
    const std::vector<ScoredBox> one = {detection(1, 0.9, 1)};
    QCOMPARE(averagePrecision(one, both, 0.5).classes[0].found, 1);
  }

  void meanIsOverClassesWithTruths() {
    const std::vector<TruthBox> truths = {truth(1, 0), truth(1, 0, kCar), truth(2, 0, kCar),
                                          truth(1, 0, ClassId{9}, true)};
    const std::vector<ScoredBox> detections = {detection(1, 0.9, 0), detection(1, 0.9, 0, kCar),
                                               detection(1, 0.9, 0, ClassId{0}),
                                               detection(1, 0.9, 0, ClassId{7})};
    const auto report = averagePrecision(detections, truths, 0.5);
    QCOMPARE(report.classes.size(), 2U);
    QCOMPARE(report.classes[0].classId, kPerson);
    QCOMPARE(report.classes[1].classId, kCar);
    QVERIFY(isNear(report.mean, (1 + 0.5) / 2));
  }

  void nothingGivesNothing() {
    QCOMPARE(averagePrecision({}, {}, 0.5).classes.size(), 0U);
    const std::vector<TruthBox> truths = {truth(1, 0)};
    QVERIFY(isNear(averagePrecision({}, truths, 0.5).mean, 0));
    const std::vector<ScoredBox> detections = {detection(1, 0.9, 0)};
    QCOMPARE(averagePrecision(detections, {}, 0.5).classes.size(), 0U);
  }

  void overIous() {
    // IoU 2/3: found at 0.50, 0.55, 0.60, 0.65 of the ten limits.
    const std::vector<TruthBox> truths = {truth(1, 0)};
    const std::vector<ScoredBox> detections = {detection(1, 0.9, 2)};
    QVERIFY(isNear(averagePrecisionOverIous(detections, truths).mean, 0.4));
  }

  void agreesWithTheDefinition() {
    // Against precision and recall counted anew at every threshold, single truths a frame, so that
    // matching is trivial.
    std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): reproducible
    std::uniform_real_distribution<double> uniform(0, 1);
    for (int round = 0; round < 50; ++round) {
      std::vector<TruthBox> truths;
      std::vector<ScoredBox> detections;
      std::vector<bool> right;
      for (int frame = 0; frame < 30; ++frame) {
        truths.push_back(truth(frame, 0));
        if (uniform(random) < 0.8) {
          right.push_back(uniform(random) < 0.6);
          detections.push_back(detection(frame, uniform(random), right.back() ? 1 : 50));
        }
      }
      double expected = 0;
      for (int k = 1; k <= 30; ++k) {
        // The best precision at any threshold that reaches recall k / 30.
        double best = 0;
        for (const ScoredBox& at : detections) {
          int found = 0;
          int all = 0;
          for (std::size_t i = 0; i < detections.size(); ++i) {
            if (detections[i].score >= at.score) {
              ++all;
              found += right[i] ? 1 : 0;
            }
          }
          if (found >= k) {
            best = std::max(best, static_cast<double>(found) / all);
          }
        }
        expected += best / 30;
      }
      QVERIFY(std::abs(averagePrecision(detections, truths, 0.5).mean - expected) < 1e-9);
    }
  }
};

QTEST_GUILESS_MAIN(TestAveragePrecision)
#include "tst_average_precision.moc"
