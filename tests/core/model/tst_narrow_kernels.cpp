#include <algorithm>
#include <random>

#include <QTest>

#include "core/model/narrow_kernels.h"
#include "core/model/reference/reference_executor.h"
#include "core/model/transforms/graph_view.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace followspot::model;

namespace {

std::vector<float> randomNumbers(std::size_t count, unsigned seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> distribution(-1, 1);
  std::vector<float> numbers(count);
  std::ranges::generate(numbers, [&] { return distribution(generator); });
  return numbers;
}

Node weights(const std::string& name, Shape shape) {
  const auto count = static_cast<std::size_t>(*checkedElementCount(shape));
  return makeConst(name, Tensor::ofFloats(std::move(shape), randomNumbers(count, 7)));
}

Node convolution(const std::string& name, const std::string& op, const std::string& input,
                 std::int64_t stride, const std::string& padding) {
  Node node = makeNode(name, op, {input, "w"});
  node.attrs["strides"] = std::vector<std::int64_t>{1, stride, stride, 1};
  node.attrs["padding"] = padding;
  node.attrs["data_format"] = std::string("NHWC");
  return node;
}

Graph graphOf(std::int64_t height, std::int64_t width, std::int64_t kernel, std::int64_t stride,
              const std::string& op, const std::string& padding = "SAME") {
  Node picture = makeNode("x", "Placeholder", {});
  picture.attrs["dtype"] = DataType::Float;
  picture.attrs["shape"] = PartialShape{false, {1, height, width, 3}};
  const bool depthwise = op == "DepthwiseConv2dNative";
  return {{picture, weights("w", {kernel, kernel, 3, depthwise ? 1 : 4}),
           convolution("conv", op, "x", stride, padding)}};
}

std::vector<double> valuesOf(const Graph& graph, Shape shape, const std::string& node) {
  const auto numbers = randomNumbers(static_cast<std::size_t>(*checkedElementCount(shape)), 11);
  ReferenceExecutor executor(graph);
  executor.feed("x", {std::move(shape), {numbers.begin(), numbers.end()}});
  const auto value = executor.run(node);
  return value ? value->values : std::vector<double>();
}

Shape kernelOf(const Graph& graph, const std::string& layer) {
  const auto& inputs = std::ranges::find(graph.nodes, layer, &Node::name)->inputs;
  const auto& node = *std::ranges::find(graph.nodes, inputs[1], &Node::name);
  return std::get<Tensor>(node.attrs.at("value")).shape();
}

}  // namespace

class TestNarrowKernels : public QObject {
  Q_OBJECT

 private slots:
  void sameNumbersFromLess_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("stride");
    QTest::addColumn<QString>("op");
    for (const char* const op : {"Conv2D", "DepthwiseConv2dNative"}) {
      for (const auto& [height, width] : {std::pair{1, 1}, {1, 2}, {2, 1}, {1, 7}, {6, 1}}) {
        for (const int kernel : {2, 3, 5}) {
          for (const int stride : {1, 2}) {
            QTest::addRow("%s, %d on %dx%d by %d", op, kernel, height, width, stride)
                << height << width << kernel << stride << op;
          }
        }
      }
    }
  }

  void sameNumbersFromLess() {
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, kernel);
    QFETCH(int, stride);
    QFETCH(QString, op);
    Graph graph = graphOf(height, width, kernel, stride, op.toStdString());
    const auto before = valuesOf(graph, {1, height, width, 3}, "conv");
    QVERIFY(!before.empty());
    Graph noText;
    const auto changed = narrowKernels(graph, noText);
    FS_VERIFY_OK(changed);
    QCOMPARE(*changed, std::size_t{1});
    const Shape narrow = kernelOf(graph, "conv");
    QCOMPARE(narrow[0], height == 1 ? 1 : kernel);
    QCOMPARE(narrow[1], width == 1 ? 1 : kernel);
    const auto after = valuesOf(graph, {1, height, width, 3}, "conv");
    QCOMPARE(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
      QVERIFY(std::abs(after[i] - before[i]) < 1e-12);
    }
    QCOMPARE(*narrowKernels(graph, noText), std::size_t{0});  // Nothing is left to take off.
  }

  void theRestStays() {
    Graph noText;
    Graph wide = graphOf(2, 2, 3, 1, "DepthwiseConv2dNative");
    QCOMPARE(*narrowKernels(wide, noText), std::size_t{0});
    Graph valid = graphOf(1, 5, 1, 1, "Conv2D", "VALID");
    QCOMPARE(*narrowKernels(valid, noText), std::size_t{0});
  }

  void aSharedKernelStaysForOthers() {
    // 4x4 by strides of 2 and 2: the same kernel on 4x4, 2x2 and 1x1, as heads share theirs.
    Graph graph = graphOf(4, 4, 3, 2, "DepthwiseConv2dNative");
    graph.nodes.push_back(convolution("second", "DepthwiseConv2dNative", "conv", 2, "SAME"));
    graph.nodes.push_back(convolution("third", "DepthwiseConv2dNative", "second", 1, "SAME"));
    const auto before = valuesOf(graph, {1, 4, 4, 3}, "third");
    Graph noText;
    QCOMPARE(*narrowKernels(graph, noText), std::size_t{1});
    QCOMPARE(kernelOf(graph, "conv"), (Shape{3, 3, 3, 1}));
    QCOMPARE(kernelOf(graph, "third"), (Shape{1, 1, 3, 1}));
    const auto after = valuesOf(graph, {1, 4, 4, 3}, "third");
    QCOMPARE(after.size(), std::size_t{3});
    for (std::size_t i = 0; i < after.size(); ++i) {
      QVERIFY(std::abs(after[i] - before[i]) < 1e-12);
    }
  }
};

QTEST_GUILESS_MAIN(TestNarrowKernels)
#include "tst_narrow_kernels.moc"
