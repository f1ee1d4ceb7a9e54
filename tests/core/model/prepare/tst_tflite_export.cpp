#include <cmath>
#include <map>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/graph_codec.h"
#include "core/model/prepare/tflite_export.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;

namespace {

/// Constants of the same type and shape, floats to within 1e-6 (anchors are computed).
bool sameTensor(const Tensor& a, const Tensor& b) {
  if (a.type() != b.type() || a.shape() != b.shape()) {
    return false;
  }
  if (a.type() != DataType::Float) {
    return std::ranges::equal(a.bytes(), b.bytes());
  }
  return std::ranges::equal(a.floats(), b.floats(),
                            [](float x, float y) { return std::abs(x - y) <= 1e-6F; });
}

bool sameValue(const AttrValue& a, const AttrValue& b) {
  const auto* const x = std::get_if<Tensor>(&a);
  const auto* const y = std::get_if<Tensor>(&b);
  if (x != nullptr || y != nullptr) {
    return x != nullptr && y != nullptr && sameTensor(*x, *y);
  }
  const auto emptyList = [](const AttrValue& value) {
    const auto* const list = std::get_if<std::vector<std::int64_t>>(&value);
    return list != nullptr && list->empty();
  };
  return (emptyList(a) && emptyList(b)) || std::visit(
                                               [&](const auto& held) {
                                                 using T = std::decay_t<decltype(held)>;
                                                 if constexpr (std::is_same_v<T, Tensor>) {
                                                   return false;
                                                 } else {
                                                   const auto* const other = std::get_if<T>(&b);
                                                   return other != nullptr && *other == held;
                                                 }
                                               },
                                               a);
}

}  // namespace

class TestTfliteExport : public QObject {
  Q_OBJECT

 private slots:
  void sameGraphAsTheScripts_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("checkpoint");
    for (const char* const model :
         {"ssd_mobilenet_v1", "ssd_mobilenet_v2", "ssdlite_mobilenet_v2"}) {
      QTest::newRow(model) << model << "model.ckpt";
    }
    QTest::newRow("version 1") << "ssd_mobilenet_v1"
                               << "v1";
  }
  void sameGraphAsTheScripts() {
    QFETCH(QString, model);
    QFETCH(QString, checkpoint);
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models" / model.toStdString();
    TfliteExportOptions options;
    options.config = folder / "pipeline.config";
    options.checkpoint = folder / checkpoint.toStdString();
    std::vector<StepReport> reports;
    const auto ours = exportTfliteGraph(options, {}, reports);
    FS_VERIFY_OK(ours);
    auto bytes = readFile(folder / "tensorflow/tflite_graph.pb", std::size_t{1} << 28U);
    FS_VERIFY_OK(bytes);
    const auto theirs = parseGraph(std::make_shared<const std::string>(std::move(*bytes)));
    FS_VERIFY_OK(theirs);
    compare(*ours, *theirs);
    QCOMPARE(ours->nodes.front().name, std::string("normalized_input_image_tensor"));
  }

  void flagsGoIntoTheOperation() {
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models/ssd_mobilenet_v1";
    TfliteExportOptions options;
    options.config = folder / "pipeline.config";
    options.checkpoint = folder / "model.ckpt";
    options.maxDetections = 7;
    options.useRegularNms = true;
    options.configOverride =
        "model { ssd { post_processing { batch_non_max_suppression { iou_threshold: 0.5 } } } }";
    std::vector<StepReport> reports;
    const auto graph = exportTfliteGraph(options, {}, reports);
    FS_VERIFY_OK(graph);
    const auto post = std::ranges::find(graph->nodes, "TFLite_Detection_PostProcess", &Node::name);
    QVERIFY(post != graph->nodes.end());
    QCOMPARE(std::get<std::int64_t>(post->attrs.at("max_detections")), 7);
    QVERIFY(std::get<bool>(post->attrs.at("use_regular_nms")));
    QCOMPARE(std::get<float>(post->attrs.at("nms_iou_threshold")), 0.5F);
    options.addPostprocessing = false;
    const auto bare = exportTfliteGraph(options, {}, reports);
    FS_VERIFY_OK(bare);
    QCOMPARE(bare->nodes.size() + 1, graph->nodes.size());
  }

 private:
  static void compare(const Graph& ours, const Graph& theirs) {
    std::map<std::string, const Node*> byName;
    for (const Node& node : ours.nodes) {
      byName[node.name] = &node;
    }
    for (const Node& expected : theirs.nodes) {
      const auto found = byName.find(expected.name);
      QVERIFY2(found != byName.end(), ("missing " + expected.name).c_str());
      const Node& given = *found->second;
      QCOMPARE(given.op, expected.op);
      QVERIFY2(given.inputs == expected.inputs, expected.name.c_str());
      for (const auto& [key, value] : expected.attrs) {
        const auto attr = given.attrs.find(key);
        QVERIFY2(attr != given.attrs.end() && sameValue(attr->second, value),
                 (expected.name + " " + key).c_str());
      }
      QVERIFY2(given.attrs.size() == expected.attrs.size(),
               (expected.name + " has more attributes").c_str());
      byName.erase(found);
    }
    QVERIFY2(byName.empty(), byName.empty() ? "" : ("extra " + byName.begin()->first).c_str());
  }
};

QTEST_GUILESS_MAIN(TestTfliteExport)
#include "tst_tflite_export.moc"
