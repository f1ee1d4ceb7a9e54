#include <cmath>
#include <limits>
#include <vector>

#include <QTest>

#include "tracking/score_scale.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

constexpr double kMinScore = 0.1;

std::vector<Detection> withScores(const std::vector<double>& scores) {
  std::vector<Detection> detections;
  for (const double score : scores) {
    detections.push_back({{10, 10, 20, 40}, score, ClassId{0}});
  }
  return detections;
}

}  // namespace

class TestScoreScale : public QObject {
  Q_OBJECT
 private slots:
  void aStrongDetectorIsTakenAsItIs() {
    ScoreScale scale;
    for (int i = 0; i < 100; ++i) {
      scale.learn(withScores({0.95, 0.9, 0.3, 0.2, 0.15}), 0.04, kMinScore);
      QCOMPARE(scale.scaled(0.7), 0.7);
      QCOMPARE(scale.scaled(0.05), 0.05);
    }
  }

  /// (0.85 / 0.5)^(3/4) by hand: 1.4888.
  void aWeakDetectorIsRaisedFromTheFirstPicture() {
    ScoreScale scale;
    QCOMPARE(scale.scaled(0.5), 0.5);
    scale.learn(withScores({0.5, 0.5}), 0, kMinScore);
    QVERIFY(std::abs(scale.scaled(0.5) - 0.5 * 1.4888) < 1e-4);
    QCOMPARE(scale.scaled(0.9), 1.0);
  }

  void clutterDoesNotMoveTheLevel() {
    ScoreScale alone;
    ScoreScale among;
    std::vector<double> scores(100, 0.12);
    scores.push_back(0.6);
    alone.learn(withScores({0.6}), 0, kMinScore);
    among.learn(withScores(scores), 0, kMinScore);
    QVERIFY(std::abs(alone.scaled(0.5) - among.scaled(0.5)) < 1e-4);
  }

  /// Of clutter alone, nothing becomes as good as what begins tracks (0.7).
  void clutterAloneStaysClutter() {
    for (const double score : {0.11, 0.2, 0.3, 0.38}) {
      ScoreScale scale;
      for (int i = 0; i < 10'000; ++i) {
        scale.learn(withScores({score, score, score}), 0.1, kMinScore);
      }
      QVERIFY2(scale.scaled(score) < 0.7, qPrintable(QString::number(score)));
    }
  }

  /// Nobody in sight for ten seconds: the level has to hold.
  void anEmptySceneIsNotForgottenAtOnce() {
    ScoreScale scale;
    scale.learn(withScores({0.95}), 0, kMinScore);
    for (int i = 0; i < 100; ++i) {
      scale.learn(withScores({0.2, 0.3}), 0.1, kMinScore);
    }
    QVERIFY(scale.scaled(0.3) < 0.5);
  }

  /// The same half minute at 4 and at 240 pictures a second.
  void timeCountsNotPictures() {
    std::vector<double> results;
    for (const double rate : {4.0, 30.0, 240.0}) {
      ScoreScale scale;
      scale.learn(withScores({0.9}), 0, kMinScore);
      for (int i = 0; i < 30 * rate; ++i) {
        scale.learn(withScores({0.5}), 1 / rate, kMinScore);
      }
      results.push_back(scale.scaled(0.5));
    }
    QVERIFY(std::abs(results[0] - results[1]) < 0.005);
    QVERIFY(std::abs(results[1] - results[2]) < 0.005);
  }

  void uselessPicturesChangeNothing() {
    ScoreScale scale;
    scale.learn(withScores({0.5}), 0, kMinScore);
    const double before = scale.scaled(0.5);
    scale.learn({}, 10, kMinScore);
    scale.learn(withScores({0.05, std::numeric_limits<double>::quiet_NaN()}), 10, kMinScore);
    QCOMPARE(scale.scaled(0.5), before);
    scale.learn(withScores({1e300}), 10, kMinScore);
    QVERIFY(scale.scaled(0.5) >= 0.5 && scale.scaled(0.5) <= 1);
  }
};

QTEST_GUILESS_MAIN(TestScoreScale)
#include "tst_score_scale.moc"
