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
    const auto saysBuilt = [](const PreparedModel& each) {
      return each.steps.front().notes.front().find("built from pipeline.config") !=
             std::string::npos;
    };
    QVERIFY(saysBuilt(*built));
    QVERIFY(!saysBuilt(*saved));
    // What trains for 8-bit numbers is built anew without being asked for.
    options.graphOrigin = GraphOrigin::Auto;
    options.configOverride = "graph_rewriter { quantization { delay: 100 } }";
    const auto quantised = prepareModel(options, {});
    FS_VERIFY_OK(quantised);
    QVERIFY(saysBuilt(*quantised));
    QVERIFY(serializeGraph(quantised->binary) == serializeGraph(saved->binary));
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
    QTest::newRow("inception v3") << "type: 'ssd_inception_v3' num_layers: 3" << 21'802'784;
    // The same, and the pyramid at 256 channels: projections from 512, 1024 and 2048 channels with
    // biases, two smoothing and two coarser layers with 4 numbers of batch norm a channel.
    constexpr int kPyramid =
        (512 + 1024 + 2048 + 3) * 256 + 2 * (9 * 256 + 4) * 256 + 2 * (9 * 256 + 4) * 256;
    QTest::newRow("resnet 50") << "type: 'ssd_resnet50_v1_fpn'" << 23'561'152 + kPyramid;
    QTest::newRow("resnet 101") << "type: 'ssd_resnet101_v1_fpn'" << 42'605'504 + kPyramid;
    QTest::newRow("resnet 152") << "type: 'ssd_resnet152_v1_fpn'" << 58'295'232 + kPyramid;
  }
  void backboneHasThePublishedNumberOfParameters() {
    QFETCH(QString, extractor);
    QFETCH(int, parameters);
    ConfigText config;
    config.extractor = extractor.toStdString();
    config.width = config.height = 320;
    // Keras' Inception has no gammas, the others have; the pyramid's layers have.
    config.hyperparams = std::string("conv_hyperparams { activation: RELU_6 batch_norm { scale: ") +
                         (extractor.contains("inception") ? "false" : "true") + " } }";
    const auto network = networkOf(config);
    FS_VERIFY_OK(network);
    QCOMPARE(parameterCount(network->graph, network->scope), std::int64_t{parameters});
  }

  void ssdLiteHasThePublishedNumberOfParameters_data() {
    QTest::addColumn<QString>("extractor");
    QTest::addColumn<double>("millions");
    // Table 6 of arXiv:1905.02244 (COCO, 320 pixels, narrowed for detection), which does not say
    // what it counts: half a percent is left open. Of batch norm, what folding leaves.
    QTest::newRow("v3 large") << "type: 'ssd_mobilenet_v3_large'" << 3.22;
    QTest::newRow("v3 small") << "type: 'ssd_mobilenet_v3_small'" << 1.77;
  }
  void ssdLiteHasThePublishedNumberOfParameters() {
    QFETCH(QString, extractor);
    QFETCH(double, millions);
    ConfigText config;
    config.extractor = extractor.toStdString() + " use_depthwise: true";
    config.predictorFields = "kernel_size: 3 use_depthwise: true";
    config.width = config.height = 320;
    config.classes = 90;
    config.anchors =
        "ssd_anchor_generator { num_layers: 6 aspect_ratios: [1.0, 2.0, 0.5, 3.0, 0.3333] }";
    const auto network = networkOf(config);
    FS_VERIFY_OK(network);
    std::int64_t count = parameterCount(network->graph, "");
    for (const Node& node : network->graph.nodes) {
      if (node.name.ends_with("/moving_mean") || node.name.ends_with("/moving_variance") ||
          node.name.ends_with("/gamma")) {
        count -= variableShape(network->graph, node.name).at(0);
      }
    }
    qInfo("%.3f million", static_cast<double>(count) / 1e6);
    QVERIFY(std::abs(static_cast<double>(count) / 1e6 / millions - 1) < 0.005);
  }

  void variablesHaveTheNamesOfRealCheckpoints_data() {
    QTest::addColumn<QString>("extractor");
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QList<qint64>>("shape");
    const auto row = [](const char* extractor, const char* variable, const QList<qint64>& shape) {
      QTest::addRow("%s %s", extractor, variable) << extractor << variable << shape;
    };
    row("resnet50_v1_fpn", "FeatureExtractor/resnet_v1_50/conv1/weights", {7, 7, 3, 64});
    row("resnet50_v1_fpn",
        "FeatureExtractor/resnet_v1_50/block1/unit_1/bottleneck_v1/shortcut/weights",
        {1, 1, 64, 256});
    row("resnet50_v1_fpn",
        "FeatureExtractor/resnet_v1_50/block4/unit_3/bottleneck_v1/conv2/weights",
        {3, 3, 512, 512});
    row("resnet50_v1_fpn", "FeatureExtractor/resnet_v1_50/fpn/projection_3/weights",
        {1, 1, 2048, 256});
    row("resnet50_v1_fpn", "FeatureExtractor/resnet_v1_50/fpn/smoothing_1/BatchNorm/beta", {256});
    row("resnet50_v1_fpn", "FeatureExtractor/resnet_v1_50/fpn/bottom_up_block6/weights",
        {3, 3, 256, 256});
    row("resnet50_v1_fpn",
        "WeightSharedConvolutionalBoxPredictor/ClassPredictionTower/conv2d_3/BatchNorm/feature_4/"
        "moving_mean",
        {256});
    row("resnet50_v1_fpn",
        "WeightSharedConvolutionalBoxPredictor/BoxPredictionTower/conv2d_0/weights",
        {3, 3, 256, 256});
    row("resnet50_v1_fpn", "WeightSharedConvolutionalBoxPredictor/ClassPredictor/biases", {18});
    row("mobilenet_v1_fpn", "FeatureExtractor/MobilenetV1/fpn/bottom_up_Conv2d_15/weights",
        {3, 3, 256, 256});
    row("mobilenet_v2_fpn", "FeatureExtractor/MobilenetV2/fpn/bottom_up_Conv2d_20/weights",
        {3, 3, 256, 256});
    row("mobilenet_v2_fpn", "FeatureExtractor/MobilenetV2/fpn/projection_1/weights",
        {1, 1, 32, 256});
    row("mobilenet_v3_large",
        "FeatureExtractor/MobilenetV3/expanded_conv_3/squeeze_excite/Conv_1/biases", {72});
    row("mobilenet_v3_large", "FeatureExtractor/MobilenetV3/layer_17_1_Conv2d_2_1x1_256/weights",
        {1, 1, 480, 256});
    row("mobilenet_v3_small", "FeatureExtractor/MobilenetV3/layer_13_2_Conv2d_5_3x3_s2_128/weights",
        {3, 3, 64, 128});
    row("inception_v2", "FeatureExtractor/InceptionV2/Conv2d_1a_7x7/depthwise_weights",
        {7, 7, 3, 8});
    row("inception_v2", "FeatureExtractor/InceptionV2/Conv2d_1a_7x7/pointwise_weights",
        {1, 1, 24, 64});
    row("inception_v2", "FeatureExtractor/InceptionV2/Mixed_5a/Branch_0/Conv2d_1a_3x3/weights",
        {3, 3, 128, 192});
    row("inception_v2", "FeatureExtractor/InceptionV2/Mixed_5c/Branch_3/Conv2d_0b_1x1/weights",
        {1, 1, 1024, 128});
    row("inception_v2", "FeatureExtractor/InceptionV2/Mixed_5c_2_Conv2d_2_3x3_s2_512/weights",
        {3, 3, 256, 512});
    row("inception_v3", "FeatureExtractor/InceptionV3/Mixed_5c/Branch_1/Conv_1_0c_5x5/weights",
        {5, 5, 48, 64});
    row("inception_v3", "FeatureExtractor/InceptionV3/Mixed_7c/Branch_1/Conv2d_0c_3x1/weights",
        {3, 1, 384, 384});
    row("inception_v3", "FeatureExtractor/InceptionV3/Mixed_7c_1_Conv2d_3_1x1_256/weights",
        {1, 1, 2048, 256});
  }
  void variablesHaveTheNamesOfRealCheckpoints() {
    QFETCH(QString, extractor);
    QFETCH(QString, variable);
    QFETCH(QList<qint64>, shape);
    ConfigText config;
    config.extractor = "type: 'ssd_" + extractor.toStdString() + "'";
    config.width = config.height = 320;
    if (extractor.contains("fpn")) {
      config.predictor = "weight_shared_convolutional_box_predictor";
      config.predictorFields = "depth: 256 num_layers_before_predictor: 4";
      config.anchors =
          "multiscale_anchor_generator { aspect_ratios: [1.0, 2.0, 0.5] scales_per_octave: 2 }";
    }
    const auto network = networkOf(config);
    FS_VERIFY_OK(network);
    const Shape given = variableShape(network->graph, variable.toStdString());
    QCOMPARE(QList<qint64>(given.begin(), given.end()), shape);
  }

  void optionsShapeTheVariables() {
    const auto shapeIn = [](const ConfigText& config, const char* name) {
      const auto network = networkOf(config);
      return network ? variableShape(network->graph, name) : Shape{};
    };
    const std::string v1 = "type: 'ssd_mobilenet_v1'";
    // Three anchors in the first map; in others one of each ratio and one between two scales.
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
