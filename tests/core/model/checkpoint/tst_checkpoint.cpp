#include <fstream>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/checkpoint/checkpoint.h"
#include "core/model/graph_codec.h"
#include "tests/core/model/checkpoint/bundle_writer.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

namespace {

std::vector<float> floatsOf(const Result<Tensor>& tensor) {
  return tensor && tensor->type() == DataType::Float
             ? std::vector<float>(tensor->floats().begin(), tensor->floats().end())
             : std::vector<float>();
}

bool sameBytes(const Tensor& a, const Tensor& b) {
  return a.type() == b.type() && a.shape() == b.shape() && std::ranges::equal(a.bytes(), b.bytes());
}

}  // namespace

class TestCheckpoint : public QObject {
  Q_OBJECT

 private slots:
  void equalsWhatTensorFlowFroze_data() {
    QTest::addColumn<QString>("checkpoint");
    QTest::addColumn<QString>("frozen");
    for (const char* const model :
         {"ssd_mobilenet_v1", "ssd_mobilenet_v2", "ssdlite_mobilenet_v2"}) {
      QTest::newRow(model) << QString(model) + "/model.ckpt"
                           << QString(model) + "/tensorflow/tflite_graph.pb";
    }
    QTest::newRow("version 1") << "ssd_mobilenet_v1/v1/model.ckpt"
                               << "ssd_mobilenet_v1/tensorflow/tflite_graph.pb";
  }
  void equalsWhatTensorFlowFroze() {
    QFETCH(QString, checkpoint);
    QFETCH(QString, frozen);
    FS_NEED_SHARED_DATA(data);
    const auto opened = Checkpoint::open(data / "models" / checkpoint.toStdString());
    FS_VERIFY_OK(opened);
    auto bytes = readFile(data / "models" / frozen.toStdString(), std::size_t{1} << 30U);
    FS_VERIFY_OK(bytes);
    const auto graph = parseGraph(std::make_shared<const std::string>(std::move(*bytes)));
    FS_VERIFY_OK(graph);
    int compared = 0;
    for (const Node& node : graph->nodes) {
      if (node.op != "Const" || (*opened)->find(node.name) == nullptr) {
        continue;
      }
      const auto read = (*opened)->read(node.name);
      FS_VERIFY_OK(read);
      QVERIFY2(sameBytes(*read, std::get<Tensor>(node.attrs.at("value"))), node.name.c_str());
      ++compared;
    }
    QVERIFY(compared > 150);
  }

  void everyWayToNameIt() {
    FS_NEED_SHARED_DATA(data);
    const auto train = data / "models/ssd_mobilenet_v1/train";
    const auto v1 = data / "models/ssd_mobilenet_v1/v1";
    for (const auto& given : {train, train / "", train / "checkpoint", train / "model.ckpt-1000",
                              train / "model.ckpt-1000.index", train / "model.ckpt-1000.meta",
                              train / "model.ckpt-1000.data-00000-of-00001"}) {
      const auto opened = Checkpoint::open(given);
      FS_VERIFY_OK(opened);
      QCOMPARE((*opened)->variables().size(), std::size_t{587});
      QVERIFY((*opened)->location().format == CheckpointFormat::Bundle);
      QCOMPARE((*opened)->location().metaGraph.filename().string(),
               std::string("model.ckpt-1000.meta"));
      QVERIFY((*opened)->find("BoxPredictor_0/BoxEncodingPredictor/biases/"
                              "ExponentialMovingAverage") != nullptr);
    }
    for (const auto& given : {v1, v1 / "model.ckpt", v1 / "model.ckpt.meta"}) {
      const auto opened = Checkpoint::open(given);
      FS_VERIFY_OK(opened);
      QVERIFY((*opened)->location().format == CheckpointFormat::TensorSlices);
    }
  }

  void versionsOneAndTwoAreEqual() {
    FS_NEED_SHARED_DATA(data);
    const auto one = Checkpoint::open(data / "models/ssd_mobilenet_v1/v1/model.ckpt");
    const auto two = Checkpoint::open(data / "models/ssd_mobilenet_v1/model.ckpt");
    FS_VERIFY_OK(one);
    FS_VERIFY_OK(two);
    QCOMPARE((*one)->variables().size(), (*two)->variables().size());
    for (const Variable& variable : (*two)->variables()) {
      const auto a = (*one)->read(variable.name);
      const auto b = (*two)->read(variable.name);
      FS_VERIFY_OK(a);
      FS_VERIFY_OK(b);
      QVERIFY2(sameBytes(*a, *b), variable.name.c_str());
    }
  }

  void shardsAndParts() {
    const TemporaryFolder folder;
    BundleWriter writer(3);
    writer.add("b", {2}, {1, 2}, 2);
    writer.add("scalar", {}, {7}, 1);
    // 3 x 4, cut into columns 0 and 1..3; the second part lies in another shard.
    const TensorSlice left = {{0, -1}, {0, 1}};
    const TensorSlice right = {{0, -1}, {1, 3}};
    writer.addPart("whole", left, {1, 5, 9}, 0);
    writer.addPart("whole", right, {2, 3, 4, 6, 7, 8, 10, 11, 12}, 2);
    writer.addWhole("whole", {3, 4}, {left, right});
    writer.addWhole("gap", {3, 4}, {left});
    writer.addWhole("missing", {4}, {{{1, 3}}});
    QVERIFY(writer.write(folder / "c"));
    const auto opened = Checkpoint::open(folder.path());
    FS_VERIFY_OK(opened);
    QCOMPARE((*opened)->variables().size(), std::size_t{5});
    QCOMPARE(floatsOf((*opened)->read("b")), (std::vector<float>{1, 2}));
    QCOMPARE(floatsOf((*opened)->read("scalar")), (std::vector<float>{7}));
    QCOMPARE(floatsOf((*opened)->read("whole")),
             (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    FS_VERIFY_ERROR((*opened)->read("gap"), ErrorCode::CorruptData, "parts");
    FS_VERIFY_ERROR((*opened)->read("missing"), ErrorCode::CorruptData, "missing");
    FS_VERIFY_ERROR((*opened)->read("no such"), ErrorCode::NotFound, "no such");
  }

  void keysOfPartsByHand() {
    // 00 | name, escaped, 00 01 | rank: 01 02 | each start and length.
    const std::string key = sliceKey(std::string("a\0\xFF", 3), {{0, -1}, {64, 100000}});
    QCOMPARE(QByteArray::fromStdString(key).toHex(), QByteArray("00"
                                                                "61"
                                                                "00ff"
                                                                "ff00"
                                                                "0001"
                                                                "0102"
                                                                "80"
                                                                "7f"
                                                                "c040"
                                                                "e186a0"));
    QCOMPARE(QByteArray::fromStdString(sliceKey("", {{-64, -65}})).toHex(), QByteArray("00"
                                                                                       "0001"
                                                                                       "0101"
                                                                                       "40"
                                                                                       "3fbf"));
  }

  void onlyTheStateFilesFolderIsLookedIn() {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "inner");
    BundleWriter writer;
    writer.add("v", {1}, {1});
    QVERIFY(writer.write(folder / "secret"));
    FS_VERIFY_OK(writeFile(folder / "inner/checkpoint", "model_checkpoint_path: \"../secret\""));
    FS_VERIFY_ERROR(Checkpoint::open(folder / "inner"), ErrorCode::NotFound,
                    "names secret, which is not beside it");
    QVERIFY(writer.write(folder / "inner/model-7"));
    FS_VERIFY_OK(writeFile(folder / "inner/checkpoint",
                           "model_checkpoint_path: \"/home/ann/train/model-7\""));
    FS_VERIFY_OK(Checkpoint::open(folder / "inner"));
    FS_VERIFY_OK(writeFile(folder / "inner/checkpoint", "model_checkpoint_path: \"..\""));
    FS_VERIFY_ERROR(Checkpoint::open(folder / "inner"), ErrorCode::NotFound, "checkpoint");
    FS_VERIFY_OK(writeFile(folder / "inner/checkpoint", "nothing: 1"));
    FS_VERIFY_ERROR(Checkpoint::open(folder / "inner"), ErrorCode::CorruptData, "names no");
  }

  void whatIsNotThereIsSaid() {
    const TemporaryFolder folder;
    FS_VERIFY_ERROR(Checkpoint::open(folder / "none"), ErrorCode::NotFound, "none.index");
    FS_VERIFY_ERROR(Checkpoint::open(folder.path()), ErrorCode::NotFound, "no .index file");
    BundleWriter writer;
    writer.add("v", {1}, {1});
    QVERIFY(writer.write(folder / "m-1"));
    QVERIFY(writer.write(folder / "m-2"));
    FS_VERIFY_ERROR(Checkpoint::open(folder.path()), ErrorCode::InvalidArgument, "2 checkpoints");
    FS_VERIFY_OK(Checkpoint::open(folder / "m-2"));
    std::filesystem::remove(folder / "m-1.data-00000-of-00001");
    const auto opened = Checkpoint::open(folder / "m-1");
    FS_VERIFY_OK(opened);
    FS_VERIFY_ERROR((*opened)->read("v"), ErrorCode::NotFound, "m-1.data-00000-of-00001");
  }

  void hostileEntries_data() {
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const std::string& entry, const char* message) {
      QTest::newRow(name) << QByteArray::fromStdString(entry) << QString(message);
    };
    using B = BundleWriter;
    const auto placed = [](const Shape& shape, std::uint64_t shard, std::uint64_t offset,
                           std::uint64_t size) {
      std::string entry;
      B::field(entry, 1, 1);
      B::bytes(entry, 2, B::shapeMessage(shape));
      B::field(entry, 3, shard);
      B::field(entry, 4, offset);
      B::field(entry, 5, size);
      return entry;
    };
    row("no message", "\xFF\xFF", "entry is damaged");
    row("shard 5 of 1", placed({1}, 5, 0, 4), "impossible place");
    row("negative shard", placed({1}, ~0ULL, 0, 4), "impossible place");
    row("negative offset", placed({1}, 0, ~0ULL, 4), "impossible place");
    row("negative dimension", placed({-2}, 0, 0, 4), "shape is damaged");
    row("offset far away", placed({1}, 0, 1ULL << 62U, 4), "from byte 4611686018427387904");
    row("past the end", placed({100}, 0, 0, 400), "are needed from byte 0");
    row("bytes for another shape", placed({2}, 0, 0, 4), "4 bytes where its shape needs 8");
    row("10 GB in 1 kB", placed({2'500'000'000}, 0, 0, 10'000'000'000), "makes no tensor");
    row("a shape that overflows", placed({1LL << 40, 1LL << 40}, 0, 0, 4), "makes no tensor");
    row("wrong checksum", placed({1}, 0, 0, 4), "checksum differs");
    std::string text = placed({1}, 0, 0, 4);
    text[1] = 7;
    row("a string", text, "holds no numbers");
    std::string sliced;
    B::field(sliced, 1, 1);
    B::bytes(sliced, 2, B::shapeMessage({4}));
    B::bytes(sliced, 7, B::sliceMessage({{3, 2}}));
    row("a part outside of its tensor", sliced, "outside of its tensor");
    std::string ranked;
    B::field(ranked, 1, 1);
    B::bytes(ranked, 2, B::shapeMessage({4}));
    B::bytes(ranked, 7, B::sliceMessage({{0, 1}, {0, 1}}));
    row("a part of another rank", ranked, "another rank");
  }
  void hostileEntries() {
    QFETCH(QByteArray, entry);
    QFETCH(QString, message);
    const TemporaryFolder folder;
    BundleWriter writer;
    writer.add("fine", {2}, {1, 2});
    writer.table.entries["evil"] = entry.toStdString();
    QVERIFY(writer.write(folder / "c"));
    const auto opened = Checkpoint::open(folder / "c");
    const auto read = opened ? (*opened)->read("evil") : Result<Tensor>(fail(opened.error()));
    QVERIFY(!read);
    QVERIFY2(read.error().message.find(message.toStdString()) != std::string::npos,
             read.error().message.c_str());
    if (opened) {
      QCOMPARE(floatsOf((*opened)->read("fine")), (std::vector<float>{1, 2}));
    }
  }

  void hostileHeaders_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const std::string& header, const char* message) {
      QTest::newRow(name) << QByteArray::fromStdString(header) << QString(message);
    };
    row("nothing in it", "", "tells of 0 data files");
    row("a billion shards", std::string("\x08\x80\x94\xEB\xDC\x03", 6), "data files");
    row("big-endian", std::string("\x08\x01\x10\x01", 4), "big-endian");
    row("newer format", std::string("\x08\x01\x1A\x02\x10\x09", 6), "newer format");
    row("damaged", std::string("\x08", 1), "header is damaged");
  }
  void hostileHeaders() {
    QFETCH(QByteArray, header);
    QFETCH(QString, message);
    const TemporaryFolder folder;
    BundleWriter writer;
    writer.table.entries[""] = header.toStdString();
    QVERIFY(writer.write(folder / "c"));
    const auto opened = Checkpoint::open(folder / "c");
    QVERIFY(!opened);
    QVERIFY2(opened.error().message.find(message.toStdString()) != std::string::npos,
             opened.error().message.c_str());
  }

  void damagedWeightsAreNamed() {
    FS_NEED_SHARED_DATA(data);
    const TemporaryFolder folder;
    const auto from = data / "models/ssd_mobilenet_v1";
    std::string bytes = *readFile(from / "model.ckpt.data-00000-of-00001", 1U << 24U);
    bytes[0] = static_cast<char>(bytes[0] ^ 1);
    FS_VERIFY_OK(writeFile(folder / "m.data-00000-of-00001", bytes));
    FS_VERIFY_OK(writeFile(folder / "m.index", *readFile(from / "model.ckpt.index", 1U << 24U)));
    const auto opened = Checkpoint::open(folder / "m");
    FS_VERIFY_OK(opened);
    int damaged = 0;
    for (const Variable& variable : (*opened)->variables()) {
      const auto read = (*opened)->read(variable.name);
      if (!read) {
        ++damaged;
        QVERIFY(read.error().message.find(variable.name) != std::string::npos);
        QVERIFY(read.error().message.find("m.data-00000-of-00001") != std::string::npos);
      }
    }
    QCOMPARE(damaged, 1);
  }
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
