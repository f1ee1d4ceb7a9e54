#include <algorithm>

#include <QTest>

#include "core/analytics/model_verdict.h"

using namespace followspot;

namespace {

Detection person(double x, double score, int classId = 1) {
  return {{x, 0, 10, 10}, score, ClassId{classId}};
}

TrackSet tracksOf(std::initializer_list<std::pair<int, TrackState>> items) {
  TrackSet set;
  for (const auto& [id, state] : items) {
    Track track;
    track.id = TrackId{static_cast<std::uint64_t>(id)};
    track.state = state;
    set.items.push_back(track);
  }
  return set;
}

/// A comparison where all is well and the numbers are the same.
ModelComparison good() {
  ModelComparison comparison;
  comparison.raw.pictures = 3;
  comparison.raw.boxes = 2e-6;
  comparison.raw.scores = 1e-6;
  comparison.detections = DetectionAgreement{};
  comparison.detections->before = comparison.detections->after = comparison.detections->matched =
      100;
  comparison.tracksBefore = comparison.tracksAfter = TrackSummary{50, 4, 200, 0};
  return comparison;
}

bool mentions(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

class TestModelVerdict : public QObject {
  Q_OBJECT

 private slots:
  void boxesAreMatchedByClassAndOverlap() {
    AgreementCounter counter(0.5, 0.4);
    // 10 wide boxes 1 apart overlap by 9 / 11; 5 apart by 5 / 15, too little.
    const std::vector<Detection> before = {person(0, 0.9), person(100, 0.8), person(200, 0.5)};
    const std::vector<Detection> after = {person(1, 0.7), person(105, 0.8), person(200, 0.5, 2)};
    counter.add(before, after);
    const DetectionAgreement result = counter.result();
    QCOMPARE(result.pictures, 1);
    QCOMPARE(result.before, 3);
    QCOMPARE(result.after, 3);
    QCOMPARE(result.matched, 1);
    QCOMPARE(result.lost, 2);
    QCOMPARE(result.added, 2);
    QVERIFY(qAbs(result.drift + 0.2) < 1e-12);
    QVERIFY(qAbs(result.absoluteDrift - 0.2) < 1e-12);
    QVERIFY(qAbs(result.meanIou - 9.0 / 11.0) < 1e-12);
    QVERIFY(qAbs(result.agreement() - 2.0 / 6.0) < 1e-12);
  }

  void aScoreAboutTheLimitIsDriftNotALoss() {
    AgreementCounter counter(0.5, 0.4);
    counter.add(std::vector{person(0, 0.41)}, std::vector{person(0, 0.39)});
    counter.add(std::vector{person(0, 0.39)}, std::vector{person(0, 0.41)});
    // Both below: of no interest. Below half: as if it were not there.
    counter.add(std::vector{person(0, 0.3)}, std::vector{person(0, 0.3)});
    counter.add(std::vector{person(0, 0.41)}, std::vector{person(0, 0.19)});
    const DetectionAgreement result = counter.result();
    QCOMPARE(result.matched, 2);
    QCOMPARE(result.lost, 1);
    QCOMPARE(result.added, 0);
    QVERIFY(qAbs(result.drift) < 1e-12);
    QVERIFY(qAbs(result.largestDrift - 0.02) < 1e-12);
  }

  void eachBoxHasOnePartner() {
    AgreementCounter counter(0.5, 0.4);
    counter.add(std::vector{person(0, 0.9), person(2, 0.9)}, std::vector{person(1.5, 0.9)});
    const DetectionAgreement result = counter.result();
    QCOMPARE(result.matched, 1);
    QCOMPARE(result.lost, 1);
    QVERIFY(qAbs(result.meanIou - 9.5 / 10.5) < 1e-12);  // the nearer one
  }

  void agreementIsSymmetric() {
    AgreementCounter one(0.5, 0.4);
    AgreementCounter other(0.5, 0.4);
    const std::vector a = {person(0, 0.9), person(30, 0.7), person(60, 0.5)};
    const std::vector b = {person(2, 0.6), person(61, 0.3)};
    one.add(a, b);
    other.add(b, a);
    QCOMPARE(one.result().agreement(), other.result().agreement());
    QCOMPARE(one.result().lost, other.result().added);
    QCOMPARE(one.result().drift, -other.result().drift);
    QCOMPARE(AgreementCounter(0.5, 0.4).result().agreement(), 1.0);
  }

  void tracksAreCounted() {
    TrackCounter counter;
    counter.add(tracksOf({{1, TrackState::Confirmed}, {2, TrackState::Tentative}}));
    counter.add(tracksOf({{1, TrackState::Coasting}, {2, TrackState::Confirmed}}));
    counter.add(tracksOf({}));
    counter.add(tracksOf({{1, TrackState::Confirmed}, {3, TrackState::Confirmed}}));
    counter.add(tracksOf({{1, TrackState::Confirmed}}));
    const TrackSummary& result = counter.result();
    QCOMPARE(result.pictures, 5);
    QCOMPARE(result.ids, 3);
    QCOMPARE(result.boxes, 5);
    QCOMPARE(result.interruptions, 1);
    QCOMPARE(result.perPicture(), 1.0);
    QVERIFY(qAbs(result.meanLength() - 5.0 / 3.0) < 1e-12);
    QCOMPARE(TrackSummary{}.perPicture(), 0.0);
    QCOMPARE(TrackSummary{}.meanLength(), 0.0);
  }

  void sameNumbersAreTheSame() {
    const Judgement judgement = judge(good());
    QVERIFY(judgement.verdict == Verdict::Same);
    QCOMPARE(judgement.reasons.size(), std::size_t{3});
  }

  void otherNumbersThatSeeTheSameAreClose() {
    ModelComparison comparison = good();
    comparison.raw.scores = 0.02;
    QVERIFY(judge(comparison).verdict == Verdict::Close);
    comparison.raw.obstacle = "they have other anchors";
    const Judgement judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Close);
    QVERIFY(mentions(judgement.reasons.back(), "other anchors"));
  }

  void nothingIsMinusZero() {
    ModelComparison comparison = good();
    comparison.detections->drift = -0.00004;
    comparison.truthBefore = TruthScores{.mota = -0.00001};
    comparison.truthAfter = TruthScores{.mota = -0.00002};
    for (const std::string& reason : judge(comparison).reasons) {
      QVERIFY2(!mentions(reason, "-0.0000"), reason.c_str());
    }
  }

  void lostBoxesAreSaidFirst() {
    ModelComparison comparison = good();
    comparison.detections->matched = 80;
    comparison.detections->lost = 20;
    const Judgement judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Different);
    QVERIFY(mentions(judgement.reasons.front(), "0.8889"));  // 160 / 180
    QVERIFY(mentions(judgement.reasons.front(), "20 are lost"));
  }

  void fewerTrackedObjectsAreADifference() {
    ModelComparison comparison = good();
    comparison.tracksAfter->boxes = 175;
    const Judgement judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Different);
    QVERIFY(mentions(judgement.reasons.front(), "4.00 objects a picture 3.50"));
  }

  /// One box or one track more or less on a handful of pictures says nothing.
  void aHandfulOfPicturesDoesNotDecide() {
    ModelComparison comparison = good();
    comparison.raw.scores = 0.02;
    comparison.tracksBefore = TrackSummary{8, 1, 6, 0};
    comparison.tracksAfter = TrackSummary{8, 2, 12, 0};
    Judgement judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Close);  // by its detections
    QVERIFY(std::ranges::any_of(judgement.reasons, [](const std::string& reason) {
      return mentions(reason, "Too few pictures to judge tracks by: 8 pictures with 12");
    }));
    comparison.detections->before = comparison.detections->after = 6;
    comparison.detections->matched = 5;
    comparison.detections->lost = 1;
    judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Different);  // not shown not to be
    QVERIFY(mentions(judgement.reasons.front(), "not the same numbers"));
    comparison.raw.scores = 1e-6;
    QVERIFY(judge(comparison).verdict == Verdict::Same);
  }

  void boxesThatDecodeElsewhereAreNotTheSame() {
    ModelComparison comparison;
    comparison.raw.pictures = 8;
    comparison.raw.witness = "a slow one";
    comparison.raw.decoded = 1e-5;
    QVERIFY(judge(comparison).verdict == Verdict::Same);
    comparison.raw.decoded = 1e-2;
    const Judgement judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Different);
    QVERIFY(mentions(judgement.reasons.front(), "a slow one makes of the parent"));
    QVERIFY(mentions(judgement.reasons.front(), "decoded from them by 0.01"));
  }

  void roundingIsNoDifference() {
    ModelComparison comparison;
    comparison.raw.pictures = 8;
    comparison.raw.boxes = 2e-3;
    comparison.raw.rounding = 3e-4;
    const Judgement judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Same);
    QVERIFY(mentions(judgement.reasons.front(), "rounding to 32 bits alone"));
    comparison.raw.boxes = 1e-2;
    QVERIFY(judge(comparison).verdict == Verdict::Different);
  }

  void annotationsDecideOverAgreement() {
    ModelComparison comparison = good();
    comparison.raw.scores = 0.3;
    comparison.detections->lost = 50;
    comparison.truthBefore = TruthScores{.averagePrecision = 0.75, .idf1 = 0.6};
    comparison.truthAfter = TruthScores{.averagePrecision = 0.73, .idf1 = 0.58};
    QVERIFY(judge(comparison).verdict == Verdict::Close);
    comparison.truthAfter->averagePrecision = 0.71;
    const Judgement judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Different);
    QVERIFY(mentions(judgement.reasons.front(), "from 0.7500 to 0.7100"));
    comparison.truthAfter = TruthScores{.averagePrecision = 0.75, .idf1 = 0.5};
    QVERIFY(judge(comparison).verdict == Verdict::Different);
  }

  void withoutAVideoOtherNumbersAreADifference() {
    ModelComparison comparison;
    comparison.raw.pictures = 8;
    comparison.raw.boxes = 1e-5;
    QVERIFY(judge(comparison).verdict == Verdict::Same);
    comparison.raw.boxes = 2e-4;
    const Judgement judgement = judge(comparison);
    QVERIFY(judgement.verdict == Verdict::Different);
    QVERIFY(mentions(judgement.reasons.back(), "--video"));
    QVERIFY(judge({}).verdict == Verdict::Different);  // Nothing was compared at all.
  }
};

QTEST_GUILESS_MAIN(TestModelVerdict)
#include "tst_model_verdict.moc"
