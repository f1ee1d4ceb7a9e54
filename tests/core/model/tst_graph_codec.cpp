#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <string>

#include <QTest>

#include "core/model/graph_codec.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::model;

namespace {

std::span<const std::byte> bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text));
}

Result<Graph> parse(std::string bytes) {
  return parseGraph(std::make_shared<const std::string>(std::move(bytes)));
}

/// A field of wire type 2, written by hand: no part of the code under test.
std::string field(int number, const std::string& content) {
  std::string text(1, static_cast<char>(number << 3 | 2));
  for (std::size_t size = content.size(); true; size >>= 7) {
    text += static_cast<char>(size < 128 ? size : (size & 127) | 128);
    if (size < 128) {
      return text + content;
    }
  }
}

std::string constNode(const std::string& tensor) {
  const std::string value = field(1, "value") + field(2, field(8, tensor));
  return field(1, field(1, "c") + field(2, "Const") + field(5, value));
}

std::string shapeOf(const std::string& dims) {
  std::string shape;
  for (const char dim : dims) {
    shape += field(2, std::string("\x08") + dim);
  }
  return field(2, shape);
}

Result<Tensor> tensorOf(const std::string& tensor) {
  auto graph = parse(constNode(tensor));
  if (!graph) {
    return fail(graph.error());
  }
  return std::get<Tensor>(graph->nodes.at(0).attrs.at("value"));
}

}  // namespace

class TestGraphCodec : public QObject {
  Q_OBJECT
 private slots:
  void expandsAbbreviatedNumbers() {
    // float_val [2.0] for shape [3]; int_val [5, -1] for [4]; nothing for [2]; half 1.0 for [2].
    const auto floats = tensorOf(std::string("\x08\x01", 2) + shapeOf("\x03") +
                                 field(5, std::string("\0\0\0\x40", 4)));
    FS_VERIFY_OK(floats);
    QCOMPARE(floats->elementCount(), 3);
    QCOMPARE(floats->floats()[2], 2.0F);
    const auto ints = tensorOf(std::string("\x08\x03", 2) + shapeOf("\x04") +
                               field(7, "\x05\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
    FS_VERIFY_OK(ints);
    QCOMPARE(ints->ints()[0], 5);
    QCOMPARE(ints->ints()[3], -1);
    const auto zeros = tensorOf(std::string("\x08\x01", 2) + shapeOf("\x02"));
    FS_VERIFY_OK(zeros);
    QCOMPARE(zeros->floats()[1], 0.0F);
    const auto halves = tensorOf(std::string("\x08\x13", 2) + shapeOf("\x02") +
                                 std::string("\x68\x80\x78", 3));  // field 13, varint 0x3c00
    FS_VERIFY_OK(halves);
    QCOMPARE(halves->bytes().size(), 4U);
    QCOMPARE(std::memcmp(halves->bytes().data(), "\x00\x3c\x00\x3c", 4), 0);
  }

  void refusesDamage_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const std::string ofFloat("\x08\x01", 2);
    const auto row = [](const char* name, const std::string& bytes, const char* part) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << part;
    };
    row("content too short", constNode(ofFloat + shapeOf("\x03") + field(4, "12345678")),
        "node \"c\": attribute \"value\": a tensor of shape [3] with 8 bytes instead of 12");
    row("too many numbers", constNode(ofFloat + shapeOf("\x01") + field(5, "12345678")),
        "too many");
    row("odd packed floats", constNode(ofFloat + shapeOf("\x03") + field(5, "12345")), "damaged");
    std::string huge = field(2, std::string("\x08\xff\xff\xff\xff\x07", 6));
    row("10 GB claimed", constNode(ofFloat + field(2, huge)), "abbreviated");
    row("count overflows", constNode(ofFloat + field(2, huge + huge + huge)), "impossible");
    row("negative size",
        constNode(ofFloat + field(2, field(2, "\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01"))),
        "negative");
    row("unknown size in a tensor",
        constNode(ofFloat + field(2, field(2, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))),
        "impossible");
    row("too many dimensions", constNode(ofFloat + shapeOf(std::string(17, '\1'))), "dimensions");
    row("two shapes", constNode(ofFloat + shapeOf("\x01") + shapeOf("\x01")), "two shapes");
    row("two names", field(1, field(1, "a") + field(1, "b")), "two names");
    row("attribute twice",
        field(1, field(1, "a") + field(5, field(1, "T")) + field(5, field(1, "T"))), "given twice");
    row("mixed list",
        field(1,
              field(1, "a") +
                  field(5, field(1, "l") + field(2, field(1, field(2, "x") + field(3, "\x01"))))),
        "mixed");
    row("node cut off", std::string("\x0a\x40zzz", 5), "damaged at byte");
    row("text", "hello, this is no graph", "not a GraphDef");
  }
  void refusesDamage() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    const auto graph = parse(bytes.toStdString());
    FS_VERIFY_ERROR(graph, ErrorCode::CorruptData, part.toStdString());
  }

  void givesBackEveryKindOfAttribute() {
    Graph graph;
    Node node;
    node.name = "n";
    node.op = "Op";
    node.device = "/cpu:0";
    node.inputs = {"a", "b:1", "^c"};
    node.attrs["s"] = std::string("VALID");
    node.attrs["i"] = std::int64_t{-3};
    node.attrs["f"] = 0.5F;
    node.attrs["b"] = true;
    node.attrs["type"] = DataType::Half;
    node.attrs["shape"] = PartialShape{false, {-1, 3}};
    node.attrs["rank"] = PartialShape{true, {}};
    node.attrs["empty"] = std::vector<std::int64_t>{};
    node.attrs["li"] = std::vector<std::int64_t>{1, -2};
    node.attrs["lf"] = std::vector<float>{1.5F};
    node.attrs["ls"] = std::vector<std::string>{"x", ""};
    node.attrs["lb"] = std::vector<bool>{true, false};
    node.attrs["lt"] = std::vector<DataType>{DataType::Float};
    node.attrs["lshape"] = std::vector<PartialShape>{{false, {2}}};
    node.attrs["func"] = std::monostate();
    graph.nodes.push_back(node);
    const std::string bytes = serializeGraph(graph);
    const auto again = parse(bytes);
    FS_VERIFY_OK(again);
    QCOMPARE(again->nodes.size(), 1U);
    const Node& read = again->nodes[0];
    QCOMPARE(read.name, node.name);
    QCOMPARE(read.inputs, node.inputs);
    QCOMPARE(read.device, node.device);
    QCOMPARE(read.attrs.size(), node.attrs.size());
    for (const char* const key : {"s", "i", "f", "b", "type", "shape", "rank", "empty", "li", "lf",
                                  "ls", "lb", "lt", "lshape", "func"}) {
      QVERIFY2(read.attrs.at(key).index() == node.attrs.at(key).index(), key);
    }
    QCOMPARE(std::get<PartialShape>(read.attrs.at("shape")).dims, (Shape{-1, 3}));
    QCOMPARE(std::get<std::vector<std::int64_t>>(read.attrs.at("li"))[1], -2);
    QCOMPARE(std::get<std::vector<bool>>(read.attrs.at("lb"))[0], true);
    QCOMPARE(serializeGraph(*again), bytes);
  }

  void axesAreWrittenWhereOpenCvReadsThem() {
    // Const int32 scalar 3: dtype 3, shape {}, int_val (field 7) 3. Written out by hand.
    const std::int32_t axis = 3;
    const Tensor tensor = Tensor::ofInts({}, std::span(&axis, 1));
    QCOMPARE(encodeTensor(tensor).toString(), std::string("\x08\x03\x12\x00\x38\x03", 6));
  }

  void weightsAreSharedOrAligned() {
    const std::string weights(64, '\1');
    const auto tensor = tensorOf(std::string("\x08\x01", 2) + shapeOf("\x10") + field(4, weights));
    FS_VERIFY_OK(tensor);
    QCOMPARE(tensor->floats().size(), 16U);
    QCOMPARE(std::bit_cast<std::uintptr_t>(tensor->floats().data()) % sizeof(float), 0U);
  }

  void writesToAFileWhatItEncodes() {
    Graph graph;
    Node node;
    node.name = "w";
    node.op = "Const";
    node.attrs["value"] = Tensor::ofFloats({1000}, std::vector<float>(1000, 0.25F));
    graph.nodes.push_back(std::move(node));
    const TemporaryFolder folder;
    auto file = OutputFile::create(folder / "g.pb");
    FS_VERIFY_OK(file);
    FS_VERIFY_OK(writeGraph(graph, *file));
    FS_VERIFY_OK(file->commit());
    const auto read = readFile(folder / "g.pb", 100'000);
    FS_VERIFY_OK(read);
    QCOMPARE(*read, serializeGraph(graph));
  }

  void readsWhatTensorFlowWrote_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("nodes");
    QTest::addColumn<int>("consts");
    // Counted by a script that walks over the top-level fields.
    QTest::newRow("tflite graph") << "ssd_mobilenet_v1/tensorflow/tflite_graph.pb" << 570 << 215;
    QTest::newRow("frozen graph") << "ssd_mobilenet_v2/tensorflow/frozen_inference_graph.pb" << 7603
                                  << 3594;
  }
  void readsWhatTensorFlowWrote() {
    FS_NEED_SHARED_DATA(data);
    QFETCH(QString, file);
    QFETCH(int, nodes);
    QFETCH(int, consts);
    auto bytes = readFile(data / "models" / file.toStdString(), kMaxGraphBytes);
    FS_VERIFY_OK(bytes);
    const auto graph = parse(std::move(*bytes));
    FS_VERIFY_OK(graph);
    QCOMPARE(graph->nodes.size(), static_cast<std::size_t>(nodes));
    QCOMPARE(std::ranges::count(graph->nodes, "Const", &Node::op), consts);
    const std::string written = serializeGraph(*graph);
    const auto again = parse(written);
    FS_VERIFY_OK(again);
    QVERIFY(encodeGraph(*again).equals(bytesOf(written)));
  }

  void everyCutAndManyFlipsAreSurvived() {
    const std::string good = constNode(std::string("\x08\x01", 2) + shapeOf("\x03") +
                                       field(5, std::string("\0\0\0\x40", 4))) +
                             field(1, field(1, "n") + field(2, "Add") + field(3, "c"));
    for (std::size_t size = 0; size < good.size(); ++size) {
      (void)parse(good.substr(0, size));
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
      for (int value = 0; value < 256; ++value) {
        std::string bad = good;
        bad[at] = static_cast<char>(value);
        const auto graph = parse(bad);
        if (graph) {
          FS_VERIFY_OK(parse(serializeGraph(*graph)));
        }
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestGraphCodec)
#include "tst_graph_codec.moc"
