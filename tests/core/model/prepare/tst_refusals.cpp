#include <QTest>

#include "core/model/graph_codec.h"
#include "core/model/prepare/tflite_export.h"
#include "core/model/transforms/graph_view.h"
#include "tests/core/model/architectures/random_network.h"
#include "tests/core/model/checkpoint/bundle_writer.h"
#include "tests/core/model/prepare/network_reference.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

namespace {

ConfigText smallNetwork() {
  ConfigText config;
  config.extractor = "type: 'ssd_mobilenet_v1' depth_multiplier: 0.25 min_depth: 8";
  return config;
}

}  // namespace

/// What cannot be prepared is named, with what to do; what was trained for 8-bit numbers works.
class TestRefusals : public QObject {
  Q_OBJECT

 private slots:
  void otherCheckpointsAreNamed_data() {
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("sentence");
    // As the Object Detection API and google/automl write them.
    QTest::newRow("TensorFlow 2")
        << "model/_feature_extractor/classification_backbone/layer_with_weights-0/kernel/"
           ".ATTRIBUTES/VARIABLE_VALUE"
        << "is a checkpoint of TensorFlow 2";
    QTest::newRow("TensorFlow 2, objects") << "_CHECKPOINTABLE_OBJECT_GRAPH"
                                           << "give that to 'model import'";
    QTest::newRow("Faster R-CNN") << "FirstStageBoxPredictor/ClassPredictor/weights"
                                  << "is a Faster R-CNN network, which finds objects in two stages";
    QTest::newRow("Faster R-CNN, second stage") << "SecondStageBoxPredictor/ClassPredictor/weights"
                                                << "SecondStageBoxPredictor/ClassPredictor/weights";
    QTest::newRow("EfficientDet") << "efficientnet-b0/blocks_0/conv2d/kernel"
                                  << "is an EfficientDet network";
  }
  void otherCheckpointsAreNamed() {
    QFETCH(QString, variable);
    QFETCH(QString, sentence);
    RandomNetwork network;
    FS_VERIFY_OK(network.make(smallNetwork(), {variable.toStdString()}));
    const auto prepared = network.prepare();
    FS_VERIFY_ERROR(prepared, ErrorCode::Unsupported, sentence.toStdString());
    FS_VERIFY_ERROR(prepared, ErrorCode::Unsupported, variable.toStdString());
    TfliteExportOptions options;
    options.config = network.configFile();
    options.checkpoint = network.checkpoint();
    std::vector<StepReport> reports;
    FS_VERIFY_ERROR(exportTfliteGraph(options, {}, reports), ErrorCode::Unsupported,
                    sentence.toStdString());
  }

  void otherConfigurationsAreNamed() {
    FS_VERIFY_ERROR(parsePipelineConfig("model { faster_rcnn { num_classes: 3 } }"),
                    ErrorCode::Unsupported, "describes a faster_rcnn network; only SSD networks");
    ConfigText config;
    config.extractor = "type: 'ssd_efficientnet-b0_bifpn_keras'";
    FS_VERIFY_ERROR(networkOf(config), ErrorCode::Unsupported,
                    "ssd_efficientnet-b0_bifpn_keras is one of TensorFlow 2");
    config.extractor = "type: 'ssd_mobilenet_v1' ";
    config.width = 0;
    FS_VERIFY_ERROR(networkOf(config), ErrorCode::InvalidArgument, "width");
  }

  void whatMakesNoNetworkIsNamed_data() {
    QTest::addColumn<QString>("extractor");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("picture too small") << "type: 'ssd_inception_v3'"
                                       << "pictures of the size in pipeline.config are too small";
    QTest::newRow("pyramid over sizes that do not halve")
        << "type: 'ssd_mobilenet_v1_fpn'"
        << "differs in size. Pictures must have sides that the strides";
    QTest::newRow("pyramid from a level that is not there")
        << "type: 'ssd_mobilenet_v1_fpn' fpn { min_level: 1 }"
        << "fpn: min_level is 1";
    QTest::newRow("explicit padding in a pyramid")
        << "type: 'ssd_mobilenet_v1_fpn' use_explicit_padding: true"
        << "use_explicit_padding is not supported for feature pyramids";
    QTest::newRow("explicit padding in version 3")
        << "type: 'ssd_mobilenet_v3_small' use_explicit_padding: true"
        << "use_explicit_padding is not supported for MobileNet 3";
    QTest::newRow("shared predictor, unequal anchors") << "type: 'ssd_mobilenet_v1'"
                                                       << "as many anchors on every feature map";
  }
  void whatMakesNoNetworkIsNamed() {
    QFETCH(QString, extractor);
    QFETCH(QString, sentence);
    ConfigText config;
    config.extractor = extractor.toStdString();
    config.width = config.height = 40;
    if (!extractor.contains("inception")) {
      config.width = config.height = 40 + 9;
      config.predictor = "weight_shared_convolutional_box_predictor";
      config.predictorFields = "depth: 8";
    }
    const auto network = networkOf(config);
    QVERIFY(!network);
    QVERIFY2(network.error().message.find(sentence.toStdString()) != std::string::npos,
             network.error().message.c_str());
  }

  /// A frozen graph with simulated 8-bit numbers gives the network without them.
  void fakeQuantisationIsLeftOut() {
    RandomNetwork network;
    FS_VERIFY_OK(network.make(smallNetwork()));
    Graph graph = network.frozen();
    std::vector<Node> added;
    std::size_t count = 0;
    Reconnections through;
    for (const Node& node : graph.nodes) {
      if (node.op != "Relu6" && !node.name.ends_with("/weights/read")) {
        continue;
      }
      const std::string name = node.name + "/FakeQuantWithMinMaxVars";
      added.push_back(makeConst(name + "/min", Tensor::ofFloats({}, std::array{-6.0F})));
      added.push_back(makeConst(name + "/max", Tensor::ofFloats({}, std::array{6.0F})));
      added.push_back(
          makeNode(name, "FakeQuantWithMinMaxVars", {node.name, name + "/min", name + "/max"}));
      through.emplace(node.name, name);
      ++count;
    }
    for (Node& node : graph.nodes) {
      for (std::string& input : node.inputs) {
        const auto found = through.find(input);
        input = found == through.end() ? input : found->second;
      }
    }
    graph.nodes.insert(graph.nodes.end(), added.begin(), added.end());
    const TemporaryFolder folder;
    FS_VERIFY_OK(writeFile(folder / "quantised.pb", serializeGraph(graph)));
    PreparationOptions options;
    options.config = network.configFile();
    options.graph = folder / "quantised.pb";
    const auto prepared = prepareModel(options, {});
    FS_VERIFY_OK(prepared);
    const auto plain = network.prepare();
    FS_VERIFY_OK(plain);
    QVERIFY(serializeGraph(prepared->binary) == serializeGraph(plain->binary));
    const auto said = std::ranges::any_of(prepared->steps, [&](const StepReport& step) {
      return std::ranges::any_of(step.notes, [&](const std::string& note) {
        return note.find("trained for 8-bit numbers: " + std::to_string(count) +
                         " simulated roundings were left out") != std::string::npos;
      });
    });
    QVERIFY(said);
  }
};

QTEST_GUILESS_MAIN(TestRefusals)
#include "tst_refusals.moc"
