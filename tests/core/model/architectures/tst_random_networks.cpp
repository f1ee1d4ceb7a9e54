#include <QTest>

#include <opencv2/dnn.hpp>

#include "core/model/graph_codec.h"
#include "core/model/opencv_graph.h"
#include "core/model/text_graph.h"
#include "tests/core/model/architectures/random_network.h"
#include "tests/core/model/prepare/network_reference.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

/// Every architecture with random weights: built, prepared, run in OpenCV; against the graph as it
/// was built, in double precision.
class TestRandomNetworks : public QObject {
  Q_OBJECT

 private slots:
  void openCvGivesWhatTheGraphMeans_data() {
    QTest::addColumn<ConfigText>("config");
    const std::string small = " depth_multiplier: 0.25 min_depth: 8 ";
    const auto plain = [&](const char* name, const std::string& extractor,
                           const std::string& predictor = {}) {
      ConfigText config;
      config.extractor = small + extractor;
      config.predictorFields = predictor;
      QTest::newRow(name) << config;
    };
    plain("v1", "type: 'ssd_mobilenet_v1'", "kernel_size: 3");
    plain("v1, explicit padding", "type: 'ssd_mobilenet_v1' use_explicit_padding: true");
    plain("v1, padded to a multiple", "type: 'ssd_mobilenet_v1' pad_to_multiple: 64");
    plain("v1, layers before predictors", "type: 'ssd_mobilenet_v1'",
          "num_layers_before_predictor: 2 min_depth: 8 max_depth: 32");
    plain("v1 lite", "type: 'ssd_mobilenet_v1' use_depthwise: true",
          "kernel_size: 3 use_depthwise: true");
    plain("v2", "type: 'ssd_mobilenet_v2'");
    plain("v2, explicit padding", "type: 'ssd_mobilenet_v2' use_explicit_padding: true");
    ConfigText other;
    other.extractor = small +
                      "type: 'ssd_mobilenet_v1' "
                      "override_base_feature_extractor_hyperparams: true";
    other.hyperparams =
        "conv_hyperparams { activation: RELU batch_norm { epsilon: 0.01 center: false } }";
    QTest::newRow("v1, other batch norm") << other;
    other.hyperparams = "conv_hyperparams { activation: SWISH }";
    QTest::newRow("v1, no batch norm") << other;
  }
  void openCvGivesWhatTheGraphMeans() {
    QFETCH(ConfigText, config);
    RandomNetwork network;
    FS_VERIFY_OK(network.make(config));
    const auto prepared = network.prepare();
    FS_VERIFY_OK(prepared);
    const auto expected = network.expected();
    FS_VERIFY_OK(expected);

    const std::string graph = serializeGraph(prepared->binary);
    const std::string text = writeTextGraph(prepared->text);
    cv::dnn::Net net =
        cv::dnn::readNetFromTensorflow(graph.data(), graph.size(), text.data(), text.size());
    const Array picture = network.picture();
    const int sizes[] = {1, 3, config.height, config.width};
    cv::Mat blob(4, sizes, CV_32F);
    for (int y = 0; y < config.height; ++y) {
      for (int x = 0; x < config.width; ++x) {
        for (int c = 0; c < 3; ++c) {
          const int at[] = {0, c, y, x};
          blob.at<float>(at) = static_cast<float>(
              picture.values[static_cast<std::size_t>((y * config.width + x) * 3 + c)]);
        }
      }
    }
    net.setInput(blob);
    std::vector<cv::Mat> outputs;
    net.forward(outputs, std::vector<cv::String>{kRawBoxes, kRawLogits, kDetectionOutput});
    const auto numbers = [](const cv::Mat& mat) {
      return std::span<const float>(mat.ptr<float>(), mat.total());
    };
    const double boxes = relativeDifference(numbers(outputs[0]), expected->boxes);
    const double logits = relativeDifference(numbers(outputs[1]), expected->logits);
    const auto [least, most] = std::ranges::minmax(expected->logits);
    qInfo("boxes off by %.1e, logits by %.1e, which are from %.2f to %.2f", boxes, logits, least,
          most);
    QVERIFY(most - least > 0.1);  // the network is alive
    QVERIFY(boxes < 1e-4);
    QVERIFY(logits < 1e-4);
    QCOMPARE(numbers(outputs[0]).size(), expected->boxes.size());
  }
};

QTEST_GUILESS_MAIN(TestRandomNetworks)
#include "tst_random_networks.moc"
