#include "core/model/prepare/text_graph_export.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/model/graph_validator.h"
#include "core/model/prepare/config_anchors.h"
#include "core/model/prepare/ssd_network.h"
#include "core/model/transforms/cut.h"
#include "core/model/transforms/fold.h"
#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/strip.h"

namespace followspot::model {
namespace {

/// Where pictures come in, and the arithmetic on them before the first convolution, first to last.
struct Preprocessing {
  std::string placeholder;
  std::vector<std::size_t> arithmetic;
};

/// Multiplication by, or addition of, constant numbers: which input is the picture.
std::optional<std::size_t> pictureOperand(const GraphIndex& index, const Node& node) {
  static const std::set<std::string_view> kOps = {"Mul", "Sub", "Add", "AddV2", "RealDiv"};
  if (!kOps.contains(node.op) || node.inputs.size() != 2) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < 2; ++i) {
    const auto from = index.source(node.inputs[i]);
    const Tensor* const value = from ? constantOf(index.graph().nodes[*from]) : nullptr;
    if (value != nullptr && value->type() == DataType::Float) {
      return 1 - i;
    }
  }
  return std::nullopt;
}

/// Walks back from the picture, through loops that resize and whatever else is there.
Result<Preprocessing> preprocessingBefore(const GraphIndex& index, const std::string& picture) {
  const auto& nodes = index.graph().nodes;
  Preprocessing found;
  std::vector<bool> seen(nodes.size(), false);
  std::vector<std::size_t> open;
  const auto enter = [&](std::string_view input) {
    const auto from = index.source(input);
    if (from && !seen[*from]) {
      seen[*from] = true;
      open.push_back(*from);
    }
  };
  enter(picture);
  for (std::size_t i = 0; i < open.size(); ++i) {
    const std::size_t at = open[i];
    const Node& node = nodes[at];
    if (node.op == "Placeholder") {
      if (!found.placeholder.empty()) {
        return fail(ErrorCode::Unsupported,
                    "the network has two inputs, " + found.placeholder + " and " + node.name + ".");
      }
      found.placeholder = node.name;
    }
    if (pictureOperand(index, node)) {
      found.arithmetic.push_back(at);
    }
    for (const std::string& input : node.inputs) {
      enter(input);
    }
  }
  if (found.placeholder.empty()) {
    return fail(ErrorCode::Unsupported,
                "no Placeholder leads to the network. Give a frozen inference graph, as "
                "export_inference_graph.py or export_tflite_ssd_graph.py make it.");
  }
  std::ranges::reverse(found.arithmetic);
  return found;
}

/// Attributes that the text graph leaves out.
void dropAttributes(Node& node) {
  for (const char* const name :
       {"T", "Tshape", "N", "Tidx", "Tdim", "use_cudnn_on_gpu", "Index", "Tperm", "is_training",
        "Tpaddings", "_class", "_output_shapes", "U", "exponential_avg_factor"}) {
    if (const auto found = node.attrs.find(name); found != node.attrs.end()) {
      node.attrs.erase(found);
    }
  }
}

/// The layers behind the predictors.
class DetectionTail {
 public:
  DetectionTail(Graph& graph, const PipelineConfig& config, std::string input, FrameSize size)
      : graph_(graph), config_(config), input_(std::move(input)), size_(size) {}

  void add(const SsdHeads& heads, const NetworkShape& shape, bool transposedByConvolutions) {
    graph_.nodes.push_back(constant("concat/axis_flatten", {1}, {-1}));
    flatten("ClassPredictor/concat", heads.classes);
    flatten("BoxEncodingPredictor/concat", heads.boxes);
    addPriors(heads, shape);
    graph_.nodes.push_back(
        constant("ClassPredictor/concat3d/shape", {3}, {0, -1, config_.scoreColumns()}));
    add("ClassPredictor/concat3d", "Reshape",
        {"ClassPredictor/concat", "ClassPredictor/concat3d/shape"});
    std::string scores = "ClassPredictor/concat3d";
    const PostProcessing& post = config_.postProcessing;
    if (post.converter == ScoreConverter::Softmax) {
      add("ClassPredictor/concat/softmax", "Softmax", {scores}).attrs["axis"] = std::int64_t{2};
      scores = "ClassPredictor/concat/softmax";
    } else if (post.converter == ScoreConverter::Sigmoid ||
               config_.predictor.applySigmoidToScores) {
      add("ClassPredictor/concat/sigmoid", "Sigmoid", {scores});
      scores = "ClassPredictor/concat/sigmoid";
    }
    add(scores + "/Flatten", "Flatten", {scores});
    Node& output = add("detection_out", "DetectionOutput",
                       {"BoxEncodingPredictor/concat", scores + "/Flatten", "PriorBox/concat"});
    output.attrs["num_classes"] = std::int64_t{config_.scoreColumns()};
    output.attrs["share_location"] = true;
    output.attrs["background_label_id"] = std::int64_t{config_.addBackgroundClass ? 0 : -1};
    output.attrs["nms_threshold"] = post.iouThreshold;
    output.attrs["confidence_threshold"] = post.scoreThreshold;
    output.attrs["top_k"] = std::int64_t{post.maxDetectionsPerClass};
    output.attrs["keep_top_k"] = std::int64_t{post.maxTotalDetections};
    output.attrs["code_type"] = std::string("CENTER_SIZE");
    if (!transposedByConvolutions) {
      output.attrs["loc_pred_transposed"] = true;
    }
  }

 private:
  static Node constant(const std::string& name, Shape shape,
                       const std::vector<std::int32_t>& values) {
    Node node = makeConst(name, Tensor::ofInts(std::move(shape), values));
    node.attrs.erase("dtype");
    return node;
  }

  Node& add(const std::string& name, const std::string& op, std::vector<std::string> inputs) {
    graph_.nodes.push_back(makeNode(name, op, std::move(inputs)));
    return graph_.nodes.back();
  }

  void flatten(const std::string& joined, const std::vector<std::string>& heads) {
    std::vector<std::string> flat;
    for (const std::string& head : heads) {
      flat.push_back(head + "/Flatten");
      add(flat.back(), "Flatten", {head});
    }
    flat.emplace_back("concat/axis_flatten");
    add(joined, "ConcatV2", std::move(flat));
  }

  /// Each map's boxes as sizes in pixels; centres by OpenCV's own grid, or by step and offset where
  /// TensorFlow's is another.
  void addPriors(const SsdHeads& heads, const NetworkShape& shape) {
    std::vector<std::string> priors;
    std::size_t first = 0;
    for (std::size_t map = 0; map < shape.maps.size(); ++map) {
      const FrameSize cells = shape.maps[map];
      const std::size_t perCell = anchorsPerCell(config_.anchors, map);
      priors.push_back("PriorBox_" + std::to_string(map));
      Node& prior = add(priors.back(), "PriorBox", {heads.boxes[map], input_});
      std::vector<float> widths;
      std::vector<float> heights;
      for (std::size_t i = 0; i < perCell; ++i) {
        const AnchorBox& box = shape.anchors[first + i];
        heights.push_back(box[2] * static_cast<float>(size_.height));
        widths.push_back(box[3] * static_cast<float>(size_.width));
      }
      const auto count = static_cast<std::int64_t>(perCell);
      prior.attrs["width"] = Tensor::ofFloats({count}, widths);
      prior.attrs["height"] = Tensor::ofFloats({count}, heights);
      prior.attrs["flip"] = false;
      prior.attrs["clip"] = false;
      const auto& [y, x, h, w] = config_.boxCoder;
      prior.attrs["variance"] = Tensor::ofFloats({4}, std::array{1 / x, 1 / y, 1 / w, 1 / h});
      const std::size_t row = static_cast<std::size_t>(cells.width) * perCell;
      const auto centre = [&](std::size_t cell, std::size_t axis, int side) {
        return static_cast<double>(shape.anchors[first + cell][axis]) * side;
      };
      const double stepY = cells.height > 1
                               ? centre(row, 0, size_.height) - centre(0, 0, size_.height)
                               : static_cast<double>(size_.height) / cells.height;
      const double stepX = cells.width > 1
                               ? centre(perCell, 1, size_.width) - centre(0, 1, size_.width)
                               : static_cast<double>(size_.width) / cells.width;
      const double offsetY = centre(0, 0, size_.height) / stepY;
      const double offsetX = centre(0, 1, size_.width) / stepX;
      const auto near = [](double a, double b) { return std::abs(a - b) < 1e-3 * std::abs(b); };
      const bool usual = near(stepY * cells.height, size_.height) &&
                         near(stepX * cells.width, size_.width) && near(offsetY, 0.5) &&
                         near(offsetX, 0.5);
      if (!usual) {
        prior.attrs["step_h"] = static_cast<float>(stepY);
        prior.attrs["step_w"] = static_cast<float>(stepX);
        prior.attrs["offset_h"] = static_cast<float>(offsetY);
        prior.attrs["offset_w"] = static_cast<float>(offsetX);
      }
      first += row * static_cast<std::size_t>(cells.height);
    }
    priors.emplace_back("concat/axis_flatten");
    add("PriorBox/concat", "ConcatV2", std::move(priors));
  }

  Graph& graph_;
  const PipelineConfig& config_;
  std::string input_;
  FrameSize size_;
};

/// Tells OpenCV that boxes come as (y, x, h, w): by the convolutions that make them, as the script
/// does, where all are plain ones.
bool transposeConvolutions(Graph& graph, const SsdHeads& heads) {
  std::vector<Node*> convolutions;
  for (const std::string& head : heads.boxes) {
    const auto node = std::ranges::find(graph.nodes, head, &Node::name);
    const auto conv = std::ranges::find(graph.nodes, node->inputs[0], &Node::name);
    if (conv == graph.nodes.end() || conv->op != "Conv2D") {
      return false;
    }
    convolutions.push_back(&*conv);
  }
  for (Node* const conv : convolutions) {
    conv->attrs["loc_pred_transposed"] = true;
  }
  return true;
}

}  // namespace

Result<Graph> makeScriptTextGraph(const Graph& frozen, const PipelineConfig& config) {
  const auto size = inputSizeOf(config.resizer);
  if (!size) {
    return fail(size.error());
  }
  const auto heads = findHeads(frozen, config.predictor.kind);
  if (!heads) {
    return fail(heads.error());
  }
  const auto index = GraphIndex::build(frozen);
  if (!index) {
    return fail(index.error());
  }
  const auto picture = findPicture(*index, heads->all());
  if (!picture) {
    return fail(picture.error());
  }
  const auto before = preprocessingBefore(*index, picture->picture);
  if (!before) {
    return fail(before.error());
  }
  // The placeholder, the arithmetic in one line, the network.
  Graph network = frozen;
  std::string last = before->placeholder;
  for (const std::size_t at : before->arithmetic) {
    Node& node = network.nodes[at];
    node.inputs[*pictureOperand(*index, frozen.nodes[at])] = last;
    last = node.name;
  }
  for (Node& node : network.nodes) {
    if (node.name == before->placeholder) {
      node.attrs["shape"] = PartialShape{false, {1, size->height, size->width, 3}};
    }
    const bool chained = std::ranges::any_of(
        before->arithmetic, [&](std::size_t at) { return network.nodes[at].name == node.name; });
    if (!chained) {
      std::ranges::replace(node.inputs, picture->picture, last);
    }
  }
  StepReport report;
  auto graph = stripUnused(std::move(network), heads->all(), report);
  graph = graph ? stripIdentity(std::move(*graph), heads->all(), report) : graph;
  graph = graph ? stripUnused(std::move(*graph), heads->all(), report) : graph;
  graph = graph ? sortTopologically(std::move(*graph), report) : graph;
  if (!graph) {
    return graph;
  }
  const auto shape = shapeNetwork(*graph, *heads, config, *size);
  if (!shape) {
    return fail(shape.error());
  }
  Graph text;
  for (Node& node : graph->nodes) {
    if (node.op == "Const") {
      continue;  // stays in the binary graph
    }
    dropAttributes(node);
    text.nodes.push_back(std::move(node));
  }
  // OpenCV wants the input first.
  const auto input = std::ranges::find(text.nodes, "Placeholder", &Node::op);
  std::rotate(text.nodes.begin(), input, input + 1);
  const bool transposed = transposeConvolutions(text, *heads);
  DetectionTail(text, config, before->placeholder, *size).add(*heads, *shape, transposed);
  if (auto valid = validateForOpenCv(frozen, text); !valid) {
    return fail(valid.error());
  }
  return text;
}

}  // namespace followspot::model
