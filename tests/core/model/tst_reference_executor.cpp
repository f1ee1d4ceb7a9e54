#include <cmath>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/graph_codec.h"
#include "tests/core/model/reference_executor.h"
#include "tests/support/npy.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

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
    auto bytes = readFile(folder / "tensorflow/tflite_graph.pb", std::size_t{1} << 28U);
    FS_VERIFY_OK(bytes);
    const auto graph = parseGraph(std::make_shared<const std::string>(std::move(*bytes)));
    FS_VERIFY_OK(graph);
    const auto file = [&](const char* name) { return (folder / "reference" / name).string(); };
    const auto images = readNpy<std::uint8_t>(file("images.npy"));
    const auto boxes = readNpy<float>(file("boxes.npy"));
    const auto classes = readNpy<float>(file("classes.npy"));
    Array picture{{1, height, width, 3}, {}};
    for (std::size_t i = 0; i < images.size() / 3; ++i) {
      picture.values.push_back(images[i] / 127.5 - 1);
    }
    ReferenceExecutor executor(*graph);
    executor.feed("normalized_input_image_tensor", std::move(picture));
    compare(executor.run("raw_outputs/box_encodings"), boxes);
    compare(executor.run("raw_outputs/class_predictions"), classes);
  }

 private:
  /// The first of three pictures. TensorFlow computes in 32 bits: the random networks lose some.
  static void compare(const Result<Array>& given, const std::vector<float>& expected) {
    FS_VERIFY_OK(given);
    QCOMPARE(given->values.size() * 3, expected.size());
    double worst = 0;
    double greatest = 1;
    double squares = 0;
    for (std::size_t i = 0; i < given->values.size(); ++i) {
      const auto value = static_cast<double>(expected[i]);
      const double off = std::abs(given->values[i] - value);
      worst = std::max(worst, off);
      squares += off * off;
      greatest = std::max(greatest, std::abs(value));
    }
    const double mean = std::sqrt(squares / static_cast<double>(given->values.size()));
    qInfo("worst %.2e of %.1f, root mean square %.2e", worst, greatest, mean);
    QVERIFY(worst / greatest < 5e-4);
    QVERIFY(mean / greatest < 3e-5);
  }
};

QTEST_GUILESS_MAIN(TestReferenceExecutor)
#include "tst_reference_executor.moc"
