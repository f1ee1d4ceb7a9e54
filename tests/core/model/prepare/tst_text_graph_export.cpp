#include <set>

#include <QTest>

#include <opencv2/dnn.hpp>

#include "core/base/output_file.h"
#include "core/model/graph_codec.h"
#include "core/model/prepare/text_graph_export.h"
#include "core/model/text_graph.h"
#include "tests/core/model/prepare/network_reference.h"
#include "tests/support/opencv_depthwise.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

class TestTextGraphExport : public QObject {
  Q_OBJECT

 private slots:
  void sameLayersAndDetectionsAsTheScripts_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("graph");
    for (const char* const model :
         {"ssd_mobilenet_v1", "ssd_mobilenet_v2", "ssdlite_mobilenet_v2"}) {
      for (const char* const graph : {"tflite_graph", "frozen_inference_graph"}) {
        QTest::addRow("%s, %s", model, graph) << model << graph;
      }
    }
  }
  void sameLayersAndDetectionsAsTheScripts() {
    QFETCH(QString, model);
    QFETCH(QString, graph);
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models" / model.toStdString();
    const bool lite = graph == "tflite_graph";
    const std::string bytes =
        *readFile(folder / "tensorflow" / (graph.toStdString() + ".pb"), 1U << 28U);
    const std::string theirText =
        *readFile(folder / "tensorflow" /
                      (lite ? "text_graph_from_tflite.pbtxt" : "text_graph_from_inference.pbtxt"),
                  1U << 28U);
    const auto frozen = parseGraph(bytes, nullptr);
    FS_VERIFY_OK(frozen);
    const auto config = readPipelineConfig(folder / "pipeline.config");
    FS_VERIFY_OK(config);
    const auto text = makeScriptTextGraph(*frozen, *config);
    FS_VERIFY_OK(text);
    const std::string ourText = writeTextGraph(*text);
    auto ours =
        cv::dnn::readNetFromTensorflow(bytes.data(), bytes.size(), ourText.data(), ourText.size());
    auto theirs = cv::dnn::readNetFromTensorflow(bytes.data(), bytes.size(), theirText.data(),
                                                 theirText.size());
    const auto namesOf = [](cv::dnn::Net& net) {
      std::set<std::string> names;
      for (const auto& name : net.getLayerNames()) {
        names.insert(name + " " + net.getLayer(net.getLayerId(name))->type);
      }
      return names;
    };
    std::set<std::string> expected = namesOf(theirs);
    // Rests of chains of Identity, which do nothing.
    std::erase_if(expected, [](const std::string& name) { return name.ends_with(" Identity"); });
    const auto given = namesOf(ours);
    for (const std::string& name : expected) {
      QVERIFY2(given.contains(name), ("missing " + name).c_str());
    }
    QCOMPARE(given.size(), expected.size());
    if ((lite || model.startsWith("ssdlite")) && !openCvNarrowDepthwiseIsSound()) {
      QSKIP(
          "This OpenCV computes depthwise convolutions on 1x1 maps wrongly: only layers compared.");
    }

    NetworkReference reference(folder);
    const FrameSize size = config->resizer.size;
    for (std::size_t picture = 0; picture < 3; ++picture) {
      const cv::Mat image(size.height, size.width, CV_8UC3, reference.pictureOf(picture));
      const cv::Mat blob =
          lite ? cv::dnn::blobFromImage(image, 1 / 127.5, {}, cv::Scalar(127.5, 127.5, 127.5))
               : cv::dnn::blobFromImage(image);
      ours.setInput(blob);
      theirs.setInput(blob);
      const cv::Mat a = ours.forward("detection_out").clone();
      const cv::Mat b = theirs.forward("detection_out").clone();
      QCOMPARE(a.total(), b.total());
      QVERIFY(relativeDifference(std::span(a.ptr<float>(), a.total()),
                                 std::span(b.ptr<float>(), b.total())) < 1e-3);
    }
  }

  void whatDoesNotFitIsSaid() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const std::string bytes = *readFile(v1 / "tensorflow/tflite_graph.pb", 1U << 28U);
    const auto frozen = parseGraph(bytes, nullptr);
    FS_VERIFY_OK(frozen);
    const auto other = readPipelineConfig(data / "models/ssd_mobilenet_v2/pipeline.config");
    FS_VERIFY_OK(other);
    FS_VERIFY_ERROR(makeScriptTextGraph(*frozen, *other), ErrorCode::InvalidArgument,
                    "90 classes and background");
    FS_VERIFY_ERROR(makeScriptTextGraph(Graph(), *other), ErrorCode::Unsupported,
                    "no convolutional box predictor");
  }
};

QTEST_GUILESS_MAIN(TestTextGraphExport)
#include "tst_text_graph_export.moc"
