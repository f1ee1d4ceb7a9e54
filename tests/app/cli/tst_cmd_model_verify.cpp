#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/base/output_file.h"
#include "tests/support/cli_process.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

CliRun run(QStringList arguments) {
  arguments.prepend("model");
  return runCli(arguments, 300'000);
}

}  // namespace

class TestCmdModelVerify : public QObject {
  Q_OBJECT

 private:
  TemporaryFolder folder_;

  /// Prepares the small model. @return its path.
  QString prepare(const std::filesystem::path& data, const char* name, const QStringList& more,
                  const char* checkpoint = "model.ckpt") {
    const auto v1 = data / "models/ssd_mobilenet_v1";
    if (!writeFile(folder_ / "names.txt", "a\nb\nc\nd\ne\n")) {
      return {};
    }
    const CliRun ran =
        run(QStringList{"prepare", "-q", "--config", pathOf(v1 / "pipeline.config"), "--checkpoint",
                        pathOf(v1 / checkpoint), "--labels", pathOf(folder_ / "names.txt"), "-o",
                        pathOf(folder_ / name)} +
            more);
    return ran.code == 0 ? pathOf(folder_ / name) : QString();
  }

 private slots:
  void theSameModelInAnotherFormIsTheSame() {
    FS_NEED_SHARED_DATA(data);
    const QString pair = prepare(data, "pair", {});
    const QString single = prepare(data, "single", {"--single-file"});
    const CliRun ran = run({"verify", single, "--against", pair});
    QVERIFY2(ran.code == 0, ran.error);
    QVERIFY2(ran.out.startsWith("The same as its parent."), ran.out);
  }

  void noisyWeightsAreADifference() {
    FS_NEED_SHARED_DATA(data);
    const QString right = prepare(data, "right", {}, "train");
    const QString noisy = prepare(data, "noisy", {"--use-moving-averages=no"}, "train");
    const CliRun ran = run({"verify", noisy, "--against", right, "--json", "-"});
    QVERIFY2(ran.code == 7, ran.error);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    QCOMPARE(json["verdict"].toString(), "different");
    QVERIFY(json["raw_outputs"].toObject()["scores"].toDouble() > 1e-3);
    QVERIFY(json["reasons"].toArray().last().toString().contains("--video"));
  }

  /// TensorFlow's own frozen graph and OpenCV's script, not ours, are the parent here.
  void aPreparedModelSeesWhatTensorFlowsGraphSees() {
    FS_NEED_SHARED_DATA(data);
    FS_NEED_DEMO_VIDEO(video);
    const auto scripts = data / "models/ssd_mobilenet_v1/tensorflow";
    const QString package = prepare(data, "package", {});
    const CliRun ran = run({"verify", package, "--against", pathOf(scripts / "tflite_graph.pb"),
                            "--text-graph", pathOf(scripts / "text_graph_from_tflite.pbtxt"),
                            "--labels", pathOf(folder_ / "names.txt"), "--video", pathOf(video),
                            "--pictures", "4", "--json", "-"});
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    const QJsonObject detections = json["detections"].toObject();
    QVERIFY2(ran.code == 0, ran.error + ran.out);
    QCOMPARE(json["verdict"].toString(), "close");
    QCOMPARE(detections["pictures"].toInt(), 4);
    QVERIFY(detections["before"].toInt() > 0);
    QVERIFY(json["raw_outputs"].toObject().contains("not_compared"));
  }

  void whatTensorFlowLeftIsAParent_data() {
    QTest::addColumn<QStringList>("parent");
    const QStringList config = {"--config", "pipeline.config"};
    QTest::newRow("inference graph") << QStringList{"tensorflow/frozen_inference_graph.pb"};
    QTest::newRow("inference graph and config")
        << QStringList{"tensorflow/frozen_inference_graph.pb"} + config;
    QTest::newRow("TFLite graph") << QStringList{"tensorflow/tflite_graph.pb"};
    QTest::newRow("SavedModel") << QStringList{"tensorflow/saved_model"};
    QTest::newRow("checkpoint") << QStringList{"model.ckpt"} + config;
    QTest::newRow("training checkpoint") << QStringList{"train"} + config;
    QTest::newRow("checkpoint, version 1") << QStringList{"v1/model.ckpt"} + config;
  }
  /// The network that TensorFlow froze, run by the reference executor, against OpenCV's.
  void whatTensorFlowLeftIsAParent() {
    QFETCH(QStringList, parent);
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    for (QString& word : parent) {
      word = word.startsWith("--") ? word : pathOf(v1 / word.toStdString());
    }
    // Training leaves other statistics than the inference checkpoint has.
    const bool training = QString(QTest::currentDataTag()).startsWith("training");
    const QString package = prepare(data, "package", {}, training ? "train" : "model.ckpt");
    const CliRun ran =
        run(QStringList{"verify", package, "--against"} + parent + QStringList{"--json", "-"});
    QVERIFY2(ran.code == 0, ran.error + ran.out);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    const QJsonObject raw = json["raw_outputs"].toObject();
    QCOMPARE(json["verdict"].toString(), "same");
    QCOMPARE(raw["reference"].toString(), "the reference executor");
    QVERIFY(raw["pictures"].toInt() > 0);
    QVERIFY(raw["decoded_boxes"].toDouble(1) < 1e-5);
    QVERIFY(raw["boxes"].toDouble(1) < 1e-5);
  }

  /// A parent that OpenCV cannot load is made ready for it, to be seen at work.
  void whatTensorFlowLeftIsSeenOnAVideo() {
    FS_NEED_SHARED_DATA(data);
    FS_NEED_DEMO_VIDEO(video);
    const auto graph = data / "models/ssd_mobilenet_v1/tensorflow/frozen_inference_graph.pb";
    const QString package = prepare(data, "package", {});
    const CliRun ran = run({"verify", package, "--against", pathOf(graph), "--reference", "opencv",
                            "--video", pathOf(video), "--pictures", "4", "--json", "-"});
    QVERIFY2(ran.code == 0, ran.error + ran.out);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    QCOMPARE(json["raw_outputs"].toObject()["reference"].toString(), "OpenCV");
    QVERIFY(json["detections"].toObject()["before"].toInt() > 0);
    QCOMPARE(json["detections"].toObject()["agreement"].toDouble(), 1.0);
  }

  void anotherNetworkIsADifference() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const QString noisy = prepare(data, "noisy", {"--use-moving-averages=no"}, "train");
    CliRun ran =
        run({"verify", noisy, "--against", pathOf(v1 / "tensorflow/frozen_inference_graph.pb")});
    QVERIFY2(ran.code == 7, ran.error);
    // The same weights, as asked for.
    ran = run({"verify", noisy, "--against", pathOf(v1 / "train"), "--config",
               pathOf(v1 / "pipeline.config"), "--use-moving-averages=no"});
    QVERIFY2(ran.code == 0, ran.error + ran.out);
    // A parent of another size.
    ran = run({"verify", noisy, "--against",
               pathOf(data / "models/ssdlite_mobilenet_v2/tensorflow/frozen_inference_graph.pb")});
    QCOMPARE(ran.code, 4);
    QVERIFY2(ran.error.contains("352x224"), ran.error);
  }

  /// The package itself, run by the executor.
  void aPackageIsRunByTheExecutorToo_data() {
    QTest::addColumn<QStringList>("more");
    QTest::newRow("pair") << QStringList{};
    QTest::newRow("single file") << QStringList{"--single-file"};
    QTest::newRow("float16") << QStringList{"--quantize", "float16"};
    QTest::newRow("uint8") << QStringList{"--quantize", "uint8"};
  }
  void aPackageIsRunByTheExecutorToo() {
    QFETCH(QStringList, more);
    FS_NEED_SHARED_DATA(data);
    const QString package = prepare(data, "package", more);
    const CliRun ran =
        run({"verify", package, "--against", package, "--reference", "executor", "--json", "-"});
    QVERIFY2(ran.code == 0, ran.error + ran.out);
    const QJsonObject raw = QJsonDocument::fromJson(ran.out).object()["raw_outputs"].toObject();
    QCOMPARE(raw["reference"].toString(), "the reference executor");
    QVERIFY(raw["boxes"].toDouble(1) < 1e-4);
    QVERIFY(raw["boxes"].toDouble() > 0);  // two programs, not one
  }

  void whatCannotBeDoneIsSaid() {
    FS_NEED_SHARED_DATA(data);
    const QString package = prepare(data, "package", {});
    CliRun ran = run({"verify", package, "--against", "/nowhere"});
    QCOMPARE(ran.code, 4);
    QVERIFY2(ran.error.contains("/nowhere"), ran.error);
    ran = run({"verify", package, "--against", package, "--annotations", "gt.txt"});
    QCOMPARE(ran.code, 2);
    ran = run({"verify", package, "--against", package, "--video", "/nowhere.avi"});
    QCOMPARE(ran.code, 3);
  }
};

QTEST_GUILESS_MAIN(TestCmdModelVerify)
#include "tst_cmd_model_verify.moc"
