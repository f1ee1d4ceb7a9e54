#include <cstdlib>
#include <fstream>
#include <random>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/architectures/config_network.h"
#include "core/model/checkpoint/random_access_file.h"
#include "core/model/checkpoint/sorted_table.h"
#include "core/model/graph_codec.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/prepare/text_graph_export.h"
#include "core/model/transforms/graph_view.h"
#include "tests/core/model/checkpoint/table_writer.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::model;
using namespace followspot::test;

namespace {

/// Rounds of each kind; FOLLOWSPOT_MUTANTS sets another number (the nightly run: 25,000 of each).
int rounds() {
  const char* const given = std::getenv("FOLLOWSPOT_MUTANTS");
  constexpr int kUsual = 500;
  return given != nullptr ? std::max(1, std::atoi(given)) : kUsual;
}

/// Plain, without OutputFile's flush to the disk.
void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : generator_(seed) {}

  std::size_t below(std::size_t limit) {
    return limit == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, limit - 1)(generator_);
  }

  /// Flips, sets, cuts, repeats or inserts some bytes.
  std::string bytes(std::string text) {
    const std::size_t times = 1 + below(4);
    for (std::size_t i = 0; i < times && !text.empty(); ++i) {
      const std::size_t at = below(text.size());
      switch (below(6)) {
        case 0:
          text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << below(8)));
          break;
        case 1:
          text[at] = static_cast<char>(below(2) == 0 ? 0xFF : 0x00);
          break;
        case 2:
          text.resize(at);
          break;
        case 3:
          text.insert(at, text.substr(at, below(16)));
          break;
        case 4:
          text.insert(at, std::string(1 + below(9), static_cast<char>(0xFF)));
          break;
        default:
          text.erase(at, 1 + below(8));
          break;
      }
    }
    return text;
  }

  /// Mixes up nodes: operations, inputs, attributes and constants of others.
  Graph graph(Graph graph) {
    auto& nodes = graph.nodes;
    const std::size_t times = 1 + below(6);
    for (std::size_t i = 0; i < times && !nodes.empty(); ++i) {
      Node& node = nodes[below(nodes.size())];
      const Node& other = nodes[below(nodes.size())];
      switch (below(8)) {
        case 0:
          node.op = other.op;
          break;
        case 1:
          if (!node.inputs.empty()) {
            node.inputs[below(node.inputs.size())] = other.name;
          }
          break;
        case 2:
          if (!node.inputs.empty()) {
            node.inputs.pop_back();
          }
          break;
        case 3:
          node.inputs.push_back(other.name + (below(2) == 0 ? ":1" : ""));
          break;
        case 4:
          node.attrs = Node(other).attrs;
          break;
        case 5:
          node.attrs.clear();
          break;
        case 6:
          for (auto& [key, value] : node.attrs) {
            if (auto* const list = std::get_if<std::vector<std::int64_t>>(&value);
                list != nullptr && !list->empty()) {
              (*list)[below(list->size())] =
                  std::array{std::int64_t{0}, std::int64_t{-1}, INT64_MAX, INT64_MIN}[below(4)];
            }
          }
          break;
        default:
          nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(below(nodes.size())));
          break;
      }
    }
    return graph;
  }

 private:
  std::mt19937 generator_;
};

/// What is read must be used; the compiler cannot leave it out.
std::size_t readAll(const std::filesystem::path& prefix) {
  const auto checkpoint = Checkpoint::open(prefix);
  std::size_t bytes = 0;
  for (std::size_t i = 0; checkpoint && i < (*checkpoint)->variables().size(); i += 7) {
    const auto value = (*checkpoint)->read((*checkpoint)->variables()[i].name);
    bytes += value ? value->bytes().size() : 1;
  }
  return bytes;
}

}  // namespace

/// Damaged real files must give an error or a result, and nothing else. Run under the sanitizers.
class TestMutants : public QObject {
  Q_OBJECT

 private slots:
  void indexEntries() {
    FS_NEED_SHARED_DATA(data);
    const auto from = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder folder;
    std::filesystem::create_symlink(from / "model.ckpt.data-00000-of-00001",
                                    folder / "m.data-00000-of-00001");
    auto file = RandomAccessFile::open(from / "model.ckpt.index");
    FS_VERIFY_OK(file);
    const auto table =
        SortedTable::open(std::make_shared<const RandomAccessFile>(std::move(*file)));
    FS_VERIFY_OK(table);
    TableWriter good;
    FS_VERIFY_OK(table->forEach([&](std::string_view key, std::string_view value) -> Result<void> {
      good.entries.emplace(key, value);
      return {};
    }));
    write(folder / "m.index", good.toString());
    QVERIFY(readAll(folder / "m") > 1000);
    Mutator mutator(1);
    std::size_t read = 0;
    for (int i = 0; i < rounds(); ++i) {
      // Half of them with checksums that are right, or nothing would be reached.
      if (i % 2 == 0) {
        TableWriter bad = good;
        auto entry = std::next(bad.entries.begin(),
                               static_cast<std::ptrdiff_t>(mutator.below(bad.entries.size())));
        entry->second = mutator.bytes(entry->second);
        write(folder / "m.index", bad.toString());
      } else {
        write(folder / "m.index", mutator.bytes(*readFile(from / "model.ckpt.index", 1U << 20U)));
      }
      read += readAll(folder / "m");
    }
    QVERIFY(read > 0);
  }

  void sliceCheckpoints() {
    FS_NEED_SHARED_DATA(data);
    const TemporaryFolder folder;
    auto file = RandomAccessFile::open(data / "models/ssd_mobilenet_v1/v1/model.ckpt");
    FS_VERIFY_OK(file);
    const auto table =
        SortedTable::open(std::make_shared<const RandomAccessFile>(std::move(*file)));
    FS_VERIFY_OK(table);
    TableWriter good;
    FS_VERIFY_OK(table->forEach([&](std::string_view key, std::string_view value) -> Result<void> {
      if (value.size() < 4000 || key.empty()) {
        good.entries.emplace(key, value);
      }
      return {};
    }));
    Mutator mutator(2);
    std::size_t read = 0;
    for (int i = 0; i < rounds(); ++i) {
      TableWriter bad = good;
      bad.entries[""] = i % 2 == 0 ? mutator.bytes(bad.entries[""]) : bad.entries[""];
      auto entry = std::next(bad.entries.begin(),
                             static_cast<std::ptrdiff_t>(mutator.below(bad.entries.size())));
      entry->second = mutator.bytes(entry->second);
      write(folder / "m", bad.toString());
      read += readAll(folder / "m");
    }
    QVERIFY(read > 0);
  }

  void configurations() {
    FS_NEED_SHARED_DATA(data);
    const std::string good =
        *readFile(data / "models/ssdlite_mobilenet_v2/pipeline.config", 1U << 20U);
    Mutator mutator(3);
    int accepted = 0;
    for (int i = 0; i < rounds(); ++i) {
      accepted += parsePipelineConfig(mutator.bytes(good)).has_value() ? 1 : 0;
    }
    QVERIFY(accepted < rounds());
  }

  /// Networks as configurations make them that were valid and have other numbers now.
  void networksFromConfigurations() {
    Mutator mutator(5);
    const std::array<std::string, 12> types = {
        "mobilenet_v1",     "mobilenet_v2",    "mobilenet_v3_large", "mobilenet_v3_small",
        "inception_v2",     "inception_v3",    "mobilenet_v1_fpn",   "mobilenet_v2_fpn",
        "mobilenet_v1_ppn", "resnet50_v1_fpn", "resnet101_v1_fpn",   "resnet152_v1_fpn"};
    const auto number = [&] {
      const std::array<int, 10> numbers = {0, 1, 2, 3, 5, 8, 63, 300, 8192, 65536};
      return numbers[mutator.below(numbers.size())];
    };
    const int networks = std::max(100, rounds() / 10);  // a large one takes milliseconds
    int built = 0;
    for (int i = 0; i < networks; ++i) {
      PipelineConfig config;
      config.numClasses = 1 + number();
      config.extractor.type = "ssd_" + types[mutator.below(types.size())];
      const std::array multipliers = {0.001F, 0.1F, 0.35F, 1.0F, 1.4F, 16.0F};
      config.extractor.depthMultiplier = multipliers[mutator.below(multipliers.size())];
      config.extractor.minDepth = 1 + number() % 65536;
      config.extractor.padToMultiple = 1 + number() % 8192;
      config.extractor.useExplicitPadding = mutator.below(4) == 0;
      config.extractor.useDepthwise = mutator.below(2) == 0;
      config.extractor.overrideBase = mutator.below(2) == 0;
      config.extractor.numLayers = 1 + number() % 20;
      config.extractor.fpnMinLevel = 1 + number() % 6;
      config.extractor.fpnMaxLevel = config.extractor.fpnMinLevel + number() % 5;
      config.extractor.hyperparams.batchNorm = mutator.below(2) == 0;
      config.predictor.hyperparams.batchNorm = mutator.below(2) == 0;
      config.predictor.kind = mutator.below(2) == 0 ? BoxPredictor::Kind::WeightShared
                                                    : BoxPredictor::Kind::Convolutional;
      config.predictor.depth = number();
      config.predictor.minDepth = number();
      config.predictor.maxDepth = number();
      config.predictor.layersBeforePredictor = number() % 20;
      config.predictor.kernelSize = 1 + number() % 63;
      config.predictor.useDepthwise = mutator.below(2) == 0;
      if (mutator.below(2) == 0) {
        config.anchors = FlexibleGridAnchorOptions{};
      }
      const FrameSize size{1 + number() % 8192, 1 + number() % 8192};
      built += buildConfigNetwork(config, size, kInputName).has_value() ? 1 : 0;
    }
    QVERIFY(built > 0);
    QVERIFY(built < networks);
  }

  void graphs() {
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models/ssd_mobilenet_v1";
    auto bytes = readFile(folder / "tensorflow/tflite_graph.pb", 1U << 28U);
    FS_VERIFY_OK(bytes);
    const auto good = parseGraph(std::make_shared<const std::string>(std::move(*bytes)));
    FS_VERIFY_OK(good);
    const auto config = readPipelineConfig(folder / "pipeline.config");
    FS_VERIFY_OK(config);
    const auto heads = findHeads(*good, config->predictor.kind);
    FS_VERIFY_OK(heads);
    Mutator mutator(4);
    int accepted = 0;
    for (int i = 0; i < rounds(); ++i) {
      const Graph bad = mutator.graph(*good);
      accepted += makeScriptTextGraph(bad, *config).has_value() ? 1 : 0;
      std::vector<StepReport> reports;
      accepted += runRecipe(optimizingSteps(*heads), bad, {}, reports).has_value() ? 1 : 0;
    }
    QVERIFY(accepted < 2 * rounds());
  }
};

QTEST_GUILESS_MAIN(TestMutants)
#include "tst_mutants.moc"
