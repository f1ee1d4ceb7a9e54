#include "core/model/source_inspection.h"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/base/output_file.h"
#include "core/model/checkpoint/checkpoint.h"
#include "core/model/checkpoint/meta_graph.h"
#include "core/model/config/pipeline_config.h"
#include "core/model/prepare/heads.h"
#include "core/model/prepare/ssd_network.h"
#include "core/model/text_graph.h"
#include "core/model/tflite/tflite_import.h"
#include "core/model/transforms/cut.h"
#include "core/model/transforms/freeze.h"
#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/value_inference.h"

namespace followspot::model {
namespace {

constexpr FrameSize kUsualSize{300, 300};

/// By the scope that the Object Detection API's backbones keep their variables in.
std::string architectureIn(const std::vector<std::string>& names) {
  for (const std::string_view scope :
       {"MobilenetV1", "MobilenetV2", "MobilenetV3", "InceptionV2", "InceptionV3", "resnet_v1_50",
        "resnet_v1_101", "resnet_v1_152", "FirstStageFeatureExtractor"}) {
    if (std::ranges::any_of(names, [&](const std::string& name) {
          return name.find(std::string(scope) + "/") != std::string::npos;
        })) {
      return scope == "FirstStageFeatureExtractor" ? "Faster R-CNN (not supported)"
                                                   : std::string(scope);
    }
  }
  return {};
}

/// The pipeline.config beside a file or folder, or one folder up.
std::optional<PipelineConfig> configBeside(const std::filesystem::path& path) {
  std::error_code problem;
  const std::filesystem::path whole = std::filesystem::absolute(path, problem);
  for (const std::filesystem::path& folder :
       {whole, whole.parent_path(), whole.parent_path().parent_path()}) {
    if (std::filesystem::exists(folder / "pipeline.config", problem)) {
      if (auto config = readPipelineConfig(folder / "pipeline.config")) {
        return std::move(*config);
      }
    }
  }
  return std::nullopt;
}

/// Why a node of a graph that the network does not need is there.
struct Purpose {
  const char* what;
  const char* why;
  std::function<bool(const Node&)> is;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

const std::vector<Purpose>& purposes() {
  static const std::vector<Purpose> kPurposes = {
      {"gradients and optimiser", "only training needs them",
       [](const Node& node) {
         return node.name.starts_with("gradients") || has(node.name, "/gradients") ||
                node.op.starts_with("Apply") || node.op.starts_with("ResourceApply") ||
                has(node.name, "RMSProp") || has(node.name, "Momentum") ||
                has(node.name, "/Adam") || has(node.name, "ExponentialMovingAverage");
       }},
      {"losses and targets", "they say how wrong the network is, while it learns",
       [](const Node& node) {
         return has(node.name, "Loss") || has(node.name, "TargetAssign") ||
                has(node.name, "Match") || has(node.name, "HardExampleMiner");
       }},
      {"summaries", "they draw curves of the training",
       [](const Node& node) { return node.op.ends_with("Summary") || has(node.op, "SummaryV2"); }},
      {"saving and restoring", "the weights become constants",
       [](const Node& node) {
         return node.name.starts_with("save/") || node.op.starts_with("Save") ||
                node.op.starts_with("Restore") || node.op == "MergeV2Checkpoints";
       }},
      {"initial values", "the weights become constants",
       [](const Node& node) {
         return node.op.starts_with("Assign") || has(node.name, "Initializer") ||
                has(node.name, "initial");
       }},
      {"variables", "the network does not use them",
       [](const Node& node) { return isVariable(node) || has(node.name, "/read"); }},
      {"queues and input", "pictures are handed over by the program",
       [](const Node& node) {
         return has(node.op, "Queue") || has(node.op, "Reader") || has(node.op, "Dataset") ||
                has(node.op, "Iterator") || has(node.op, "Decode") || has(node.name, "batch");
       }},
      {"preparation of pictures", "the program does it faster, at the network's size",
       [](const Node& node) {
         return has(node.name, "Preprocessor") || node.op == "Placeholder" ||
                node.name == "ToFloat" || node.name == "Cast";
       }},
      {"post-processing and anchors", "OpenCV's DetectionOutput layer takes their place",
       [](const Node& node) {
         return has(node.name, "Postprocessor") || has(node.name, "AnchorGenerator") ||
                has(node.name, "concat") || has(node.name, "Anchors") ||
                node.op == "TFLite_Detection_PostProcess";
       }},
      {"anything else", "no box or score depends on it", [](const Node&) { return true; }},
  };
  return kPurposes;
}

void count(std::vector<Removal>& removals, const char* what, const char* why,
           const std::string& name) {
  auto found = std::ranges::find(removals, what, &Removal::what);
  if (found == removals.end()) {
    removals.push_back({what, why, 0, name});
    found = removals.end() - 1;
  }
  ++found->count;
}

/// A node of the network that does not stay as it is.
void countFolded(const Node& node, std::vector<Removal>& removals) {
  if (node.op == "Identity" || node.op == "StopGradient" || node.op == "CheckNumerics") {
    count(removals, "identities", "they hand on their input", node.name);
  } else if (node.op.starts_with("FusedBatchNorm") ||
             node.op == "BatchNormWithGlobalNormalization") {
    count(removals, "batch norms", "folded into the weights before them", node.name);
  } else if (has(node.name, "Dropout") || has(node.name, "dropout")) {
    count(removals, "dropout", "noise that only training wants", node.name);
  } else if (node.op.starts_with("FakeQuant")) {
    count(removals, "fake quantisation", "connected past", node.name);
  }
}

std::string describeInput(const Node& node) {
  std::string text = node.name;
  if (const auto* const type = attribute<DataType>(node, "dtype")) {
    text += ": " + std::string(nameOf(*type));
  }
  if (const auto* const shape = attribute<PartialShape>(node, "shape");
      shape != nullptr && !shape->unknownRank) {
    text += " " + describe(shape->dims);
  }
  return text;
}

/// Ends of a graph that mean something: data outputs of nodes that nothing takes.
std::vector<std::string> endsOf(const GraphIndex& index) {
  const std::vector<std::size_t> uses = index.useCounts();
  std::vector<std::string> ends;
  constexpr std::size_t kMost = 12;
  for (std::size_t i = 0; i < uses.size() && ends.size() < kMost; ++i) {
    const Node& node = index.graph().nodes[i];
    if (uses[i] == 0 && !node.inputs.empty() && node.op != "NoOp" && node.op != "Assert" &&
        !node.op.starts_with("Assign") && !has(node.op, "Summary") && !has(node.name, "save/") &&
        !has(node.name, "Regularizer") && !node.name.starts_with("gradients")) {
      ends.push_back(node.name);
    }
  }
  return ends;
}

/// MACs and weights of the network that ends in `heads`.
Result<ModelSummary> summarizeNetwork(Graph graph, const SsdHeads& heads, FrameSize size) {
  StepReport ignored;
  auto cut = cutNetwork(std::move(graph), {.outputs = heads.all(), .inputSize = size}, ignored);
  if (!cut) {
    return fail(cut.error());
  }
  std::map<std::string, Shape, std::less<>> variables;
  for (const Node& node : cut->nodes) {
    const auto* const shape = attribute<PartialShape>(node, "shape");
    if (isVariable(node) && shape != nullptr) {
      variables[node.name] = shape->dims;
    }
  }
  // Shapes are all that counts here: zeros stand for the weights.
  auto frozen = freezeVariables(
      std::move(*cut),
      [&](std::string_view name) -> Result<Tensor> {
        const auto found = variables.find(name);
        const auto elements =
            found == variables.end() ? std::nullopt : checkedElementCount(found->second);
        constexpr std::int64_t kMost = 50'000'000;
        if (!elements || *elements > kMost) {
          return fail(ErrorCode::CorruptData,
                      std::string(name) + ": the graph does not tell the variable's size");
        }
        const std::vector<float> zeros(static_cast<std::size_t>(*elements));
        return Tensor::ofFloats(found->second, zeros);
      },
      ignored);
  if (!frozen) {
    return fail(frozen.error());
  }
  const auto index = GraphIndex::build(*frozen);
  if (!index) {
    return fail(index.error());
  }
  const auto order = topologicalOrder(*index);
  if (!order) {
    return fail(order.error());
  }
  const KnownValues known = inferValues(*index, *order);
  ModelSummary summary;
  for (std::size_t i = 0; i < frozen->nodes.size(); ++i) {
    const Node& node = frozen->nodes[i];
    if (node.op == "Const" || node.inputs.size() < 2) {
      continue;
    }
    ++summary.ops[node.op];
    const auto kernel = index->source(node.inputs[1]);
    const bool convolves = node.op == "Conv2D" || node.op == "DepthwiseConv2dNative";
    if (!convolves || !kernel || !known.shapes[*kernel] || !known.shapes[i]) {
      continue;
    }
    LayerCost cost{node.name, node.op, macsOf(node, *known.shapes[*kernel], *known.shapes[i]),
                   checkedElementCount(*known.shapes[*kernel]).value_or(0)};
    summary.macs += cost.macs;
    summary.parameters += cost.parameters;
    summary.layers.push_back(std::move(cost));
  }
  std::ranges::stable_sort(summary.layers, std::greater<>(), &LayerCost::macs);
  return summary;
}

/// Adds what a graph holds.
Result<void> inspectGraph(const Graph& graph, const std::optional<PipelineConfig>& config,
                          SourceInspection& inspection) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  std::vector<std::string> names;
  for (const Node& node : graph.nodes) {
    ++inspection.ops[node.op];
    names.push_back(node.name);
    if (node.op == "Placeholder") {
      inspection.inputs.push_back(describeInput(node));
    }
  }
  if (inspection.architecture.empty()) {
    inspection.architecture = architectureIn(names);
  }
  inspection.outputs = endsOf(*index);
  auto heads = findHeads(graph, BoxPredictor::Kind::Convolutional);
  if (!heads) {
    heads = findHeads(graph, BoxPredictor::Kind::WeightShared);
  }
  if (!heads) {
    inspection.notes.emplace_back(
        "No box predictor of the Object Detection API was found in the graph: what would be "
        "removed cannot be told.");
    return {};
  }
  inspection.notes.push_back("The network ends in " + std::to_string(heads->boxes.size()) +
                             " box and class predictors, the first is " + heads->boxes.front() +
                             ".");
  const auto needed = reachableFrom(*index, heads->all());
  if (!needed) {
    return fail(needed.error());
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if ((*needed)[i]) {
      countFolded(node, inspection.removals);
      continue;
    }
    const auto purpose =
        std::ranges::find_if(purposes(), [&](const Purpose& each) { return each.is(node); });
    count(inspection.removals, purpose->what, purpose->why, node.name);
  }
  FrameSize size = kUsualSize;
  if (config) {
    if (const auto told = inputSizeOf(config->resizer)) {
      size = *told;
    }
  } else {
    inspection.notes.emplace_back(
        "Costs are for 300x300 pixels, as there is no pipeline.config beside it.");
  }
  auto summary = summarizeNetwork(graph, *heads, size);
  if (!summary) {
    inspection.notes.push_back("Costs are not known: " + summary.error().message);
    return {};
  }
  inspection.network = std::move(*summary);
  inspection.pictureSize = std::to_string(size.width) + "x" + std::to_string(size.height);
  return {};
}

void inspectConfig(const PipelineConfig& config, SourceInspection& inspection) {
  inspection.architecture = config.extractor.type;
  if (const auto size = inputSizeOf(config.resizer)) {
    inspection.pictureSize = std::to_string(size->width) + "x" + std::to_string(size->height);
  }
  constexpr std::array<const char*, 3> kGenerators = {
      "ssd_anchor_generator", "multiscale_anchor_generator", "flexible_grid_anchor_generator"};
  inspection.anchors = kGenerators[config.anchors.index()];
  inspection.notes.push_back(
      std::to_string(config.numClasses) + " classes" +
      (config.addBackgroundClass ? " and background" : "") + ", " +
      (config.predictor.kind == BoxPredictor::Kind::WeightShared ? "weight-shared " : "") +
      "convolutional box predictor" + (config.predictor.useDepthwise ? ", depthwise" : "") + ".");
  if (config.evalUsesMovingAverages || config.optimizerUsesMovingAverages) {
    inspection.notes.emplace_back("Moving averages of the weights are used where there are some.");
  }
  if (config.quantized) {
    inspection.notes.emplace_back("The training was quantisation-aware.");
  }
}

/// The part of a variable's name that says what it is beside a weight; empty for a weight.
std::string_view slotOf(std::string_view name) {
  for (const std::string_view slot : {"/ExponentialMovingAverage", "/RMSProp_1", "/RMSProp",
                                      "/Momentum", "/Adam_1", "/Adam", "/Adagrad"}) {
    if (name.ends_with(slot)) {
      return slot;
    }
  }
  return {};
}

Result<SourceInspection> inspectCheckpoint(const std::filesystem::path& path) {
  const auto checkpoint = Checkpoint::open(path);
  if (!checkpoint) {
    std::error_code problem;
    if (checkpoint.error().code == ErrorCode::NotFound && !std::filesystem::exists(path, problem)) {
      return fail(ErrorCode::NotFound, path.string() +
                                           ": is not there, nor is a checkpoint of "
                                           "that name. Give a model, a graph, a "
                                           "checkpoint or a pipeline.config.");
    }
    return fail(checkpoint.error());
  }
  SourceInspection inspection;
  const bool bundle = (*checkpoint)->location().format == CheckpointFormat::Bundle;
  inspection.format = bundle ? "checkpoint, version 2" : "checkpoint, version 1 (tensor slices)";
  const auto config = configBeside(path);
  if (config) {
    inspectConfig(*config, inspection);
  }
  std::vector<std::string> names;
  std::int64_t weights = 0;
  std::int64_t bytes = 0;
  for (const Variable& variable : (*checkpoint)->variables()) {
    names.push_back(variable.name);
    const std::int64_t elements = checkedElementCount(variable.shape).value_or(0);
    bytes += elements * static_cast<std::int64_t>(elementBytes(variable.type));
    const std::string_view slot = slotOf(variable.name);
    if (slot == "/ExponentialMovingAverage") {
      count(inspection.removals, "moving averages",
            "each takes the place of its weight, or is left behind", variable.name);
    } else if (!slot.empty()) {
      count(inspection.removals, "variables of the optimiser", "only training needs them",
            variable.name);
    } else {
      weights += elements;
    }
  }
  if (inspection.architecture.empty()) {
    inspection.architecture = architectureIn(names);
  }
  inspection.notes.push_back(std::to_string(names.size()) + " variables, " + std::to_string(bytes) +
                             " bytes; " + std::to_string(weights) + " numbers are weights.");
  const std::filesystem::path meta = (*checkpoint)->location().metaGraph;
  if (meta.empty()) {
    inspection.notes.emplace_back(
        "There is no .meta beside it: the graph is built from pipeline.config.");
    return inspection;
  }
  const auto graph = readMetaGraph(meta);
  if (!graph) {
    return fail(graph.error());
  }
  if (auto done = inspectGraph(*graph, config, inspection); !done) {
    return fail(done.error().withContext(meta.string()));
  }
  return inspection;
}

Result<SourceInspection> inspectTflite(const std::filesystem::path& path) {
  auto bytes = readFile(path, std::size_t{1} << 30U);
  if (!bytes) {
    return fail(bytes.error());
  }
  auto network = importTflite(std::make_shared<const std::string>(std::move(*bytes)));
  if (!network) {
    return fail(network.error().withContext(path.string()));
  }
  SourceInspection inspection;
  inspection.format = "TensorFlow Lite";
  inspection.architecture = network->architecture;
  inspection.anchors = network->anchorsSource;
  for (const Node& node : network->graph.nodes) {
    ++inspection.ops[node.op];
    if (node.op == "Placeholder") {
      inspection.inputs.push_back(describeInput(node));
    }
  }
  const auto index = GraphIndex::build(network->graph);
  if (!index) {
    return fail(index.error());
  }
  inspection.outputs = endsOf(*index);
  inspection.notes.push_back(std::to_string(network->operators) + " operators in the file.");
  const FrameSize size = network->inputSize;
  auto summary = summarizeNetwork(
      std::move(network->graph),
      {std::move(network->outputs.boxLayers), std::move(network->outputs.classLayers)}, size);
  if (!summary) {
    inspection.notes.push_back("Costs are not known: " + summary.error().message);
    return inspection;
  }
  inspection.network = std::move(*summary);
  inspection.pictureSize = std::to_string(size.width) + "x" + std::to_string(size.height);
  return inspection;
}

}  // namespace

Result<SourceInspection> inspectSource(const std::filesystem::path& path) {
  std::error_code problem;
  const std::string name = path.string();
  if (!std::filesystem::is_directory(path, problem)) {
    if (name.ends_with(".tflite")) {
      return inspectTflite(path);
    }
    if (name.ends_with(".config")) {
      const auto config = readPipelineConfig(path);
      if (!config) {
        return fail(config.error());
      }
      SourceInspection inspection;
      inspection.format = "pipeline.config";
      inspectConfig(*config, inspection);
      return inspection;
    }
  }
  const bool text = name.ends_with(".pbtxt");
  const bool graphFile = text || name.ends_with(".pb") || name.ends_with(".meta") ||
                         std::filesystem::exists(path / "saved_model.pb", problem);
  if (!graphFile) {
    return inspectCheckpoint(path);
  }
  SourceInspection inspection;
  Graph graph;
  if (text) {
    const auto content = readFile(path, std::size_t{1} << 28U);
    if (!content) {
      return fail(content.error());
    }
    auto parsed = parseTextGraph(*content);
    if (!parsed) {
      return fail(parsed.error().withContext(name));
    }
    graph = std::move(*parsed);
    inspection.format = "graph in text form (.pbtxt)";
  } else {
    auto read = readAnyGraph(path);
    if (!read) {
      return fail(read.error());
    }
    graph = std::move(read->graph);
    inspection.format = read->kind == GraphFile::GraphDef    ? "graph (.pb)"
                        : read->kind == GraphFile::MetaGraph ? "graph beside a checkpoint (.meta)"
                                                             : "SavedModel";
  }
  if (auto done = inspectGraph(graph, configBeside(path), inspection); !done) {
    return fail(done.error().withContext(name));
  }
  return inspection;
}

}  // namespace followspot::model
