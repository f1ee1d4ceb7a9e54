#include <cmath>
#include <random>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/graph_codec.h"
#include "core/model/reference/reference_executor.h"
#include "core/model/transforms/graph_view.h"
#include "tests/support/npy.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;

namespace {

Result<Graph> graphIn(const std::filesystem::path& file) {
  auto bytes = readFile(file, std::size_t{1} << 28U);
  if (!bytes) {
    return fail(bytes.error());
  }
  return parseGraph(std::make_shared<const std::string>(std::move(*bytes)));
}

Node ints(const std::string& name, std::vector<std::int32_t> values) {
  const auto count = static_cast<std::int64_t>(values.size());
  return makeConst(name, Tensor::ofInts({count}, values));
}

Node scalar(const std::string& name, std::int32_t value) {
  return makeConst(name, Tensor::ofInts({}, std::array{value}));
}

/// Value of the last node of a few, fed with [2, 3] numbers 1..6 as "x".
Result<Array> valueOf(std::vector<Node> nodes, const std::string& output = "") {
  Graph graph;
  graph.nodes.push_back(makeNode("x", "Placeholder", {}));
  for (Node& node : nodes) {
    graph.nodes.push_back(std::move(node));
  }
  ReferenceExecutor executor(graph);
  executor.feed("x", {{2, 3}, {1, 2, 3, 4, 5, 6}});
  return executor.run(output.empty() ? graph.nodes.back().name : output);
}

Node with(Node node, const std::string& name, AttrValue value) {
  node.attrs[name] = std::move(value);
  return node;
}

}  // namespace

/// The measure is measured: TensorFlow's own frozen graphs, against TensorFlow's answers.
class TestReferenceExecutor : public QObject {
  Q_OBJECT

 private slots:
  void equalsTensorFlow_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::newRow("ssd_mobilenet_v1") << 300 << 300;
    QTest::newRow("ssd_mobilenet_v2") << 300 << 300;
    QTest::newRow("ssdlite_mobilenet_v2") << 224 << 352;
  }
  void equalsTensorFlow() {
    QFETCH(int, height);
    QFETCH(int, width);
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models" / QTest::currentDataTag();
    const auto graph = graphIn(folder / "tensorflow/tflite_graph.pb");
    FS_VERIFY_OK(graph);
    const auto boxes = readNpy<float>((folder / "reference/boxes.npy").string());
    const auto classes = readNpy<float>((folder / "reference/classes.npy").string());
    ReferenceExecutor executor(*graph);
    executor.feed("normalized_input_image_tensor", pictureIn(folder, height, width));
    const auto values = executor.run(
        std::vector<std::string>{"raw_outputs/box_encodings", "raw_outputs/class_predictions"});
    FS_VERIFY_OK(values);
    compare((*values)[0], boxes);
    compare((*values)[1], classes);
  }

  void equalsTensorFlowToTheDecodedBoxes_data() { equalsTensorFlow_data(); }
  /// The whole graph that `export_inference_graph.py` froze: scores, anchors and decoded boxes.
  void equalsTensorFlowToTheDecodedBoxes() {
    QFETCH(int, height);
    QFETCH(int, width);
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models" / QTest::currentDataTag();
    const auto graph = graphIn(folder / "tensorflow/frozen_inference_graph.pb");
    FS_VERIFY_OK(graph);
    ReferenceExecutor executor(*graph);
    executor.feed("Preprocessor/map/TensorArrayStack/TensorArrayGatherV3",
                  pictureIn(folder, height, width));
    const auto values = executor.run(
        std::vector<std::string>{"Postprocessor/raw_box_encodings", "raw_detection_scores",
                                 "Concatenate/concat", "Postprocessor/raw_box_locations"});
    FS_VERIFY_OK(values);
    const auto file = [&](const char* name) { return (folder / "reference" / name).string(); };
    const auto encodings = readNpy<float>(file("boxes.npy"));
    const auto anchors = readNpy<float>(file("anchors.npy"));
    compare((*values)[0], encodings);
    compare((*values)[1], readNpy<float>(file("classes.npy")));
    QCOMPARE((*values)[2].values.size(), anchors.size());
    QCOMPARE((*values)[3].values.size(), anchors.size());
    for (std::size_t i = 0; i + 4 <= anchors.size(); i += 4) {
      const auto anchor = [&](std::size_t k) { return static_cast<double>(anchors[i + k]); };
      const auto& corners = (*values)[2].values;
      QVERIFY(std::abs((corners[i] + corners[i + 2]) / 2 - anchor(0)) < 1e-6);
      QVERIFY(std::abs(corners[i + 3] - corners[i + 1] - anchor(3)) < 1e-6);
      // The box coder, from its paper: y = ty / 10 * h + yc, height = exp(th / 5) * h.
      const auto encoding = [&](std::size_t k) { return (*values)[0].values[i + k]; };
      const double top =
          encoding(0) / 10 * anchor(2) + anchor(0) - std::exp(encoding(2) / 5) * anchor(2) / 2;
      QVERIFY(std::abs((*values)[3].values[i] - top) < 1e-5 * std::max(1.0, std::abs(top)));
    }
  }

  void operationsAsDefined_data() {
    QTest::addColumn<std::vector<Node>>("nodes");
    QTest::addColumn<QString>("output");
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<std::vector<double>>("values");
    using Nodes = std::vector<Node>;
    using Values = std::vector<double>;
    QTest::newRow("Transpose") << Nodes{ints("p", {1, 0}), makeNode("y", "Transpose", {"x", "p"})}
                               << "" << Shape{3, 2} << Values{1, 4, 2, 5, 3, 6};
    QTest::newRow("Tile") << Nodes{ints("m", {1, 2}), makeNode("y", "Tile", {"x", "m"})} << ""
                          << Shape{2, 6} << Values{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6};
    QTest::newRow("Slice") << Nodes{ints("b", {0, 1}), ints("s", {-1, 2}),
                                    makeNode("y", "Slice", {"x", "b", "s"})}
                           << "" << Shape{2, 2} << Values{2, 3, 5, 6};
    QTest::newRow("StridedSlice, one row")
        << Nodes{ints("b", {1}), ints("e", {2}), ints("s", {1}),
                 with(makeNode("y", "StridedSlice", {"x", "b", "e", "s"}), "shrink_axis_mask",
                      std::int64_t{1})}
        << "" << Shape{3} << Values{4, 5, 6};
    QTest::newRow("StridedSlice, from behind")
        << Nodes{ints("b", {0, -2}), ints("e", {0, 3}), ints("s", {1, 1}),
                 with(with(makeNode("y", "StridedSlice", {"x", "b", "e", "s"}), "begin_mask",
                           std::int64_t{1}),
                      "end_mask", std::int64_t{1})}
        << "" << Shape{2, 2} << Values{2, 3, 5, 6};
    QTest::newRow("Unpack, second output")
        << Nodes{with(makeNode("y", "Unpack", {"x"}), "axis", std::int64_t{1})} << "y:1" << Shape{2}
        << Values{2, 5};
    QTest::newRow("Pack behind") << Nodes{with(makeNode("y", "Pack", {"x", "x"}), "axis",
                                               std::int64_t{-1})}
                                 << "" << Shape{2, 3, 2}
                                 << Values{1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6};
    QTest::newRow("ConcatV2") << Nodes{scalar("a", -1), makeNode("y", "ConcatV2", {"x", "x", "a"})}
                              << "" << Shape{2, 6} << Values{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6};
    QTest::newRow("Reshape") << Nodes{ints("s", {3, -1}), makeNode("y", "Reshape", {"x", "s"})}
                             << "" << Shape{3, 2} << Values{1, 2, 3, 4, 5, 6};
    QTest::newRow("Reshape, OpenCV's 0")
        << Nodes{ints("s", {0, -1, 1}), makeNode("y", "Reshape", {"x", "s"})} << ""
        << Shape{2, 3, 1} << Values{1, 2, 3, 4, 5, 6};
    QTest::newRow("Shape") << Nodes{makeNode("y", "Shape", {"x"})} << "" << Shape{2}
                           << Values{2, 3};
    QTest::newRow("ExpandDims") << Nodes{scalar("d", -2), makeNode("y", "ExpandDims", {"x", "d"})}
                                << "" << Shape{2, 1, 3} << Values{1, 2, 3, 4, 5, 6};
    QTest::newRow("Range") << Nodes{scalar("a", 2), scalar("b", 9), scalar("c", 3),
                                    makeNode("y", "Range", {"a", "b", "c"})}
                           << "" << Shape{3} << Values{2, 5, 8};
    QTest::newRow("Fill") << Nodes{ints("s", {1, 2}), scalar("v", 7),
                                   makeNode("y", "Fill", {"s", "v"})}
                          << "" << Shape{1, 2} << Values{7, 7};
    QTest::newRow("Cast") << Nodes{makeConst("f", Tensor::ofFloats({2}, std::array{1.9F, -1.9F})),
                                   with(makeNode("y", "Cast", {"f"}), "DstT", DataType::Int32)}
                          << "" << Shape{2} << Values{1, -1};
    QTest::newRow("broadcast a column")
        << Nodes{makeConst("f", Tensor::ofFloats({2, 1}, std::array{10.0F, 20.0F})),
                 makeNode("y", "Add", {"x", "f"})}
        << "" << Shape{2, 3} << Values{11, 12, 13, 24, 25, 26};
    QTest::newRow("control inputs are not data")
        << Nodes{makeNode("y", "Neg", {"^nowhere", "x"})} << "" << Shape{2, 3}
        << Values{-1, -2, -3, -4, -5, -6};
  }
  void operationsAsDefined() {
    QFETCH(std::vector<Node>, nodes);
    QFETCH(QString, output);
    QFETCH(Shape, shape);
    QFETCH(std::vector<double>, values);
    const auto value = valueOf(nodes, output.toStdString());
    FS_VERIFY_OK(value);
    QCOMPARE(value->shape, shape);
    QCOMPARE(value->values, values);
  }

  void softmaxAddsUpToOne() {
    const auto value = valueOf({makeNode("y", "Softmax", {"x"})});
    FS_VERIFY_OK(value);
    const double sum = std::exp(-2.0) + std::exp(-1.0) + 1;
    QVERIFY(std::abs(value->values[2] - 1 / sum) < 1e-15);
    QVERIFY(std::abs(value->values[3] - std::exp(-2.0) / sum) < 1e-15);
  }

  void roundsEveryResultWhereAsked() {
    Graph graph;
    graph.nodes = {makeNode("x", "Placeholder", {}), makeNode("y", "Neg", {"x"})};
    ReferenceExecutor exact(graph);
    ReferenceExecutor single(graph, Precision::Single);
    exact.feed("x", {{1}, {0.1}});
    single.feed("x", {{1}, {0.1}});
    QCOMPARE(exact.run("y")->values[0], -0.1);
    QCOMPARE(single.run("y")->values[0], static_cast<double>(-0.1F));
  }

  void halfPrecision() {
    // 1.5, -2, the smallest number, the largest.
    const std::array<std::uint16_t, 4> halves = {0x3E00, 0xC000, 0x0001, 0x7BFF};
    const auto bytes = std::as_bytes(std::span(halves));
    const auto value =
        valueOf({makeConst("y", Tensor(DataType::Half, {4}, {bytes.begin(), bytes.end()}))});
    FS_VERIFY_OK(value);
    QCOMPARE(value->values, (std::vector<double>{1.5, -2, std::ldexp(1, -24), 65504}));
  }

  void refusesWhatDoesNotFit_data() {
    QTest::addColumn<std::vector<Node>>("nodes");
    QTest::addColumn<QString>("says");
    using Nodes = std::vector<Node>;
    const auto weights = makeConst("w", Tensor::ofFloats({1, 1, 2, 1}, std::array{1.0F, 2.0F}));
    QTest::newRow("unknown operation") << Nodes{makeNode("y", "Bogus", {"x"})} << "not known";
    QTest::newRow("no input") << Nodes{makeNode("y", "Relu", {})} << "too few inputs";
    QTest::newRow("missing input")
        << Nodes{makeNode("y", "Relu", {"nowhere"})} << "no node nowhere";
    QTest::newRow("missing output") << Nodes{makeNode("y", "Relu", {"x:7"})} << "x:7 is not there";
    QTest::newRow("cycle") << Nodes{makeNode("z", "Relu", {"y"}), makeNode("y", "Relu", {"z"})}
                           << "depends on itself";
    QTest::newRow("no picture") << Nodes{weights, makeNode("y", "Conv2D", {"x", "w"})}
                                << "four axes";
    QTest::newRow("no axis") << Nodes{scalar("a", 5), makeNode("y", "ConcatV2", {"x", "x", "a"})}
                             << "axis 5 of 2";
    QTest::newRow("huge") << Nodes{ints("s", {1 << 30, 1 << 30}), scalar("v", 7),
                                   makeNode("y", "Fill", {"s", "v"})}
                          << "size";
    QTest::newRow("negative") << Nodes{ints("s", {-5}), scalar("v", 7),
                                       makeNode("y", "Fill", {"s", "v"})}
                              << "size";
    QTest::newRow("other shapes") << Nodes{ints("f", {1, 2}), makeNode("y", "Add", {"x", "f"})}
                                  << "do not go together";
    QTest::newRow("another number of numbers")
        << Nodes{ints("s", {4, -1}), makeNode("y", "Reshape", {"x", "s"})} << "cannot become";
    QTest::newRow("outside") << Nodes{ints("b", {0, 2}), ints("s", {2, 2}),
                                      makeNode("y", "Slice", {"x", "b", "s"})}
                             << "not in";
    QTest::newRow("endless range") << Nodes{scalar("a", 0), scalar("b", 9), scalar("c", 0),
                                            makeNode("y", "Range", {"a", "b", "c"})}
                                   << "limits";
    QTest::newRow("statistics") << Nodes{ints("f", {1, 2}),
                                         makeNode("y", "FusedBatchNorm", {"x", "f", "f", "f", "f"})}
                                << "statistics";
  }
  void refusesWhatDoesNotFit() {
    QFETCH(std::vector<Node>, nodes);
    QFETCH(QString, says);
    const auto value = valueOf(nodes);
    QVERIFY(!value);
    QVERIFY2(QString::fromStdString(value.error().message).contains(says),
             value.error().message.c_str());
  }

  /// Inputs swapped, sizes changed, operations exchanged: an answer or a refusal, never a crash.
  void survivesMutants() {
    Graph graph;
    const std::vector<float> numbers(64, 0.5F);
    graph.nodes = {makeNode("x", "Placeholder", {}),
                   makeConst("w", Tensor::ofFloats({2, 2, 2, 4}, std::span(numbers).first(32))),
                   with(with(makeNode("c", "Conv2D", {"x", "w"}), "strides",
                             std::vector<std::int64_t>{1, 1, 1, 1}),
                        "padding", std::string("SAME")),
                   makeConst("b", Tensor::ofFloats({4}, std::span(numbers).first(4))),
                   makeNode("n", "FusedBatchNorm", {"c", "b", "b", "b", "b"}),
                   with(with(with(makeNode("p", "MaxPool", {"n"}), "strides",
                                  std::vector<std::int64_t>{1, 2, 2, 1}),
                             "ksize", std::vector<std::int64_t>{1, 2, 2, 1}),
                        "padding", std::string("VALID")),
                   ints("s", {1, -1, 4}),
                   makeNode("r", "Reshape", {"p", "s"}),
                   ints("q", {0, 2, 1}),
                   makeNode("t", "Transpose", {"r", "q"}),
                   makeNode("u", "Slice", {"t", "q", "s"}),
                   makeNode("v", "StridedSlice", {"u", "q", "s", "s"}),
                   makeNode("y", "Pad", {"v", "w"})};
    const std::vector<std::string> ops = {"Conv2D",
                                          "DepthwiseConv2dNative",
                                          "AvgPool",
                                          "Tile",
                                          "Reshape",
                                          "Unpack",
                                          "Pack",
                                          "ConcatV2",
                                          "Slice",
                                          "Fill",
                                          "Range",
                                          "Mean",
                                          "ResizeNearestNeighbor",
                                          "Squeeze",
                                          "Softmax",
                                          "Dequantize",
                                          "ExpandDims",
                                          "Add",
                                          "Pad",
                                          "StridedSlice",
                                          "Transpose",
                                          "FusedBatchNorm",
                                          "Flatten"};
    std::mt19937 random(5);
    const auto below = [&](std::size_t n) { return random() % n; };
    constexpr int kMutants = 20'000;
    int answered = 0;
    for (int i = 0; i < kMutants; ++i) {
      Graph mutant = graph;
      for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        Node& node = mutant.nodes[below(mutant.nodes.size())];
        switch (below(3)) {
          case 0:
            node.op = ops[below(ops.size())];
            break;
          case 1:
            node.inputs.resize(below(5), graph.nodes[below(graph.nodes.size())].name);
            break;
          default:
            node.attrs["value"] = Tensor::ofInts(
                {static_cast<std::int64_t>(1)},
                std::array{static_cast<std::int32_t>(below(2) != 0 ? below(9) - 3 : random())});
        }
      }
      ReferenceExecutor executor(mutant);
      executor.feed("x", {{1, 5, 5, 2}, std::vector<double>(50, 1.0)});
      for (const Node& node : graph.nodes) {
        const auto value = executor.run(node.name);
        answered += value ? 1 : 0;
        if (value) {
          QCOMPARE(checkedElementCount(value->shape),
                   std::optional(static_cast<std::int64_t>(value->values.size())));
        }
      }
    }
    QVERIFY(answered > kMutants);
  }

 private:
  static Array pictureIn(const std::filesystem::path& folder, int height, int width) {
    const auto images = readNpy<std::uint8_t>((folder / "reference/images.npy").string());
    Array picture{{1, height, width, 3}, {}};
    for (std::size_t i = 0; i < images.size() / 3; ++i) {
      picture.values.push_back(images[i] / 127.5 - 1);
    }
    return picture;
  }

  /// The first of three pictures. TensorFlow computes in 32 bits: the random networks lose some.
  static void compare(const Array& given, const std::vector<float>& expected) {
    QCOMPARE(given.values.size() * 3, expected.size());
    double worst = 0;
    double greatest = 1;
    double squares = 0;
    for (std::size_t i = 0; i < given.values.size(); ++i) {
      const auto value = static_cast<double>(expected[i]);
      const double off = std::abs(given.values[i] - value);
      worst = std::max(worst, off);
      squares += off * off;
      greatest = std::max(greatest, std::abs(value));
    }
    const double mean = std::sqrt(squares / static_cast<double>(given.values.size()));
    qInfo("worst %.2e of %.1f, root mean square %.2e", worst, greatest, mean);
    QVERIFY(worst / greatest < 5e-4);
    QVERIFY(mean / greatest < 3e-5);
  }
};

QTEST_GUILESS_MAIN(TestReferenceExecutor)
#include "tst_reference_executor.moc"
