#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <set>
#include <string>

#include <QTest>

#include "core/model/reference/reference_executor.h"
#include "core/model/shrink/channels.h"
#include "core/model/transforms/graph_view.h"
#include "tests/core/model/prepare/network_reference.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

namespace {

std::vector<float> randomNumbers(std::size_t count, unsigned seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> distribution(-1, 1);
  std::vector<float> numbers(count);
  std::ranges::generate(numbers, [&] { return distribution(generator); });
  return numbers;
}

/// A network written down node by node.
class Network {
 public:
  Graph graph;

  std::string floats(const std::string& name, Shape shape) {
    const auto count = static_cast<std::size_t>(*checkedElementCount(shape));
    graph.nodes.push_back(
        makeConst(name, Tensor::ofFloats(std::move(shape), randomNumbers(count, seed_++))));
    return name;
  }
  std::string node(const std::string& name, const std::string& op,
                   std::vector<std::string> inputs) {
    graph.nodes.push_back(makeNode(name, op, std::move(inputs)));
    return name;
  }
  /// Convolution with bias; gives the name of what comes out of `after`, if any.
  std::string convolution(const std::string& name, const std::string& input, Shape kernel,
                          const std::string& after = "", const std::string& sharedKernel = "") {
    const bool depthwise = name.starts_with("dw");
    const std::int64_t out = depthwise ? kernel[2] * kernel[3] : kernel[3];
    const std::string weights =
        sharedKernel.empty() ? floats(name + "/kernel", std::move(kernel)) : sharedKernel;
    node(name, depthwise ? "DepthwiseConv2dNative" : "Conv2D", {input, weights});
    graph.nodes.back().attrs["strides"] = std::vector<std::int64_t>{1, 1, 1, 1};
    graph.nodes.back().attrs["padding"] = std::string("SAME");
    const std::string bias = floats(name + "/bias", {out});
    node(name + "/add", "BiasAdd", {name, bias});
    return after.empty() ? name + "/add" : node(name + "/after", after, {name + "/add"});
  }
  void input(Shape shape) {
    node("x", "Placeholder", {});
    graph.nodes.back().attrs["dtype"] = DataType::Float;
    graph.nodes.back().attrs["shape"] = PartialShape{false, std::move(shape)};
  }
  void axis(const std::string& name) {
    graph.nodes.push_back(makeConst(name, Tensor::ofInts({}, std::array{-1})));
  }
  Tensor& value(const std::string& name) {
    return std::get<Tensor>(std::ranges::find(graph.nodes, name, &Node::name)->attrs.at("value"));
  }
  /// Sets one position of an axis to zero.
  void clear(const std::string& name, std::size_t axis, std::size_t position) {
    Tensor& tensor = value(name);
    std::vector<float> values(tensor.floats().begin(), tensor.floats().end());
    std::size_t inner = 1;
    for (std::size_t i = axis + 1; i < tensor.shape().size(); ++i) {
      inner *= static_cast<std::size_t>(tensor.shape()[i]);
    }
    const auto size = static_cast<std::size_t>(tensor.shape()[axis]);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i / inner % size == position) {
        values[i] = 0;
      }
    }
    tensor = Tensor::ofFloats(tensor.shape(), values);
  }

 private:
  unsigned seed_ = 1;
};

/// stem -> inverted residual with a residual addition -> concat with a branch -> head.
Network invertedResidual() {
  Network net;
  net.input({1, 6, 6, 3});
  const std::string stem = net.convolution("stem", "x", {3, 3, 3, 4});
  const std::string wide = net.convolution("expand", stem, {1, 1, 4, 8}, "Relu6");
  const std::string deep = net.convolution("dw", wide, {3, 3, 8, 1}, "Relu6");
  const std::string thin = net.convolution("project", deep, {1, 1, 8, 4});
  net.node("sum", "AddV2", {stem, thin});
  const std::string branch = net.convolution("branch", "sum", {1, 1, 4, 5}, "Relu6");
  net.axis("axis");
  net.node("both", "ConcatV2", {"sum", branch, "axis"});
  const std::string head = net.convolution("head", "both", {3, 3, 9, 2});
  net.node("flat", "Flatten", {head});
  return net;
}

/// The channel at a position of an axis.
std::size_t channelAt(const Channels& channels, const std::string& constant, std::size_t axis,
                      std::size_t position) {
  const auto found = std::ranges::find_if(channels.axes, [&](const ChannelAxis& each) {
    return each.constant == constant && each.axis == axis;
  });
  return found->channels.at(position);
}

bool mayGo(const Channels& channels, std::size_t channel) {
  return std::ranges::any_of(channels.groups, [&](const auto& group) {
    return std::ranges::find(group, channel) != group.end();
  });
}

/// What a node gives for the same random picture; nothing where it cannot be computed.
std::vector<double> outputOf(const Graph& graph, const Shape& shape, const std::string& node) {
  ReferenceExecutor executor(graph);
  const auto values = randomNumbers(static_cast<std::size_t>(*checkedElementCount(shape)), 77);
  executor.feed("x", {shape, {values.begin(), values.end()}});
  const auto output = executor.run(node);
  return output ? output->values : std::vector<double>();
}

}  // namespace

class TestChannels : public QObject {
  Q_OBJECT

 private slots:
  void groupsAreWhatGoesTogether() {
    const Network net = invertedResidual();
    const auto channels = findChannels(net.graph);
    FS_VERIFY_OK(channels);
    // The stream (stem = project), the block's inside, the branch.
    std::multiset<std::size_t> sizes;
    for (const auto& group : channels->groups) {
      sizes.insert(group.size());
    }
    QCOMPARE(sizes, (std::multiset<std::size_t>{4, 5, 8}));
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t stream = channelAt(*channels, "stem/kernel", 3, i);
      QVERIFY(mayGo(*channels, stream));
      QCOMPARE(channelAt(*channels, "project/kernel", 3, i), stream);
      QCOMPARE(channelAt(*channels, "project/bias", 0, i), stream);
      QCOMPARE(channelAt(*channels, "expand/kernel", 2, i), stream);
      QCOMPARE(channelAt(*channels, "branch/kernel", 2, i), stream);
      QCOMPARE(channelAt(*channels, "head/kernel", 2, i), stream);
    }
    for (std::size_t i = 0; i < 8; ++i) {
      const std::size_t inside = channelAt(*channels, "expand/kernel", 3, i);
      QCOMPARE(channelAt(*channels, "dw/kernel", 2, i), inside);
      QCOMPARE(channelAt(*channels, "dw/bias", 0, i), inside);
      QCOMPARE(channelAt(*channels, "project/kernel", 2, i), inside);
    }
    for (std::size_t i = 0; i < 5; ++i) {
      QCOMPARE(channelAt(*channels, "head/kernel", 2, 4 + i),
               channelAt(*channels, "branch/kernel", 3, i));
    }
    for (std::size_t i = 0; i < 3; ++i) {
      QVERIFY(!mayGo(*channels, channelAt(*channels, "stem/kernel", 2, i)));
    }
    for (std::size_t i = 0; i < 2; ++i) {
      QVERIFY(!mayGo(*channels, channelAt(*channels, "head/kernel", 3, i)));
    }
  }

  void channelsThatNobodyReadsGoWithoutATrace() {
    Network net = invertedResidual();
    // One whose readers' weights are zero, ...
    net.clear("project/kernel", 2, 3);
    // ... one that is zero because all that makes it is, ...
    for (const char* const made : {"stem/kernel", "project/kernel"}) {
      net.clear(made, 3, 1);
    }
    for (const char* const bias : {"stem/bias", "project/bias"}) {
      net.clear(bias, 0, 1);
    }
    // ... and one behind a join.
    net.clear("head/kernel", 2, 4 + 2);
    const auto channels = findChannels(net.graph);
    FS_VERIFY_OK(channels);
    std::vector<bool> removed(channels->count, false);
    removed[channelAt(*channels, "expand/kernel", 3, 3)] = true;
    removed[channelAt(*channels, "stem/kernel", 3, 1)] = true;
    removed[channelAt(*channels, "branch/kernel", 3, 2)] = true;
    const auto before = outputOf(net.graph, {1, 6, 6, 3}, "head/add");
    const auto pruned = removeChannels(net.graph, *channels, removed);
    FS_VERIFY_OK(pruned);
    QCOMPARE(before.size(), std::size_t{72});
    QVERIFY(relativeDifference(outputOf(*pruned, {1, 6, 6, 3}, "head/add"), before) <= 1e-12);
    const auto shapeOf = [&](const char* name) {
      return constantOf(*std::ranges::find(pruned->nodes, name, &Node::name))->shape();
    };
    QCOMPARE(shapeOf("expand/kernel"), (Shape{1, 1, 3, 7}));
    QCOMPARE(shapeOf("dw/kernel"), (Shape{3, 3, 7, 1}));
    QCOMPARE(shapeOf("head/kernel"), (Shape{3, 3, 7, 2}));
    QCOMPARE(shapeOf("stem/bias"), (Shape{3}));
  }

  void depthMultipliersAndGatesAreFollowed() {
    Network net;
    net.input({1, 4, 4, 2});
    const std::string first = net.convolution("first", "x", {1, 1, 2, 3}, "Relu");
    const std::string deep = net.convolution("dw", first, {3, 3, 3, 2}, "Relu6");
    // A squeeze-and-excite gate.
    net.graph.nodes.push_back(makeConst("over", Tensor::ofInts({2}, std::array{1, 2})));
    net.node("mean", "Mean", {deep, "over"});
    net.graph.nodes.back().attrs["keep_dims"] = true;
    const std::string gate = net.convolution("gate", "mean", {1, 1, 6, 6}, "Sigmoid");
    net.node("gated", "Mul", {deep, gate});
    net.floats("factors", {6});
    net.node("scaled", "Mul", {"gated", "factors"});
    net.node("flat", "Flatten", {net.convolution("last", "scaled", {1, 1, 6, 2})});
    net.clear("last/kernel", 2, 2);
    net.clear("last/kernel", 2, 3);
    net.clear("gate/kernel", 2, 2);
    net.clear("gate/kernel", 2, 3);
    const auto channels = findChannels(net.graph);
    FS_VERIFY_OK(channels);
    const std::size_t second = channelAt(*channels, "first/kernel", 3, 1);
    QVERIFY(mayGo(*channels, second));
    for (const std::size_t position : {std::size_t{2}, std::size_t{3}}) {
      for (const auto& [constant, axis] :
           {std::pair{"dw/bias", 0}, {"gate/kernel", 2}, {"gate/kernel", 3}, {"factors", 0}}) {
        QCOMPARE(channelAt(*channels, constant, static_cast<std::size_t>(axis), position), second);
      }
    }
    std::vector<bool> removed(channels->count, false);
    removed[second] = true;
    const auto pruned = removeChannels(net.graph, *channels, removed);
    FS_VERIFY_OK(pruned);
    const auto before = outputOf(net.graph, {1, 4, 4, 2}, "last/add");
    QCOMPARE(before.size(), std::size_t{32});
    QVERIFY(relativeDifference(outputOf(*pruned, {1, 4, 4, 2}, "last/add"), before) <= 1e-12);
  }

  /// The same kernel on two maps: what reads both must lose the same.
  void sharedKernelsTieTheirReaders() {
    Network net;
    net.input({1, 4, 4, 2});
    const std::string a = net.convolution("a", "x", {1, 1, 2, 3}, "Relu6");
    const std::string b = net.convolution("b", a, {1, 1, 3, 3}, "Relu6");
    const std::string first = net.convolution("first", a, {1, 1, 3, 2});
    const std::string second = net.convolution("second", b, {1, 1, 3, 2}, "", "first/kernel");
    net.axis("axis");
    net.node("flat/a", "Flatten", {first});
    net.node("flat/b", "Flatten", {second});
    net.node("flat", "ConcatV2", {"flat/a", "flat/b", "axis"});
    const auto channels = findChannels(net.graph);
    FS_VERIFY_OK(channels);
    QCOMPARE(channels->groups.size(), std::size_t{1});
    for (std::size_t i = 0; i < 3; ++i) {
      QCOMPARE(channelAt(*channels, "a/kernel", 3, i), channelAt(*channels, "b/kernel", 3, i));
    }
  }

  void constantsOfAnotherFormAreRefused() {
    const Network net = invertedResidual();
    const auto channels = findChannels(net.graph);
    FS_VERIFY_OK(channels);
    std::vector<bool> removed(channels->count, false);
    removed[channelAt(*channels, "expand/kernel", 3, 0)] = true;
    Network other = invertedResidual();
    other.value("dw/kernel") = Tensor::ofFloats({1}, std::array{1.0F});
    FS_VERIFY_ERROR(removeChannels(other.graph, *channels, removed), ErrorCode::CorruptData,
                    "node dw/kernel");
  }
};

QTEST_GUILESS_MAIN(TestChannels)
#include "tst_channels.moc"
