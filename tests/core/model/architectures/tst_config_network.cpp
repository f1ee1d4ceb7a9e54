#include <QTest>

#include "core/model/graph_codec.h"
#include "core/model/prepare/tflite_export.h"
#include "core/model/text_graph.h"
#include "tests/core/model/architectures/random_network.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

namespace {

ConfigText small(const std::string& extractor, const std::string& predictorFields = {}) {
  ConfigText config;
  config.extractor = "depth_multiplier: 0.25 min_depth: 8 " + extractor;
  config.predictorFields = predictorFields;
  return config;
}

}  // namespace

/// Networks put together from pipeline.config: against what TensorFlow built, against published
/// numbers, and what is said where checkpoint and configuration do not belong together.
class TestConfigNetwork : public QObject {
  Q_OBJECT

 private slots:
  void equalsTheGraphThatTensorFlowSaved_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("checkpoint");
    for (const char* const model :
         {"ssd_mobilenet_v1", "ssd_mobilenet_v2", "ssdlite_mobilenet_v2", "ssd_mobilenet_v2_oid"}) {
      for (const char* const checkpoint : {"model.ckpt", "train"}) {
        QTest::addRow("%s, %s", model, checkpoint) << model << checkpoint;
      }
    }
    QTest::newRow("version 1") << "ssd_mobilenet_v1"
                               << "v1";
  }
  void equalsTheGraphThatTensorFlowSaved() {
    QFETCH(QString, model);
    QFETCH(QString, checkpoint);
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models" / model.toStdString();
    PreparationOptions options;
    options.config = folder / "pipeline.config";
    options.checkpoint = folder / checkpoint.toStdString();
    const auto saved = prepareModel(options, {});
    FS_VERIFY_OK(saved);
    options.graphOrigin = GraphOrigin::Config;
    const auto built = prepareModel(options, {});
    FS_VERIFY_OK(built);
    QVERIFY(serializeGraph(built->binary) == serializeGraph(saved->binary));
    QVERIFY(writeTextGraph(built->text) == writeTextGraph(saved->text));
    QVERIFY(built->steps.front().notes.front().find("built from pipeline.config") !=
            std::string::npos);
  }

  /// Without .meta file nothing has to be asked for.
  void isBuiltWhereNoGraphWasSaved() {
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder bare;
    for (const char* const ending : {".index", ".data-00000-of-00001"}) {
      std::filesystem::create_symlink(folder / (std::string("model.ckpt") + ending),
                                      bare.path() / (std::string("model.ckpt") + ending));
    }
    PreparationOptions options;
    options.config = folder / "pipeline.config";
    options.checkpoint = folder / "model.ckpt";
    const auto saved = prepareModel(options, {});
    FS_VERIFY_OK(saved);
    options.checkpoint = bare.path();
    const auto built = prepareModel(options, {});
    FS_VERIFY_OK(built);
    QVERIFY(serializeGraph(built->binary) == serializeGraph(saved->binary));

    TfliteExportOptions exporting;
    exporting.config = folder / "pipeline.config";
    exporting.checkpoint = bare.path();
    std::vector<StepReport> reports;
    const auto exported = exportTfliteGraph(exporting, {}, reports);
    FS_VERIFY_OK(exported);
    exporting.checkpoint = folder / "model.ckpt";
    const auto expected = exportTfliteGraph(exporting, {}, reports);
    FS_VERIFY_OK(expected);
    QCOMPARE(exported->nodes.size(), expected->nodes.size());
    for (std::size_t i = 0; i < expected->nodes.size(); ++i) {
      QCOMPARE(exported->nodes[i].name, expected->nodes[i].name);
      QCOMPARE(exported->nodes[i].op, expected->nodes[i].op);
      QVERIFY(exported->nodes[i].inputs == expected->nodes[i].inputs);
    }
  }

  void backboneHasThePublishedNumberOfParameters_data() {
    QTest::addColumn<QString>("extractor");
    QTest::addColumn<int>("parameters");
    // Keras applications, include_top=False, without biases that batch norm makes useless.
    QTest::newRow("v1") << "type: 'ssd_mobilenet_v1' num_layers: 2" << 3'228'864;
    QTest::newRow("v2") << "type: 'ssd_mobilenet_v2' num_layers: 2" << 2'257'984;
  }
  void backboneHasThePublishedNumberOfParameters() {
    QFETCH(QString, extractor);
    QFETCH(int, parameters);
    ConfigText config;
    config.extractor = extractor.toStdString();
    config.width = config.height = 320;
    const auto network = networkOf(config);
    FS_VERIFY_OK(network);
    QCOMPARE(parameterCount(network->graph, network->scope), std::int64_t{parameters});
  }

  void optionsShapeTheVariables() {
    const auto shapeIn = [](const ConfigText& config, const char* name) {
      const auto network = networkOf(config);
      return network ? variableShape(network->graph, name) : Shape{};
    };
    const std::string v1 = "type: 'ssd_mobilenet_v1'";
    // 3 anchors on the first map, 5 with the interpolated one on the others... of 3 ratios: 4.
    QCOMPARE(shapeIn(small(v1), "BoxPredictor_0/BoxEncodingPredictor/weights"),
             (Shape{1, 1, 128, 12}));
    QCOMPARE(shapeIn(small(v1), "BoxPredictor_1/ClassPredictor/weights"), (Shape{1, 1, 256, 12}));
    QCOMPARE(shapeIn(small(v1, "kernel_size: 3"), "BoxPredictor_0/ClassPredictor/weights"),
             (Shape{3, 3, 128, 9}));
    const auto lite = small(v1, "kernel_size: 3 use_depthwise: true");
    QCOMPARE(shapeIn(lite, "BoxPredictor_0/ClassPredictor/weights"), (Shape{1, 1, 128, 9}));
    QCOMPARE(shapeIn(lite, "BoxPredictor_0/ClassPredictor_depthwise/depthwise_weights"),
             (Shape{3, 3, 128, 1}));
    const auto deeper = small(v1, "num_layers_before_predictor: 1 min_depth: 16 max_depth: 64");
    QCOMPARE(shapeIn(deeper, "BoxPredictor_0/Conv2d_0_1x1_64/weights"), (Shape{1, 1, 128, 64}));
    QCOMPARE(shapeIn(deeper, "BoxPredictor_5/Conv2d_0_1x1_32/weights"), (Shape{1, 1, 32, 32}));
    // slim: max(int(256 / 2 * 0.25), 8), and the configured least.
    QCOMPARE(shapeIn(small(v1),
                     "FeatureExtractor/MobilenetV1/Conv2d_13_pointwise_1_Conv2d_5_1x1_16/weights"),
             (Shape{1, 1, 64, 16}));
    ConfigText wide = small(v1);
    wide.extractor = v1 + " depth_multiplier: 0.25 min_depth: 24";
    QCOMPARE(shapeIn(wide, "FeatureExtractor/MobilenetV1/Conv2d_0/weights"), (Shape{3, 3, 3, 24}));
    ConfigText plain = small(v1);
    plain.hyperparams = "conv_hyperparams { activation: RELU }";
    QCOMPARE(
        shapeIn(plain, "FeatureExtractor/MobilenetV1/Conv2d_13_pointwise_1_Conv2d_5_1x1_16/biases"),
        (Shape{16}));
    QCOMPARE(shapeIn(plain, "FeatureExtractor/MobilenetV1/Conv2d_0/biases"), Shape{});
    plain.extractor += " override_base_feature_extractor_hyperparams: true";
    QCOMPARE(shapeIn(plain, "FeatureExtractor/MobilenetV1/Conv2d_0/biases"), (Shape{8}));
    // The width of MobileNet 2 goes in steps of 8: 24 * 0.25 = 6 -> 8, expanded by 6.
    QCOMPARE(shapeIn(small("type: 'ssd_mobilenet_v2'"),
                     "FeatureExtractor/MobilenetV2/expanded_conv_2/expand/weights"),
             (Shape{1, 1, 8, 48}));
  }

  void whatDoesNotBelongTogetherIsNamed() {
    RandomNetwork network;
    FS_VERIFY_OK(
        network.make(small("type: 'ssd_mobilenet_v1'"), {"FeatureExtractor/MobilenetV1/More"}));
    FS_VERIFY_ERROR(network.prepare(), ErrorCode::InvalidArgument,
                    "no place; the first is FeatureExtractor/MobilenetV1/More");
    FS_VERIFY_OK(network.make(
        small("type: 'ssd_mobilenet_v1'"),
        {"FeatureExtractor/MobilenetV1/Conv2d_0/weights/RMSProp",
         "BoxPredictor_0/ClassPredictor/biases/ExponentialMovingAverage",
         "FeatureExtractor/MobilenetV1/MobilenetV1/Conv2d_0/act_quant/min", "train_step"}));
    const auto prepared = network.prepare();
    FS_VERIFY_OK(prepared);
    QVERIFY(prepared->steps.front().notes.at(1).find("trained for 8-bit numbers: 1 variables") !=
            std::string::npos);
    const auto with = [&](const std::string& text) {
      PreparationOptions options;
      options.config = network.configFile();
      options.configOverride = "model { ssd { " + text + " } }";
      options.checkpoint = network.checkpoint();
      return prepareModel(options, {});
    };
    FS_VERIFY_ERROR(with("num_classes: 3"), ErrorCode::InvalidArgument,
                    "variable BoxPredictor_0/ClassPredictor/weights: pipeline.config "
                    "(ssd_mobilenet_v1) makes it [1,1,128,12], the checkpoint has [1,1,128,9]");
    FS_VERIFY_ERROR(with("feature_extractor { type: 'ssd_mobilenet_v2' }"),
                    ErrorCode::InvalidArgument, "the checkpoint has FeatureExtractor/MobilenetV1");
    FS_VERIFY_ERROR(with("box_predictor { convolutional_box_predictor { use_depthwise: true } }"),
                    ErrorCode::InvalidArgument,
                    "has no variable BoxPredictor_0/BoxEncodingPredictor_depthwise/");
    FS_VERIFY_ERROR(
        with("feature_extractor { type: 'ssd_pnasnet' }"), ErrorCode::Unsupported,
        "feature_extractor ssd_pnasnet cannot be built from pipeline.config (these can");
  }
};

QTEST_GUILESS_MAIN(TestConfigNetwork)
#include "tst_config_network.moc"
