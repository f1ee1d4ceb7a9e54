#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/model/architectures/backbones.h"
#include "core/model/architectures/feature_maps.h"
#include "core/model/reference/reference_executor.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace followspot::model;

namespace {

constexpr const char* kInput = "x";

/// What a graph makes of numbers.
Result<Array> run(LayerBuilder& layers, const Features& out, const Array& in) {
  const auto graph = layers.finish();
  if (!graph) {
    return fail(graph.error());
  }
  ReferenceExecutor executor(*graph);
  executor.feed(kInput, in);
  return executor.run(out.node);
}

}  // namespace

/// Layers against the formulas they stand for.
class TestLayerBuilder : public QObject {
  Q_OBJECT

 private slots:
  void activations_data() {
    QTest::addColumn<int>("kind");
    using Kind = LayerStyle::Activation;
    QTest::newRow("none") << static_cast<int>(Kind::None);
    QTest::newRow("identity") << static_cast<int>(Kind::Identity);
    QTest::newRow("relu") << static_cast<int>(Kind::Relu);
    QTest::newRow("relu 6") << static_cast<int>(Kind::Relu6);
    QTest::newRow("swish") << static_cast<int>(Kind::Swish);
    QTest::newRow("hard swish") << static_cast<int>(Kind::HardSwish);
  }
  void activations() {
    QFETCH(int, kind);
    const auto activation = static_cast<LayerStyle::Activation>(kind);
    const Array in{{1, 1, 1, 7}, {-8, -3, -1.5, 0, 0.5, 2, 9}};
    LayerBuilder layers("test");
    const Features out = layers.activation(layers.input(kInput, {1, 1}, 7), "s/", activation);
    const auto given = run(layers, out, in);
    FS_VERIFY_OK(given);
    for (std::size_t i = 0; i < in.values.size(); ++i) {
      const double x = in.values[i];
      double expected = x;
      if (activation == LayerStyle::Activation::Relu) {
        expected = std::max(x, 0.0);
      } else if (activation == LayerStyle::Activation::Relu6) {
        expected = std::clamp(x, 0.0, 6.0);
      } else if (activation == LayerStyle::Activation::Swish) {
        expected = x / (1 + std::exp(-x));
      } else if (activation == LayerStyle::Activation::HardSwish) {
        expected = x * std::clamp(x + 3, 0.0, 6.0) / 6;
      }
      QVERIFY(std::abs(given->values[i] - expected) < 1e-6);
    }
  }

  void doublingRepeatsPixels() {
    LayerBuilder layers("test");
    const Features out = layers.doubled(layers.input(kInput, {2, 1}, 1), "up");
    QVERIFY((out.size == FrameSize{4, 2}));
    const auto given = run(layers, out, {{1, 1, 2, 1}, {1, 2}});
    FS_VERIFY_OK(given);
    QCOMPARE(given->values, (std::vector<double>{1, 1, 2, 2, 1, 1, 2, 2}));
  }

  void paddings() {
    LayerBuilder layers("test");
    const Features in = layers.input(kInput, {2, 1}, 1);
    // A kernel of 4 wants 3 more: one before, two behind.
    const Features fixed = layers.fixedPadding(in, "fixed/", {4, 1});
    QVERIFY((fixed.size == FrameSize{5, 1}));
    const Features multiple = layers.padToMultiple(fixed, "multiple/", 4);
    QVERIFY((multiple.size == FrameSize{8, 4}));
    QCOMPARE(layers.padToMultiple(multiple, "none/", 4).node, multiple.node);
    const auto given = run(layers, multiple, {{1, 1, 2, 1}, {1, 2}});
    FS_VERIFY_OK(given);
    std::vector<double> expected(32, 0.0);
    expected[1] = 1;
    expected[2] = 2;
    QCOMPARE(given->values, expected);
  }

  void poolingPyramidTakesTheGreatest() {
    LayerBuilder layers("test");
    const Scope scope{"v/", "o/"};
    const auto maps = addPoolingPyramid(layers, layers.input(kInput, {3, 2}, 1), scope, 3);
    QCOMPARE(maps.size(), std::size_t{3});
    QVERIFY((maps[1].size == FrameSize{2, 1}));
    QVERIFY((maps[2].size == FrameSize{1, 1}));
    const auto given = run(layers, maps[1], {{1, 2, 3, 1}, {1, 5, 2, 4, 3, -1}});
    FS_VERIFY_OK(given);
    QCOMPARE(given->values, (std::vector<double>{5, 2}));
  }

  void widthsAreRounded() {
    // MobileNet 2 with 0.35: 5.6, 8.4, 11.2, 22.4, 33.6, 56, 112 and 448 channels.
    QCOMPARE(roundedTo(5.6, 8, 8), 8);
    QCOMPARE(roundedTo(8.4, 8, 8), 8);
    QCOMPARE(roundedTo(11.2, 8, 8), 16);  // 8 would be less than nine tenths
    QCOMPARE(roundedTo(22.4, 8, 8), 24);
    QCOMPARE(roundedTo(33.6, 8, 8), 32);
    QCOMPARE(roundedTo(448, 8, 8), 448);
    QCOMPARE(roundedTo(5.6, 8, 16), 16);
    QCOMPARE(roundedTo(18, 8, 0), 24);  // squeeze of 72
  }

  void theFirstErrorStays() {
    LayerBuilder layers("ssd_test");
    const Features in = layers.input(kInput, {4, 4}, 3);
    static_cast<void>(layers.convolution(in, {"v/", "o/"}, 8, square(5, 1, Padding::Valid), {}));
    layers.refuse(ErrorCode::Unsupported, "later");
    FS_VERIFY_ERROR(layers.finish(), ErrorCode::InvalidArgument,
                    "layer o/Conv2D: pictures of the size in pipeline.config are too small for "
                    "ssd_test");
  }
};

QTEST_GUILESS_MAIN(TestLayerBuilder)
#include "tst_layer_builder.moc"
