#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include <QTest>

#include <opencv2/dnn.hpp>

#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/opencv_graph.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/shrink/shrink_model.h"
#include "core/model/text_graph.h"
#include "core/model/transforms/freeze.h"
#include "tests/core/model/prepare/network_reference.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

namespace {

std::span<const float> numbersOf(const cv::Mat& blob) { return {blob.ptr<float>(), blob.total()}; }

/// Raw boxes and scores, and detections, of one picture through OpenCV.
std::vector<cv::Mat> runOpenCv(const PreparedModel& model, NetworkReference& reference) {
  const std::string graph = serializeGraph(model.binary);
  const std::string text = model.text.nodes.empty() ? "" : writeTextGraph(model.text);
  cv::dnn::Net net = text.empty() ? cv::dnn::readNetFromTensorflow(graph.data(), graph.size())
                                  : cv::dnn::readNetFromTensorflow(graph.data(), graph.size(),
                                                                   text.data(), text.size());
  const cv::Mat image(model.manifest.inputSize.height, model.manifest.inputSize.width, CV_8UC3,
                      reference.pictureOf(0));
  net.setInput(cv::dnn::blobFromImage(image, 1 / 127.5, {}, cv::Scalar::all(127.5)));
  std::vector<cv::Mat> outputs;
  net.forward(outputs, std::vector<cv::String>{kRawBoxes, kRawScores, kDetectionOutput});
  return outputs;
}

/// Every weight of a model as floats.
std::map<std::string, Tensor> allWeights(const PreparedModel& model) {
  std::map<std::string, Tensor> weights;
  const auto index = GraphIndex::build(model.binary);
  for (const Node& node : model.text.nodes) {
    const bool first = node.op == "Conv2D" || node.op == "DepthwiseConv2dNative";
    if (first || node.op == "BiasAdd") {
      const auto at = index->find(node.inputs[1]);
      weights[node.inputs[1]] = *weightsOf(*index, model.binary.nodes[*at]);
    }
  }
  return weights;
}

Result<PreparedModel> prepared(const std::filesystem::path& folder) {
  PreparationOptions options;
  options.config = folder / "pipeline.config";
  options.checkpoint = folder / "model.ckpt";
  return prepareModel(options, {});
}

/// x -> Conv2D with a quantised 1x1 kernel, as one graph.
Graph quantizedConvolution() {
  Graph graph;
  Node input = makeNode("x", "Placeholder", {});
  input.attrs["dtype"] = DataType::Float;
  input.attrs["shape"] = PartialShape{false, {1, 2, 2, 2}};
  graph.nodes.push_back(std::move(input));
  graph.nodes.push_back(makeConst(
      "q", Tensor(DataType::QUInt8, {1, 1, 2, 2}, std::vector<std::byte>(4, std::byte{3}))));
  graph.nodes.push_back(makeConst("least", Tensor::ofFloats({}, std::array{-1.0F})));
  graph.nodes.push_back(makeConst("most", Tensor::ofFloats({}, std::array{1.0F})));
  Node weights = makeNode("w", "Dequantize", {"q", "least", "most"});
  weights.attrs["T"] = DataType::QUInt8;
  weights.attrs["mode"] = std::string("MIN_FIRST");
  graph.nodes.push_back(std::move(weights));
  Node convolution = makeNode("y", "Conv2D", {"x", "w"});
  convolution.attrs["strides"] = std::vector<std::int64_t>{1, 1, 1, 1};
  convolution.attrs["padding"] = std::string("SAME");
  graph.nodes.push_back(std::move(convolution));
  return graph;
}

}  // namespace

class TestStoredWeights : public QObject {
  Q_OBJECT

 private slots:
  /// Against OpenCV's conversion: every half, its neighbours in float and the middles between.
  void halvesAreTheNearest() {
    std::vector<float> values;
    for (std::uint32_t half = 0; half < 0x10000; ++half) {
      const auto bits = static_cast<std::uint16_t>(half);
      const Tensor tensor(
          DataType::Half, {1},
          {static_cast<std::byte>(bits & 0xFFU), static_cast<std::byte>(bits >> 8U)});
      const float value = asFloat(tensor).floats()[0];
      if (std::isnan(value)) {
        continue;
      }
      values.push_back(value);
      if (std::isfinite(value)) {
        const float step =
            std::ldexp(1.0F, std::max(value == 0 ? -14 : std::ilogb(value), -14) - 11);
        for (const float middle : {value + step, value - step}) {
          values.insert(values.end(), {middle, std::nextafter(middle, HUGE_VALF),
                                       std::nextafter(middle, -HUGE_VALF)});
        }
      }
    }
    cv::Mat expected;
    cv::Mat(values).convertTo(expected, CV_16F);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto wanted = expected.ptr<std::uint16_t>()[i];
      const auto given = halfFromFloat(values[i]);
      if (given != wanted) {
        QFAIL(qPrintable(QString("%1: %2, not %3").arg(values[i]).arg(given).arg(wanted)));
      }
    }
    QVERIFY(std::isnan(asFloat(Tensor(DataType::Half, {1},
                                      {static_cast<std::byte>(halfFromFloat(NAN) & 0xFFU),
                                       static_cast<std::byte>(halfFromFloat(NAN) >> 8U)}))
                           .floats()[0]));
  }

  void openCvReadsWhatIsStored_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("single");
    const auto row = [](const char* model, WeightType type, bool single) {
      QTest::addRow("%s %s%s", model, nameOf(type).data(), single ? " in one file" : "")
          << model << static_cast<int>(type) << single;
    };
    for (const WeightType type : {WeightType::Float32, WeightType::Float16, WeightType::UInt8}) {
      row("ssd_mobilenet_v1", type, false);
      row("ssd_mobilenet_v1", type, true);
    }
    row("ssd_mobilenet_v2", WeightType::UInt8, true);
    row("ssdlite_mobilenet_v2", WeightType::UInt8, true);
    row("ssdlite_mobilenet_v2", WeightType::Float16, false);
  }
  /// What OpenCV makes of narrow weights is what they mean: the same as of floats with the same
  /// numbers, and near the parent's.
  void openCvReadsWhatIsStored() {
    QFETCH(QString, model);
    QFETCH(int, type);
    QFETCH(bool, single);
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models" / model.toStdString();
    const auto parent = prepared(folder);
    FS_VERIFY_OK(parent);
    const auto narrow = shrinkModel(*parent, {static_cast<WeightType>(type), single}, {});
    FS_VERIFY_OK(narrow);
    FS_VERIFY_OK(validateForOpenCv(narrow->binary, narrow->text));
    QCOMPARE(narrow->text.nodes.empty(), single);
    const auto wide = shrinkModel(*shrinkModel(*parent, {static_cast<WeightType>(type), false}, {}),
                                  {WeightType::Float32, false}, {});
    FS_VERIFY_OK(wide);
    NetworkReference reference(folder);
    const auto given = runOpenCv(*narrow, reference);
    const auto expected = runOpenCv(*wide, reference);
    for (std::size_t i = 0; i < given.size(); ++i) {
      QCOMPARE(given[i].total(), expected[i].total());
      QVERIFY(relativeDifference(numbersOf(given[i]), numbersOf(expected[i])) <= 1e-6);
    }
    // The other networks have random weights that make noise of any rounding.
    if (model == "ssd_mobilenet_v1" && static_cast<WeightType>(type) != WeightType::UInt8) {
      const auto original = runOpenCv(*parent, reference);
      const double off = relativeDifference(numbersOf(given[1]), numbersOf(original[1]));
      qInfo("scores off by %.1e", off);
      QVERIFY(off <= (static_cast<WeightType>(type) == WeightType::Float32 ? 0 : 2e-2));
    }
  }

  void numbersStayNear() {
    FS_NEED_SHARED_DATA(data);
    const auto parent = prepared(data / "models/ssd_mobilenet_v1");
    FS_VERIFY_OK(parent);
    const auto weights = allWeights(*parent);
    const auto half = shrinkModel(*parent, {WeightType::Float16, false}, {});
    FS_VERIFY_OK(half);
    const auto bytes = shrinkModel(*parent, {WeightType::UInt8, false}, {});
    FS_VERIFY_OK(bytes);
    const auto halves = allWeights(*half);
    const auto quantized = allWeights(*bytes);
    for (const auto& [name, original] : weights) {
      const auto values = original.floats();
      const auto [least, most] = std::ranges::minmax(values);
      const float range = std::max(most, 0.0F) - std::min(least, 0.0F);
      for (std::size_t i = 0; i < values.size(); ++i) {
        // Half a unit in the last of 11 places, or half the least half.
        const float bound = std::max(std::abs(values[i]) * 0x1p-11F, 0x1p-25F);
        QVERIFY(std::abs(halves.at(name).floats()[i] - values[i]) <= bound);
        QVERIFY(std::abs(quantized.at(name).floats()[i] - values[i]) <=
                std::max(range / 500, bound));
      }
    }
    // Sizes by the report; a half has 2 of 4 bytes.
    const auto& report = half->steps.back();
    QCOMPARE(report.name, std::string("store weights as float16"));
    QVERIFY(report.after.bytes < report.before.bytes * 6 / 10);
    QVERIFY(bytes->steps.back().after.bytes < report.after.bytes);
    QCOMPARE(report.after.macs, report.before.macs);
    QCOMPARE(half->manifest.steps.back().name, std::string("store weights as float16"));
    QVERIFY(half->manifest.steps.back().detail.find(" MB -> ") != std::string::npos);
  }

  /// TensorFlow wants floats on both sides of a convolution.
  void theBinaryGraphStaysTensorFlows() {
    FS_NEED_SHARED_DATA(data);
    const auto parent = prepared(data / "models/ssd_mobilenet_v1");
    FS_VERIFY_OK(parent);
    const auto half = shrinkModel(*parent, {WeightType::Float16, false}, {});
    FS_VERIFY_OK(half);
    const auto index = GraphIndex::build(half->binary);
    FS_VERIFY_OK(index);
    int convolutions = 0;
    for (const Node& node : half->binary.nodes) {
      if (node.op == "Conv2D") {
        ++convolutions;
        QCOMPARE(half->binary.nodes[*index->find(node.inputs[1])].op, std::string("Cast"));
      }
    }
    QVERIFY(convolutions > 10);
  }

  void largeNumbersStayWide() {
    Graph graph = quantizedConvolution();
    std::erase_if(graph.nodes, [](const Node& node) {
      return node.name == "q" || node.name == "least" || node.name == "most" || node.name == "w";
    });
    graph.nodes.push_back(
        makeConst("w", Tensor::ofFloats({1, 1, 2, 2}, std::array{1.0F, 2.0F, 3.0F, 65520.0F})));
    StepReport report;
    const auto stored = storeWeights(graph, nullptr, WeightType::Float16, report);
    FS_VERIFY_OK(stored);
    QCOMPARE(constantOf(stored->nodes.back())->type(), DataType::Float);
    QCOMPARE(report.notes.size(), std::size_t{1});
  }

  void quantizedConstantsAreChecked() {
    FS_VERIFY_OK(validateForOpenCv(quantizedConvolution(), {}));
    const auto changed = [](const std::function<void(Graph&)>& change) {
      Graph graph = quantizedConvolution();
      change(graph);
      return validateForOpenCv(graph, {});
    };
    const char* const sentence = "node w (Dequantize)";
    FS_VERIFY_ERROR(changed([](Graph& g) { g.nodes[4].attrs["mode"] = std::string("SCALED"); }),
                    ErrorCode::CorruptData, sentence);
    FS_VERIFY_ERROR(changed([](Graph& g) { g.nodes[4].inputs[0] = "least"; }),
                    ErrorCode::CorruptData, sentence);
    FS_VERIFY_ERROR(changed([](Graph& g) { g.nodes[4].inputs[2] = "least"; }),
                    ErrorCode::CorruptData, sentence);
    FS_VERIFY_ERROR(changed([](Graph& g) { g.nodes[4].inputs.pop_back(); }), ErrorCode::CorruptData,
                    sentence);
    FS_VERIFY_ERROR(changed([](Graph& g) { std::swap(g.nodes[1], g.nodes[4]); }),
                    ErrorCode::CorruptData, sentence);
    FS_VERIFY_ERROR(changed([](Graph& g) {
                      g.nodes[3].attrs["value"] = Tensor::ofFloats({}, std::array{HUGE_VALF});
                    }),
                    ErrorCode::CorruptData, sentence);
    FS_VERIFY_ERROR(changed([](Graph& g) {
                      g.nodes[1].attrs["value"] =
                          Tensor(DataType::QUInt8, {1, 1, 3, 2}, std::vector<std::byte>(6));
                    }),
                    ErrorCode::CorruptData, "node y (Conv2D): its kernel does not fit");
  }
};

QTEST_GUILESS_MAIN(TestStoredWeights)
#include "tst_stored_weights.moc"
