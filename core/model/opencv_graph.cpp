#include "core/model/opencv_graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "core/model/narrow_kernels.h"

namespace followspot::model {
namespace {

/// "name:1" and "^name" without what is not the name.
std::string_view nodeNameOf(std::string_view input) {
  if (input.starts_with('^')) {
    input.remove_prefix(1);
  }
  return input.substr(0, input.find(':'));
}

bool isControl(std::string_view input) { return input.starts_with('^'); }

class Builder {
  enum class State { New, Open, Copied };

 public:
  Builder(const Graph& frozen, const SsdOutputs& outputs) : frozen_(frozen), outputs_(outputs) {
    for (const Node& node : frozen.nodes) {
      byName_[node.name] = &node;
      for (const std::string& input : node.inputs) {
        if (!isControl(input)) {
          readers_[std::string(nodeNameOf(input))].push_back(&node);
        }
      }
    }
  }

  Result<OpenCvGraphs> build() {
    auto boxes = headLayers(outputs_.boxLayers, outputs_.boxEncodings);
    if (!boxes) {
      return fail(boxes.error());
    }
    auto scores = headLayers(outputs_.classLayers, outputs_.classScores);
    if (!scores) {
      return fail(scores.error());
    }
    for (const auto* const heads : {&*boxes, &*scores}) {
      for (const std::string& head : *heads) {
        if (auto copied = copyUpTo(head); !copied) {
          return fail(copied.error());
        }
      }
    }
    graphs_.binary = frozen_;
    addHeads(*boxes, *scores);
    if (const auto narrowed = narrowKernels(graphs_.binary, graphs_.text); !narrowed) {
      return fail(narrowed.error());
    }
    return std::move(graphs_);
  }

 private:
  Result<const Node*> find(std::string_view name) const {
    const auto found = byName_.find(name);
    if (found == byName_.end()) {
      return fail(ErrorCode::CorruptData, "node " + std::string(name) + " is not in the graph");
    }
    return found->second;
  }

  static std::vector<std::string> dataInputs(const Node& node) {
    std::vector<std::string> inputs;
    std::ranges::copy_if(node.inputs, std::back_inserter(inputs),
                         [](const auto& input) { return !isControl(input); });
    return inputs;
  }

  /// The convolutions (or what adds their bias) whose outputs are reshaped and joined into an
  /// output, finest first.
  Result<std::vector<std::string>> headLayers(const std::vector<std::string>& given,
                                              const std::string& output) const {
    if (!given.empty()) {
      return given;
    }
    constexpr int kMaxSteps = 64;
    std::string at = output;
    for (int step = 0; step < kMaxSteps; ++step) {
      const auto node = find(nodeNameOf(at));
      if (!node) {
        return fail(node.error());
      }
      const auto inputs = dataInputs(**node);
      const std::string& op = (*node)->op;
      if ((op == "ConcatV2" || op == "Concat") && inputs.size() >= 2) {
        const std::size_t first = op == "Concat" ? 1 : 0;
        const std::size_t last = op == "Concat" ? inputs.size() : inputs.size() - 1;
        std::vector<std::string> layers;
        for (std::size_t i = first; i < last; ++i) {
          auto layer = beforeReshapes(inputs[i]);
          if (!layer) {
            return fail(layer.error());
          }
          layers.push_back(std::move(*layer));
        }
        return layers;
      }
      if (op == "BiasAdd" || op == "Conv2D" || inputs.empty()) {
        auto layer = beforeReshapes(at);
        if (!layer) {
          return fail(layer.error());
        }
        return std::vector<std::string>{std::move(*layer)};
      }
      at = inputs.front();
    }
    return fail(ErrorCode::Unsupported, "node " + output + ": its convolutions were not found");
  }

  Result<std::string> beforeReshapes(std::string at) const {
    constexpr int kMaxSteps = 64;
    for (int step = 0; step < kMaxSteps; ++step) {
      const auto node = find(nodeNameOf(at));
      if (!node) {
        return fail(node.error());
      }
      const auto inputs = dataInputs(**node);
      const std::string& op = (*node)->op;
      const bool passesOn =
          op == "Reshape" || op == "Squeeze" || op == "Identity" || op == "ExpandDims";
      if (!passesOn || inputs.empty()) {
        return (*node)->name;
      }
      at = inputs.front();
    }
    return fail(ErrorCode::Unsupported, "node " + at + ": too many reshapes");
  }

  /// Copies a node and all it needs into the text graph, inputs first; constants stay in the binary
  /// graph.
  Result<void> copyUpTo(const std::string& name) {
    struct Open {
      const Node* node;
      std::vector<std::string> inputs;
      std::size_t next = 0;  // of its inputs
    };
    std::vector<Open> path;  // from `name` down to the node being looked at
    const auto enter = [&](std::string_view wanted) -> Result<void> {
      const auto node = find(wanted);
      if (!node) {
        return fail(node.error());
      }
      State& state = states_[(*node)->name];
      if ((*node)->op == "Const" || state == State::Copied) {
        return {};
      }
      if (std::exchange(state, State::Open) == State::Open) {
        return fail(ErrorCode::CorruptData, "node " + (*node)->name + " depends on itself");
      }
      path.push_back({*node, dataInputs(**node), 0});
      return {};
    };
    if (auto entered = enter(name); !entered) {
      return entered;
    }
    while (!path.empty()) {
      Open& open = path.back();
      if (open.next < open.inputs.size()) {
        const std::string input(nodeNameOf(open.inputs[open.next++]));
        if (auto entered = enter(input); !entered) {
          return entered;
        }
      } else {
        states_[open.node->name] = State::Copied;
        open.node->op == "Pad" ? copyPad(*open.node) : copyNode(*open.node);
        path.pop_back();
      }
    }
    return {};
  }

  /// Attributes that OpenCV's importer reads; the rest would only make its parser refuse newer
  /// graphs.
  void copyNode(const Node& node) {
    static const std::set<std::string_view> kKept = {
        "strides",      "padding",   "data_format",        "ksize",
        "epsilon",      "keep_dims", "align_corners",      "dtype",
        "shape",        "alpha",     "half_pixel_centers", "explicit_paddings",
        "squeeze_dims", "dilations"};
    // AddV2 stays: OpenCV takes an Add behind a Mul for the Mul's bias, whatever is added.
    Node copy{node.name, node.op, "", dataInputs(node), {}};
    for (const auto& [key, value] : node.attrs) {
      const auto* const list = std::get_if<std::vector<std::int64_t>>(&value);
      const bool emptyList = list != nullptr && list->empty();
      if (kKept.contains(key) && !emptyList) {
        copy.attrs[key] = value;
      }
    }
    graphs_.text.nodes.push_back(std::move(copy));
  }

  /// Whether OpenCV may take a padding into the convolution behind it. It does so with every even
  /// one that a convolution reads, whatever else reads it and whatever that convolution's own
  /// padding is.
  [[nodiscard]] bool canMerge(const Node& pad) const {
    const auto readers = readers_.find(pad.name);
    if (readers == readers_.end() || readers->second.size() != 1) {
      return false;
    }
    const Node& reader = *readers->second.front();
    const auto padding = reader.attrs.find("padding");
    const auto* const mode =
        padding == reader.attrs.end() ? nullptr : std::get_if<std::string>(&padding->second);
    return mode != nullptr && *mode == "VALID";
  }

  [[nodiscard]] bool isReadByConvolution(const Node& pad) const {
    const auto readers = readers_.find(pad.name);
    return readers != readers_.end() &&
           std::ranges::any_of(readers->second, [](const Node* reader) {
             return reader->op == "Conv2D" || reader->op == "DepthwiseConv2dNative";
           });
  }

  /// An even padding that must not be merged goes in as two uneven ones, which OpenCV leaves alone.
  void copyPad(const Node& node) {
    const auto paddings =
        node.inputs.size() == 2 ? byName_.find(nodeNameOf(node.inputs[1])) : byName_.end();
    const Tensor* values = nullptr;
    if (paddings != byName_.end()) {
      const auto value = paddings->second->attrs.find("value");
      values =
          value == paddings->second->attrs.end() ? nullptr : std::get_if<Tensor>(&value->second);
    }
    constexpr std::int64_t kCount = 8;
    if (values == nullptr || values->type() != DataType::Int32 ||
        values->elementCount() != kCount) {
      copyNode(node);  // for the validator to complain about
      return;
    }
    const auto by = values->ints();
    const bool even = by[2] == by[3] && by[4] == by[5];
    if (!even || !isReadByConvolution(node) || canMerge(node)) {
      copyNode(node);
      return;
    }
    const std::string before = node.name + "/before";
    ints(before + "/paddings", {4, 2}, {0, 0, by[2], 0, by[4], 0, 0, 0});
    text(before, "Pad", {node.inputs[0], before + "/paddings"});
    ints(node.name + "/after/paddings", {4, 2}, {0, 0, 0, by[3], 0, by[5], 0, 0});
    text(node.name, "Pad", {before, node.name + "/after/paddings"});
  }

  Node& text(std::string name, std::string op, std::vector<std::string> inputs) {
    graphs_.text.nodes.push_back({std::move(name), std::move(op), "", std::move(inputs), {}});
    return graphs_.text.nodes.back();
  }

  void constant(std::string name, Tensor tensor) {
    Node node{std::move(name), "Const", "", {}, {}};
    node.attrs["dtype"] = tensor.type();
    node.attrs["value"] = std::move(tensor);
    graphs_.binary.nodes.push_back(std::move(node));
  }

  void ints(const std::string& name, Shape shape, const std::vector<std::int32_t>& values) {
    // In the text graph, not in the binary one: OpenCV takes small numbers from there, too.
    Node& node = text(name, "Const", {});
    node.attrs["dtype"] = DataType::Int32;
    node.attrs["value"] = Tensor::ofInts(std::move(shape), values);
  }

  /// Flattens the layers, joins them, and gives them the shape [1, A, columns].
  void join(const std::vector<std::string>& layers, const std::string& prefix,
            const std::string& result, std::int32_t columns) {
    std::vector<std::string> flat;
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const std::string name = prefix + "/flatten_" + std::to_string(i);
      text(name, "Flatten", {layers[i]});
      flat.push_back(name);
    }
    std::string joined = flat.front();
    if (flat.size() > 1) {
      flat.emplace_back("concat/axis_flatten");
      joined = prefix + "/concat";
      text(joined, "ConcatV2", std::move(flat));
    }
    ints(prefix + "/shape", {3}, {0, -1, columns});
    text(result, "Reshape", {joined, prefix + "/shape"});
  }

  void addHeads(const std::vector<std::string>& boxes, const std::vector<std::string>& scores) {
    ints("concat/axis_flatten", {}, {-1});
    join(boxes, "box_encodings", kRawBoxes, 4);
    join(scores, "class_logits",
         outputs_.converter == ScoreConverter::Identity ? kRawScores : kRawLogits,
         outputs_.scoreColumns);
    switch (outputs_.converter) {
      case ScoreConverter::Identity:
        break;
      case ScoreConverter::Sigmoid:
        text(kRawScores, "Sigmoid", {kRawLogits});
        break;
      case ScoreConverter::Softmax:
        text(kRawScores, "Softmax", {kRawLogits}).attrs["axis"] = std::int64_t{2};
        break;
    }
    graphs_.scoresAreLogits = outputs_.converter == ScoreConverter::Sigmoid;
    graphs_.classScores = graphs_.scoresAreLogits ? kRawLogits : kRawScores;
    text("box_encodings/flat", "Flatten", {kRawBoxes});
    text("class_predictions/flat", "Flatten", {kRawScores});
    addPriors();
    Node& output = text(kDetectionOutput, "DetectionOutput",
                        {"box_encodings/flat", "class_predictions/flat", "PriorBox/concat"});
    output.attrs["num_classes"] = static_cast<std::int64_t>(outputs_.scoreColumns);
    output.attrs["share_location"] = true;
    output.attrs["background_label_id"] =
        std::int64_t{outputs_.hasBackground ? 0 : outputs_.scoreColumns};
    output.attrs["nms_threshold"] = outputs_.nmsIou;
    output.attrs["confidence_threshold"] = outputs_.minScore;
    output.attrs["top_k"] =
        std::int64_t{-1};  // OpenCV would apply it before NMS, TensorFlow means it after
    output.attrs["keep_top_k"] = std::int64_t{100};
    output.attrs["code_type"] = std::string("CENTER_SIZE");
    output.attrs["loc_pred_transposed"] = true;  // encodings are (ty, tx, th, tw)
  }

  /// Prior boxes as a constant: exact for every generator. Rows for OpenCV: all corners (xmin,
  /// ymin, xmax, ymax), then all variances (x, y, w, h). OpenCV takes a constant that goes straight
  /// into DetectionOutput for weights: it must pass through a ConcatV2.
  void addPriors() {
    std::vector<float> plain;
    std::vector<float> rows;
    for (const auto& [y, x, h, w] : outputs_.anchors) {
      plain.insert(plain.end(), {y, x, h, w});
      rows.insert(rows.end(), {x - w / 2, y - h / 2, x + w / 2, y + h / 2});
    }
    const auto& [scaleY, scaleX, scaleH, scaleW] = outputs_.boxCoder;
    for (std::size_t i = 0; i < outputs_.anchors.size(); ++i) {
      rows.insert(rows.end(), {1 / scaleX, 1 / scaleY, 1 / scaleW, 1 / scaleH});
    }
    const auto count = static_cast<std::int64_t>(outputs_.anchors.size());
    constant(kAnchorsNode, Tensor::ofFloats({count, 4}, plain));
    constant("PriorBox/values", Tensor::ofFloats({1, 2, count * 4}, rows));
    text("PriorBox/concat", "ConcatV2", {"PriorBox/values", "concat/axis_flatten"});
  }

  const Graph& frozen_;
  const SsdOutputs& outputs_;
  std::map<std::string, const Node*, std::less<>> byName_;
  std::map<std::string, std::vector<const Node*>, std::less<>> readers_;
  std::map<std::string, State, std::less<>> states_;
  OpenCvGraphs graphs_;
};

}  // namespace

Result<OpenCvGraphs> makeOpenCvGraphs(const Graph& frozen, const SsdOutputs& outputs) {
  return Builder(frozen, outputs).build();
}

}  // namespace followspot::model
