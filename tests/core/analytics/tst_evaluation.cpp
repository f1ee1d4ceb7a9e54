#include <algorithm>
#include <cmath>
#include <vector>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/analytics/clear_metrics.h"
#include "core/analytics/hota.h"
#include "core/store/benchmark_files.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;

namespace {

/// Scores of TrackEval for one run, sequence by sequence.
QJsonObject trackEvalScores(const std::filesystem::path& data, const QString& set,
                            const QString& tracker) {
  QFile file(QString::fromStdString((data / "mot/reference/scores.json").string()));
  if (!file.open(QIODevice::ReadOnly)) {
    return {};
  }
  const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
  for (const QString& key : all.keys()) {
    if (key.startsWith(set)) {
      return all[key].toObject()[tracker].toObject();
    }
  }
  return {};
}

void compareAll(const EvaluatedSequence& sequence, const QJsonObject& expected) {
  const HotaScores hota = evaluateHota(sequence);
  const ClearScores clear = evaluateClear(sequence);
  const IdentityScores identity = evaluateIdentity(sequence);
  const auto whole = [&](const char* name, std::int64_t ours) {
    QVERIFY2(
        expected[name].toInteger() == ours,
        qPrintable(QString("%1: %2, not %3").arg(name).arg(ours).arg(expected[name].toInteger())));
  };
  const auto percent = [&](const char* name, double ours) {
    QVERIFY2(
        std::abs(expected[name].toDouble() - 100 * ours) <= 0.001,
        qPrintable(
            QString("%1: %2, not %3").arg(name).arg(100 * ours).arg(expected[name].toDouble())));
  };
  whole("IDSW", clear.identitySwitches);
  whole("FP", clear.falsePositives);
  whole("FN", clear.falseNegatives);
  whole("TP", clear.truePositives);
  whole("Frag", clear.fragmentations);
  whole("MT", clear.mostlyTracked);
  whole("PT", clear.partlyTracked);
  whole("ML", clear.mostlyLost);
  whole("IDTP", identity.truePositives);
  whole("IDFP", identity.falsePositives);
  whole("IDFN", identity.falseNegatives);
  percent("MOTA", clear.mota());
  percent("MOTP", clear.motp());
  percent("IDF1", identity.f1());
  percent("HOTA", HotaScores::mean(hota.hota()));
  percent("DetA", HotaScores::mean(hota.detA()));
  percent("AssA", HotaScores::mean(hota.assA));
  percent("LocA", HotaScores::mean(hota.locA));
  percent("DetRe", HotaScores::mean(hota.detRe()));
  percent("DetPr", HotaScores::mean(hota.detPr()));
  percent("AssRe", HotaScores::mean(hota.assRe));
  percent("AssPr", HotaScores::mean(hota.assPr));
}

}  // namespace

class TestEvaluation : public QObject {
  Q_OBJECT
 private slots:
  void equalsTrackEvalOnMot15() {
    FS_NEED_SHARED_DATA(data);
    const QJsonObject expected = trackEvalScores(data, "MOT15", "SORT-py");
    QCOMPARE(expected.size(), 7);
    const auto sequences = findSequences(data / "mot/MOT15", data / "mot/reference/sort");
    FS_VERIFY_OK(sequences);
    QCOMPARE(sequences->size(), 7U);
    for (const BenchmarkSequence& sequence : *sequences) {
      const auto truth = readGroundTruth(sequence.truth);
      const auto tracks = readTracks(sequence.tracks);
      FS_VERIFY_OK(truth);
      FS_VERIFY_OK(tracks);
      QCOMPARE(truth->benchmark, Benchmark::Mot15);
      const auto ready =
          setUpEvaluation(truth->boxes, tracks->boxes, truth->benchmark, sequence.length.value());
      FS_VERIFY_OK(ready);
      compareAll(*ready, expected[QString::fromStdString(sequence.name)].toObject());
    }
  }

  void equalsTrackEvalWithDistractors_data() {
    QTest::addColumn<QString>("detector");
    QTest::newRow("FRCNN") << "FRCNN";
    QTest::newRow("SDP") << "SDP";
  }

  void equalsTrackEvalWithDistractors() {
    FS_NEED_SHARED_DATA(data);
    QFETCH(QString, detector);
    const QJsonObject expected = trackEvalScores(data, "MOT17-LifT", "Lif_T-" + detector);
    for (const char* const name : {"MOT17-05", "MOT17-09"}) {
      const auto folder = data / "mot/MOT17-LifT" / name;
      const auto sequences =
          findSequences(folder, folder / ("lift_" + detector.toStdString() + ".txt"));
      FS_VERIFY_OK(sequences);
      const auto truth = readGroundTruth(sequences->front().truth);
      const auto tracks = readTracks(sequences->front().tracks);
      FS_VERIFY_OK(truth);
      FS_VERIFY_OK(tracks);
      const auto ready = setUpEvaluation(truth->boxes, tracks->boxes, truth->benchmark,
                                         sequences->front().length.value());
      FS_VERIFY_OK(ready);
      compareAll(*ready, expected[name].toObject());
    }
  }

  void truthAsItsOwnResultIsPerfect() {
    FS_NEED_SHARED_DATA(data);
    const auto truth = readGroundTruth(data / "mot/MOT15/TUD-Campus/gt/gt.txt");
    FS_VERIFY_OK(truth);
    const auto ready = setUpEvaluation(truth->boxes, truth->boxes, Benchmark::Mot15, 71);
    FS_VERIFY_OK(ready);
    QCOMPARE(HotaScores::mean(evaluateHota(*ready).hota()), 1.0);
    QCOMPARE(evaluateClear(*ready).mota(), 1.0);
    QCOMPARE(evaluateIdentity(*ready).f1(), 1.0);
  }

  void aHandMadeSwitchIsListed() {
    // One object over four pictures; track 7 has it in two, track 8 in the last, one picture
    // between is missed.
    std::vector<LabelledBox> truth;
    std::vector<LabelledBox> tracks;
    const Box box{10, 10, 20, 40};
    for (std::int64_t frame = 1; frame <= 4; ++frame) {
      truth.push_back({.frame = frame, .id = 1, .box = box});
    }
    tracks.push_back({.frame = 1, .id = 7, .box = box});
    tracks.push_back({.frame = 2, .id = 7, .box = box});
    tracks.push_back({.frame = 3, .id = 9, .box = {500, 500, 20, 40}});
    tracks.push_back({.frame = 4, .id = 8, .box = box});
    const auto ready = setUpEvaluation(truth, tracks, Benchmark::Mot15, 4);
    FS_VERIFY_OK(ready);
    std::vector<TrackingErrorEvent> events;
    const ClearScores clear = evaluateClear(*ready, &events);
    QCOMPARE(clear.identitySwitches, 1);
    QCOMPARE(clear.fragmentations, 1);
    QCOMPARE(clear.falseNegatives, 1);
    QCOMPARE(clear.falsePositives, 1);
    QCOMPARE(clear.mota(), (3.0 - 1 - 1) / 4);
    QCOMPARE(events.size(), 4U);
    QCOMPARE(events[0].kind, TrackingErrorKind::Miss);
    QCOMPARE(events[0].frame, 2U);
    QCOMPARE(events[2].kind, TrackingErrorKind::Switch);
    QCOMPARE(events[2].frame, 3U);
    // Identity: the best one-to-one choice is track 7 for the object: 2 of 4.
    QCOMPARE(evaluateIdentity(*ready).truePositives, 2);
  }

  void anIdTwiceInAFrameIsRefused() {
    const std::vector<LabelledBox> twice = {{.frame = 1, .id = 3, .box = {0, 0, 5, 5}},
                                            {.frame = 1, .id = 3, .box = {9, 9, 5, 5}}};
    FS_VERIFY_ERROR(setUpEvaluation({}, twice, Benchmark::Mot15, 2), ErrorCode::CorruptData,
                    "id 3 twice");
    const std::vector<LabelledBox> late = {{.frame = 9, .id = 3, .box = {0, 0, 5, 5}}};
    FS_VERIFY_ERROR(setUpEvaluation({}, late, Benchmark::Mot15, 2), ErrorCode::CorruptData,
                    "frame 9");
  }
};

QTEST_GUILESS_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
