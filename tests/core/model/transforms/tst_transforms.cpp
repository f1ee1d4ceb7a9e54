#include <cmath>
#include <random>

#include <QTest>

#include "core/model/graph_codec.h"
#include "core/model/reference/reference_executor.h"
#include "core/model/transforms/cut.h"
#include "core/model/transforms/fold.h"
#include "core/model/transforms/freeze.h"
#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/inference.h"
#include "core/model/transforms/strip.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace followspot::model;

namespace {

std::vector<float> randomNumbers(std::size_t count, float least, float most, unsigned seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> distribution(least, most);
  std::vector<float> numbers(count);
  std::ranges::generate(numbers, [&] { return distribution(generator); });
  return numbers;
}

Node floats(const std::string& name, Shape shape, float least, float most, unsigned seed) {
  const auto count = static_cast<std::size_t>(*checkedElementCount(shape));
  return makeConst(name,
                   Tensor::ofFloats(std::move(shape), randomNumbers(count, least, most, seed)));
}

Node number(const std::string& name, float value) {
  return makeConst(name, Tensor::ofFloats({}, std::array{value}));
}

Node placeholder(Shape shape) {
  Node node = makeNode("x", "Placeholder", {});
  node.attrs["shape"] = PartialShape{false, std::move(shape)};
  return node;
}

Node convolution(const std::string& name, const std::string& op, const std::string& input,
                 const std::string& weights) {
  Node node = makeNode(name, op, {input, weights});
  node.attrs["strides"] = std::vector<std::int64_t>{1, 1, 1, 1};
  node.attrs["padding"] = std::string("SAME");
  node.attrs["data_format"] = std::string("NHWC");
  return node;
}

Array picture(Shape shape) {
  const auto values =
      randomNumbers(static_cast<std::size_t>(*checkedElementCount(shape)), -1, 1, 99);
  return {std::move(shape), {values.begin(), values.end()}};
}

std::vector<double> valuesOf(const Graph& graph, const std::string& output, const Array& input) {
  ReferenceExecutor executor(graph);
  executor.feed("x", input);
  const auto value = executor.run(output);
  return value ? value->values : std::vector<double>();
}

double worstDifference(const std::vector<double>& a, const std::vector<double>& b) {
  double worst = a.empty() || a.size() != b.size() ? HUGE_VAL : 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    worst = std::max(worst, std::abs(a[i] - b[i]));
  }
  return worst;
}

std::size_t countOf(const Graph& graph, const std::string& op) {
  return static_cast<std::size_t>(std::ranges::count(graph.nodes, op, &Node::op));
}

/// A convolution with a norm in one of its forms, ending in "out".
Graph normGraph(const std::string& form, const std::string& op) {
  constexpr std::int64_t kIn = 3;
  const std::int64_t channels = op == "Conv2D" ? 5 : 6;
  Graph graph;
  graph.nodes = {placeholder({1, 6, 7, kIn}),
                 floats("w", op == "Conv2D" ? Shape{3, 3, kIn, 5} : Shape{3, 3, kIn, 2}, -1, 1, 1),
                 convolution("conv", op, "x", "w"),
                 floats("gamma", {channels}, 0.5F, 2, 2),
                 floats("beta", {channels}, -1, 1, 3),
                 floats("mean", {channels}, -1, 1, 4),
                 floats("variance", {channels}, 0.1F, 2, 5),
                 floats("bias", {channels}, -1, 1, 6),
                 number("eps", 0.01F)};
  const auto add = [&](const std::string& name, const std::string& kind,
                       std::vector<std::string> inputs) {
    graph.nodes.push_back(makeNode(name, kind, std::move(inputs)));
  };
  std::string before = "conv";
  if (form.find("bias") != std::string::npos) {
    add("biased", "BiasAdd", {"conv", "bias"});
    before = "biased";
  }
  if (form.starts_with("FusedBatchNorm")) {
    add("out", form.substr(0, form.find(' ')), {before, "gamma", "beta", "mean", "variance"});
    graph.nodes.back().attrs["epsilon"] = 0.01F;
    graph.nodes.back().attrs["is_training"] = false;
    return graph;
  }
  const bool commuted = form.find("commuted") != std::string::npos;
  add("add", "Add", {"variance", "eps"});
  add("rsqrt", "Rsqrt", {"add"});
  std::string scale = "rsqrt";
  if (form.find("no gamma") == std::string::npos) {
    add("scale", "Mul", {"rsqrt", "gamma"});
    scale = "scale";
  }
  add("scaled", "Mul",
      commuted ? std::vector<std::string>{scale, before} : std::vector<std::string>{before, scale});
  add("shift", "Mul", {"mean", scale});
  add("offset", "Sub", {"beta", "shift"});
  add("out", commuted ? "AddV2" : "Add",
      commuted ? std::vector<std::string>{"offset", "scaled"}
               : std::vector<std::string>{"scaled", "offset"});
  return graph;
}

}  // namespace

class TestTransforms : public QObject {
  Q_OBJECT

 private slots:
  void batchNormFoldsInEveryForm_data() {
    QTest::addColumn<QString>("form");
    QTest::addColumn<QString>("op");
    for (const char* const op : {"Conv2D", "DepthwiseConv2dNative"}) {
      for (const char* const form :
           {"FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3", "FusedBatchNormV3 with bias",
            "unfused", "unfused commuted", "unfused no gamma", "unfused with bias"}) {
        QTest::addRow("%s, %s", op, form) << form << op;
      }
    }
  }
  void batchNormFoldsInEveryForm() {
    QFETCH(QString, form);
    QFETCH(QString, op);
    const Graph before = normGraph(form.toStdString(), op.toStdString());
    StepReport report;
    auto after = foldConstants(before, report);
    FS_VERIFY_OK(after);
    after = foldBatchNorm(std::move(*after), report);
    FS_VERIFY_OK(after);
    after = stripUnused(std::move(*after), {"out"}, report);
    FS_VERIFY_OK(after);
    // Placeholder, weights, convolution, bias and its sum.
    QCOMPARE(after->nodes.size(), std::size_t{5});
    QCOMPARE(countOf(*after, "BiasAdd"), std::size_t{1});
    const Array input = picture({1, 6, 7, 3});
    QVERIFY(worstDifference(valuesOf(before, "out", input), valuesOf(*after, "out", input)) < 1e-5);
  }

  void sharedWeightsKeepTheirNorms() {
    Graph graph = normGraph("FusedBatchNormV2", "Conv2D");
    graph.nodes.push_back(convolution("conv2", "Conv2D", "x", "w"));
    graph.nodes.push_back(
        makeNode("out2", "FusedBatchNormV3", {"conv2", "beta", "gamma", "mean", "variance"}));
    StepReport report;
    const auto after = foldBatchNorm(graph, report);
    FS_VERIFY_OK(after);
    QCOMPARE(countOf(*after, "FusedBatchNorm"), std::size_t{2});
    QCOMPARE(report.notes.size(), std::size_t{1});
    const Array input = picture({1, 6, 7, 3});
    for (const char* const output : {"out", "out2"}) {
      QCOMPARE(worstDifference(valuesOf(graph, output, input), valuesOf(*after, output, input)),
               0.0);
    }
  }

  void whatOthersSeeIsNotFolded() {
    // The convolution's own result goes elsewhere, too.
    Graph graph = normGraph("FusedBatchNormV3", "Conv2D");
    graph.nodes.push_back(makeNode("other", "Relu", {"conv"}));
    StepReport report;
    const auto after = foldBatchNorm(graph, report);
    FS_VERIFY_OK(after);
    const Array input = picture({1, 6, 7, 3});
    for (const char* const output : {"out", "other"}) {
      QCOMPARE(worstDifference(valuesOf(graph, output, input), valuesOf(*after, output, input)),
               0.0);
    }
  }

  void dropoutGoesInEveryForm_data() {
    QTest::addColumn<int>("form");
    QTest::newRow("TensorFlow 1: x / keep * floor(keep + random)") << 0;
    QTest::newRow("TensorFlow 1.13: x * scale * cast(random >= rate)") << 1;
    QTest::newRow("TensorFlow 2: select(random >= rate, x * scale, 0)") << 2;
  }
  void dropoutGoesInEveryForm() {
    QFETCH(int, form);
    Graph graph;
    graph.nodes = {placeholder({1, 2, 2, 3}),
                   number("keep", 0.8F),
                   number("scale", 1.25F),
                   number("zero", 0),
                   makeConst("shape", Tensor::ofInts({4}, std::array{1, 2, 2, 3})),
                   makeNode("random", "RandomUniform", {"shape"})};
    const auto add = [&](const std::string& name, const std::string& op,
                         std::vector<std::string> inputs) {
      graph.nodes.push_back(makeNode(name, op, std::move(inputs)));
    };
    if (form == 0) {
      add("sum", "Add", {"keep", "random"});
      add("floor", "Floor", {"sum"});
      add("div", "RealDiv", {"x", "keep"});
      add("dropped", "Mul", {"div", "floor"});
    } else {
      add("mask", "GreaterEqual", {"random", "keep"});
      add("scaled", "Mul", {"x", "scale"});
      if (form == 1) {
        add("cast", "Cast", {"mask"});
        add("dropped", "Mul", {"scaled", "cast"});
      } else {
        add("dropped", "SelectV2", {"mask", "scaled", "zero"});
      }
    }
    add("out", "Relu", {"dropped"});
    StepReport report;
    const auto after = removeDropout(graph, report);
    FS_VERIFY_OK(after);
    QCOMPARE(report.touched, std::size_t{1});
    QCOMPARE(after->nodes.back().inputs, std::vector<std::string>{"x"});
  }

  void trainingNormsUseMovingStatistics() {
    Graph graph;
    const Node empty = makeConst("empty", Tensor::ofFloats({0}, {}));
    graph.nodes = {placeholder({1, 4, 4, 2}),
                   empty,
                   makeNode("bn/gamma", "VariableV2", {}),
                   makeNode("bn/beta", "VariableV2", {}),
                   makeNode("bn/gamma/read", "Identity", {"bn/gamma"}),
                   makeNode("bn/beta/read", "Identity", {"bn/beta"}),
                   makeNode("out", "FusedBatchNormV2",
                            {"x", "bn/gamma/read", "bn/beta/read", "empty", "empty"})};
    StepReport report;
    auto after = toInference(graph, report);
    FS_VERIFY_OK(after);
    const auto out = std::ranges::find(after->nodes, "out", &Node::name);
    QCOMPARE(out->inputs[3], std::string("bn/moving_mean"));
    QCOMPARE(out->inputs[4], std::string("bn/moving_variance"));
    QVERIFY(!std::get<bool>(out->attrs.at("is_training")));
    std::vector<std::string> read;
    const auto frozen = freezeVariables(
        std::move(*after),
        [&](std::string_view name) -> Result<Tensor> {
          read.emplace_back(name);
          return Tensor::ofFloats({2}, std::array{1.0F, 2.0F});
        },
        report);
    FS_VERIFY_OK(frozen);
    QCOMPARE(read.size(), std::size_t{4});
    // Without names that say where the statistics are.
    Graph lost = graph;
    for (Node& node : lost.nodes) {
      std::ranges::replace(node.inputs, "bn/gamma", "empty");
      std::ranges::replace(node.inputs, "bn/beta", "empty");
    }
    FS_VERIFY_ERROR(toInference(lost, report), ErrorCode::Unsupported, "node out");
  }

  void unfusedTrainingNormUsesMovingStatistics() {
    Graph graph;
    graph.nodes = {placeholder({1, 4, 4, 2}),
                   makeNode("bn/gamma", "VariableV2", {}),
                   makeNode("bn/beta", "VariableV2", {}),
                   number("eps", 0.001F),
                   makeConst("axes", Tensor::ofInts({3}, std::array{0, 1, 2})),
                   makeNode("mean", "Mean", {"x", "axes"}),
                   makeNode("sd", "SquaredDifference", {"x", "mean"}),
                   makeNode("var", "Mean", {"sd", "axes"}),
                   makeNode("m", "Squeeze", {"mean"}),
                   makeNode("v", "Squeeze", {"var"}),
                   makeNode("add", "AddV2", {"v", "eps"}),
                   makeNode("rsqrt", "Rsqrt", {"add"}),
                   makeNode("mul", "Mul", {"rsqrt", "bn/gamma"}),
                   makeNode("mul_1", "Mul", {"x", "mul"}),
                   makeNode("mul_2", "Mul", {"m", "mul"}),
                   makeNode("sub", "Sub", {"bn/beta", "mul_2"}),
                   makeNode("out", "AddV2", {"mul_1", "sub"})};
    StepReport report;
    const auto after = toInference(graph, report);
    FS_VERIFY_OK(after);
    const auto inputsOf = [&](const char* name) {
      return std::ranges::find(after->nodes, name, &Node::name)->inputs;
    };
    QCOMPARE(inputsOf("add")[0], std::string("bn/moving_variance"));
    QCOMPARE(inputsOf("mul_2")[0], std::string("bn/moving_mean"));
  }

  void enlargingIsRecognised_data() {
    QTest::addColumn<bool>("stacked");
    QTest::newRow("by ones") << false;
    QTest::newRow("by stacking") << true;
  }
  void enlargingIsRecognised() {
    QFETCH(bool, stacked);
    Graph graph;
    graph.nodes = {placeholder({1, 3, 4, 2}),
                   makeConst("to", Tensor::ofInts({4}, std::array{1, 6, 8, 2}))};
    if (stacked) {
      Node columns = makeNode("columns", "Pack", {"x", "x"});
      columns.attrs["axis"] = std::int64_t{3};
      Node rows = makeNode("rows", "Pack", {"columns", "columns"});
      rows.attrs["axis"] = std::int64_t{2};
      graph.nodes.push_back(columns);
      graph.nodes.push_back(rows);
      graph.nodes.push_back(makeNode("out", "Reshape", {"rows", "to"}));
    } else {
      graph.nodes.push_back(makeConst("six", Tensor::ofInts({6}, std::array{1, 3, 1, 4, 1, 2})));
      graph.nodes.push_back(makeNode("spread", "Reshape", {"x", "six"}));
      graph.nodes.push_back(
          makeConst("ones", Tensor::ofFloats({1, 1, 2, 1, 2, 1}, std::vector<float>(4, 1.0F))));
      graph.nodes.push_back(makeNode("repeated", "Mul", {"spread", "ones"}));
      graph.nodes.push_back(makeNode("out", "Reshape", {"repeated", "to"}));
    }
    StepReport report;
    const auto after = fusePatterns(graph, report);
    FS_VERIFY_OK(after);
    QCOMPARE(countOf(*after, "ResizeNearestNeighbor"), std::size_t{1});
    const Array input = picture({1, 3, 4, 2});
    QCOMPARE(worstDifference(valuesOf(graph, "out", input), valuesOf(*after, "out", input)), 0.0);
  }

  void clippingAtSixIsRecognised() {
    Graph graph;
    graph.nodes = {placeholder({1, 2, 2, 2}), number("zero", 0), number("six", 6),
                   makeNode("max", "Maximum", {"x", "zero"}),
                   makeNode("out", "Minimum", {"six", "max"})};
    StepReport report;
    const auto after = fusePatterns(graph, report);
    FS_VERIFY_OK(after);
    QCOMPARE(after->nodes.back().op, std::string("Relu6"));
    QCOMPARE(after->nodes.back().inputs, std::vector<std::string>{"x"});
  }

  void orderDoesNotMatterAndCyclesAreSaid() {
    Graph graph = normGraph("unfused", "Conv2D");
    std::ranges::reverse(graph.nodes);
    StepReport report;
    auto sorted = sortTopologically(graph, report);
    FS_VERIFY_OK(sorted);
    std::vector<std::string> seen;
    for (const Node& node : sorted->nodes) {
      for (const std::string& input : node.inputs) {
        QVERIFY(std::ranges::find(seen, input) != seen.end());
      }
      seen.push_back(node.name);
    }
    graph.nodes.push_back(makeNode("a", "Relu", {"b"}));
    graph.nodes.push_back(makeNode("b", "Relu", {"a"}));
    FS_VERIFY_ERROR(sortTopologically(graph, report), ErrorCode::CorruptData, "depends on itself");
    FS_VERIFY_ERROR(foldBatchNorm(graph, report), ErrorCode::CorruptData, "depends on itself");
    graph.nodes.back().inputs = {"nowhere"};
    FS_VERIFY_ERROR(foldConstants(graph, report), ErrorCode::CorruptData, "nowhere is not there");
    graph.nodes.back() = graph.nodes.front();
    FS_VERIFY_ERROR(stripUnused(graph, {"out"}, report), ErrorCode::CorruptData, "used twice");
    Graph loops;
    loops.nodes = {makeNode("i", "Identity", {"j"}), makeNode("j", "Identity", {"i"})};
    FS_VERIFY_ERROR(stripIdentity(loops, {}, report), ErrorCode::CorruptData, "depends on itself");
  }

  void cuttingFindsTheFirstConvolution() {
    Graph graph = normGraph("FusedBatchNormV3", "Conv2D");
    graph.nodes.push_back(makeNode("queue", "QueueDequeueV2", {"^init"}));
    graph.nodes.push_back(makeNode("init", "NoOp", {}));
    graph.nodes.push_back(makeNode("batch", "Identity", {"queue:3"}));
    std::ranges::find(graph.nodes, "conv", &Node::name)->inputs[0] = "batch";
    CutOptions options;
    options.outputs = {"out"};
    options.placeholder = "in";
    options.inputSize = {7, 6};
    StepReport report;
    const auto cut = cutNetwork(graph, options, report);
    FS_VERIFY_OK(cut);
    QCOMPARE(cut->nodes.front().name, std::string("in"));
    QVERIFY(std::get<PartialShape>(cut->nodes.front().attrs.at("shape")).dims ==
            (Shape{1, 6, 7, 3}));
    QCOMPARE(countOf(*cut, "QueueDequeueV2"), std::size_t{0});
    options.outputs = {"gamma"};
    FS_VERIFY_ERROR(cutNetwork(graph, options, report), ErrorCode::Unsupported, "no convolution");
  }

  void halfAndDoubleBecomeFloat() {
    // 1.5 and -2 as half (3E00, C000), as bfloat16 (3FC0, C000), smallest half 2^-24 (0001).
    const auto bytes = [](std::initializer_list<unsigned> words) {
      std::vector<std::byte> out;
      for (const unsigned word : words) {
        out.push_back(static_cast<std::byte>(word & 0xFFU));
        out.push_back(static_cast<std::byte>(word >> 8U));
      }
      return out;
    };
    const auto values = [](const Tensor& tensor) {
      const Tensor converted = asFloat(tensor);
      return std::vector<float>(converted.floats().begin(), converted.floats().end());
    };
    QCOMPARE(values(Tensor(DataType::Half, {3}, bytes({0x3E00, 0xC000, 0x0001}))),
             (std::vector<float>{1.5F, -2.0F, std::ldexp(1.0F, -24)}));
    QCOMPARE(values(Tensor(DataType::BFloat16, {2}, bytes({0x3FC0, 0xC000}))),
             (std::vector<float>{1.5F, -2.0F}));
  }
};

QTEST_GUILESS_MAIN(TestTransforms)
#include "tst_transforms.moc"
