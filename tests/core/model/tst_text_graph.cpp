#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/graph_codec.h"
#include "core/model/text_graph.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;

class TestTextGraph : public QObject {
  Q_OBJECT
 private slots:
  void readsAGraphAsTensorFlowWritesIt() {
    const auto graph = parseTextGraph(R"(
      node {
        name: "image_tensor" op: "Placeholder"
        attr { key: "dtype" value { type: DT_FLOAT } }
        attr { key: "shape" value { shape { dim { size: 1 } dim { size: -1 } } } }
      }
      node {
        name: "c" op: "Const" input: "^image_tensor"
        attr { key: "value" value { tensor {
          dtype: DT_FLOAT tensor_shape { dim { size: 2 } } float_val: 0.1 } } }
        attr { key: "strides" value { list { i: 1 i: 2 } } }
        attr { key: "x" value { f: -inf } }
      }
      versions { producer: 22 }
      library { }
    )");
    FS_VERIFY_OK(graph);
    QCOMPARE(graph->nodes.size(), 2U);
    QCOMPARE(std::get<DataType>(graph->nodes[0].attrs.at("dtype")), DataType::Float);
    QCOMPARE(std::get<PartialShape>(graph->nodes[0].attrs.at("shape")).dims, (Shape{1, -1}));
    QCOMPARE(std::get<Tensor>(graph->nodes[1].attrs.at("value")).floats()[1], 0.1F);
    QCOMPARE(std::get<std::vector<std::int64_t>>(graph->nodes[1].attrs.at("strides"))[1], 2);
    QCOMPARE(std::get<float>(graph->nodes[1].attrs.at("x")),
             -std::numeric_limits<float>::infinity());
    const auto again = parseTextGraph(writeTextGraph(*graph));
    FS_VERIFY_OK(again);
    QCOMPARE(serializeGraph(*again), serializeGraph(*graph));
  }

  void refusesWhatIsNoGraph_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("unknown field") << "node { nome: \"x\" }"
                                   << "line 1: nome";
    QTest::newRow("unquoted name") << "node { name: x }"
                                   << "quoted";
    QTest::newRow("node as number") << "node: 3"
                                    << "another kind";
    QTest::newRow("half a number") << "node { attr { key: \"k\" value { i: 1.5 } } }"
                                   << "whole";
    QTest::newRow("bad type") << "node { attr { key: \"k\" value { type: FLOAT } } }"
                              << "DT_FLOAT";
    QTest::newRow("two values") << "node { name: \"n\" attr { key: \"k\" value { i: 1 f: 2 } } }"
                                << "more than one value";
  }
  void refusesWhatIsNoGraph() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    FS_VERIFY_ERROR(parseTextGraph(text.toStdString()), ErrorCode::CorruptData, part.toStdString());
  }

  void readsTheTextGraphsOfOpenCvsScript() {
    FS_NEED_SHARED_DATA(data);
    for (const char* const model :
         {"ssd_mobilenet_v1", "ssd_mobilenet_v2", "ssdlite_mobilenet_v2", "ssd_mobilenet_v2_oid"}) {
      const auto text = readFile(
          data / "models" / model / "tensorflow" / "text_graph_from_inference.pbtxt", 10'000'000);
      FS_VERIFY_OK(text);
      const auto graph = parseTextGraph(*text);
      FS_VERIFY_OK(graph);
      QCOMPARE(std::ranges::count(graph->nodes, "DetectionOutput", &Node::op), 1);
      const auto again = parseTextGraph(writeTextGraph(*graph));
      FS_VERIFY_OK(again);
      QCOMPARE(serializeGraph(*again), serializeGraph(*graph));
    }
  }
};

QTEST_GUILESS_MAIN(TestTextGraph)
#include "tst_text_graph.moc"
