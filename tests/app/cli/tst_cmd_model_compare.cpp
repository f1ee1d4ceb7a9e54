#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/support/cli_process.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

namespace {

CliRun run(QStringList arguments) {
  arguments.prepend("model");
  return runCli(arguments, 300'000);
}

}  // namespace

class TestCmdModelCompare : public QObject {
  Q_OBJECT

 private:
  TemporaryFolder folder_;

  QString prepare(const std::filesystem::path& data, const char* network) {
    const auto from = data / "models" / network;
    const CliRun ran =
        run({"prepare", "-q", "--config", pathOf(from / "pipeline.config"), "--checkpoint",
             pathOf(from / "model.ckpt"), "-o", pathOf(folder_ / network)});
    return ran.code == 0 ? pathOf(folder_ / network) : QString();
  }

 private slots:
  void theSmallerModelIsTakenWhereOnlyItFits() {
    FS_NEED_SHARED_DATA(data);
    const QString large = prepare(data, "ssd_mobilenet_v2_oid");
    const QString small = prepare(data, "ssd_mobilenet_v1");
    const CliRun ran = run({"compare", large, small, "--rounds", "2", "--runs", "2", "--budget-mb",
                            "8", "--json", "-", "--csv", pathOf(folder_ / "table.csv")});
    QVERIFY2(ran.code == 0, ran.error);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    const QJsonArray models = json["models"].toArray();
    QCOMPARE(models.size(), 2);
    const QJsonObject first = models[0].toObject();
    const QJsonObject second = models[1].toObject();
    QVERIFY(first["forward_p50_ms"].toDouble() > second["forward_p50_ms"].toDouble());
    QVERIFY(first["forward_p95_ms"].toDouble() >= first["forward_p50_ms"].toDouble());
    QVERIFY(first["load_ms"].toDouble() > 0);
    QVERIFY(first["peak_memory_bytes"].toDouble() > 10e6);
    QVERIFY(first["macs"].toDouble() > 5 * second["macs"].toDouble());
    QVERIFY(first["agreement"].isNull());  // There was no video.
    QCOMPARE(json["choice"].toObject()["model"].toString(), small);
    QFile table(pathOf(folder_ / "table.csv"));
    QVERIFY(table.open(QIODevice::ReadOnly));
    QCOMPARE(table.readAll().count('\n'), 3);
  }

  void aModelAgreesWithItself() {
    FS_NEED_SHARED_DATA(data);
    FS_NEED_DEMO_VIDEO(video);
    const QString model = prepare(data, "ssd_mobilenet_v1");
    const CliRun ran = run({"compare", model, model, "--rounds", "1", "--runs", "1", "--video",
                            pathOf(video), "--pictures", "3", "--json", "-"});
    QVERIFY2(ran.code == 0, ran.error);
    const QJsonArray models = QJsonDocument::fromJson(ran.out).object()["models"].toArray();
    QCOMPARE(models[1].toObject()["agreement"].toDouble(), 1.0);
    QVERIFY(models[1].toObject()["AP50"].isNull());
  }

  /// A twin gains nothing; two rounds show no speed.
  void whatGainsNothingIsNotRecommended() {
    FS_NEED_SHARED_DATA(data);
    const QString model = prepare(data, "ssd_mobilenet_v1");
    CliRun ran = run({"compare", model, model, "--runs", "1", "--json", "-"});
    QVERIFY2(ran.code == 0, ran.error);
    QJsonObject twin = QJsonDocument::fromJson(ran.out).object()["models"].toArray()[1].toObject();
    QVERIFY2(twin["advice"] == "not recommended" || twin["speed_differs_beyond_noise"].toBool(),
             ran.out);
    ran = run({"compare", model, model, "--rounds", "2", "--runs", "1"});
    QVERIFY2(ran.out.contains("not judged: its speed was measured in 2 rounds only"), ran.out);
  }

  void whereNoneFitsTheExitCodeTells() {
    FS_NEED_SHARED_DATA(data);
    const QString model = prepare(data, "ssd_mobilenet_v1");
    const CliRun ran =
        run({"compare", model, "--rounds", "1", "--runs", "1", "--budget-mb", "0.001"});
    QCOMPARE(ran.code, 7);
    QVERIFY2(ran.out.contains("No model fits"), ran.out);
    QCOMPARE(run({"compare", "/nowhere"}).code, 4);
  }
};

QTEST_GUILESS_MAIN(TestCmdModelCompare)
#include "tst_cmd_model_compare.moc"
