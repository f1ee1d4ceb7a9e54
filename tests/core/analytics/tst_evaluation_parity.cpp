#include <cmath>
#include <filesystem>
#include <vector>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/analytics/score_sheet.h"
#include "core/store/benchmark_files.h"
#include "tests/support/result_check.h"

using namespace followspot;

Q_DECLARE_METATYPE(followspot::Benchmark)

namespace {

std::filesystem::path dataFolder() {
  return std::filesystem::path(FOLLOWSPOT_SOURCE_DIR) / "tests/data/evaluation";
}

QJsonObject expectedOf(const QString& suite) {
  QFile file(QString::fromStdString((dataFolder() / "trackeval.json").string()));
  return file.open(QIODevice::ReadOnly)
             ? QJsonDocument::fromJson(file.readAll()).object()[suite].toObject()
             : QJsonObject();
}

void compare(const SequenceScores& scores, const QJsonObject& expected) {
  QVERIFY(expected.size() > 20);
  for (const Figure& figure : figuresOf(scores)) {
    const QString name = QString::fromUtf8(figure.name.data(), qsizetype(figure.name.size()));
    QVERIFY2(expected.contains(name), qPrintable(name));
    const double theirs = expected[name].toDouble();
    QVERIFY2(std::abs(figure.value - theirs) <= (figure.count ? 0 : 1e-6),
             qPrintable(QString("%1: %2 is %3, not %4")
                            .arg(QString::fromStdString(scores.name), name)
                            .arg(figure.value, 0, 'g', 17)
                            .arg(theirs, 0, 'g', 17)));
  }
}

}  // namespace

/// Made-up scenes full of ties, distractors and gaps, against TrackEval (tests/data/evaluation).
class TestEvaluationParity : public QObject {
  Q_OBJECT
 private slots:
  void equalsTrackEval_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<Benchmark>("benchmark");
    QTest::addColumn<int>("kittiClass");
    QTest::newRow("mot15") << "mot15" << Benchmark::Mot15 << 0;
    QTest::newRow("mot17") << "mot17" << Benchmark::Mot17 << 0;
    QTest::newRow("mot20") << "mot20" << Benchmark::Mot20 << 0;
    QTest::newRow("kitti-car") << "kitti" << Benchmark::Kitti << int(KittiCar);
    QTest::newRow("kitti-pedestrian") << "kitti" << Benchmark::Kitti << int(KittiPedestrian);
  }

  void equalsTrackEval() {
    QFETCH(QString, folder);
    QFETCH(Benchmark, benchmark);
    QFETCH(int, kittiClass);
    const QJsonObject expected = expectedOf(QTest::currentDataTag());
    const auto place = dataFolder() / folder.toStdString();
    const auto sequences = findSequences(place / "gt", place / "tracks");
    FS_VERIFY_OK(sequences);
    QCOMPARE(sequences->size(), 2U);
    std::vector<SequenceScores> all;
    for (const BenchmarkSequence& sequence : *sequences) {
      const auto truth = readGroundTruth(sequence.truth);
      const auto tracks = readTracks(sequence.tracks);
      FS_VERIFY_OK(truth);
      FS_VERIFY_OK(tracks);
      constexpr std::int64_t kPictures = 60;  // more than any has; pictures without boxes are free
      const auto ready =
          setUpEvaluation(truth->boxes, tracks->boxes, benchmark,
                          sequence.length.value_or(kPictures), KeptFrames{}, kittiClass);
      FS_VERIFY_OK(ready);
      all.push_back(scoreSequence(sequence.name, *ready));
      compare(all.back(), expected[QString::fromStdString(sequence.name)].toObject());
    }
    compare(combine("combined", all), expected["combined"].toObject());
  }
};

QTEST_GUILESS_MAIN(TestEvaluationParity)
#include "tst_evaluation_parity.moc"
