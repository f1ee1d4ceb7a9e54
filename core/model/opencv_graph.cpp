#include "core/model/opencv_graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

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
 public:
  Builder(const Graph& frozen, const SsdOutputs& outputs) : frozen_(frozen), outputs_(outputs) {
    for (const Node& node : frozen.nodes) {
      byName_[node.name] = &node;
    }
  }

  Result<OpenCvGraphs> build() {
    auto boxes = headLayers(outputs_.boxEncodings);
    if (!boxes) {
      return fail(boxes.error());
    }
    auto scores = headLayers(outputs_.classScores);
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
  Result<std::vector<std::string>> headLayers(const std::string& output) const {
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
    std::vector<std::pair<std::string, bool>> open = {{name, false}};
    std::set<std::string, std::less<>> opened;
    while (!open.empty()) {
      const auto [current, inputsDone] = open.back();
      open.pop_back();
      const auto node = find(current);
      if (!node) {
        return fail(node.error());
      }
      if ((*node)->op == "Const" || copied_.contains(current)) {
        continue;
      }
      if (inputsDone) {
        copied_.insert(current);
        copyNode(**node);
        continue;
      }
      if (!opened.insert(current).second) {
        return fail(ErrorCode::CorruptData, "node " + current + " depends on itself");
      }
      open.emplace_back(current, true);
      auto inputs = dataInputs(**node);
      std::ranges::reverse(inputs);
      for (const std::string& input : inputs) {
        const std::string wanted(nodeNameOf(input));
        if (!copied_.contains(wanted)) {
          open.emplace_back(wanted, false);
          opened.erase(wanted == current ? std::string() : wanted);
        }
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
    Node copy{node.name, node.op == "AddV2" ? "Add" : node.op, "", dataInputs(node), {}};
    for (const auto& [key, value] : node.attrs) {
      const auto* const list = std::get_if<std::vector<std::int64_t>>(&value);
      const bool emptyList = list != nullptr && list->empty();
      if (kKept.contains(key) && !emptyList) {
        copy.attrs[key] = value;
      }
    }
    graphs_.text.nodes.push_back(std::move(copy));
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
    join(scores, "class_logits", kRawLogits, outputs_.scoreColumns);
    text(kRawScores, "Sigmoid", {kRawLogits});
    text("box_encodings/flat", "Flatten", {kRawBoxes});
    text("class_predictions/flat", "Flatten", {kRawScores});
    addPriors();
    Node& output = text(kDetectionOutput, "DetectionOutput",
                        {"box_encodings/flat", "class_predictions/flat", "PriorBox/concat"});
    output.attrs["num_classes"] = static_cast<std::int64_t>(outputs_.scoreColumns);
    output.attrs["share_location"] = true;
    output.attrs["background_label_id"] =
        static_cast<std::int64_t>(outputs_.hasBackground ? 0 : -1);
    output.attrs["nms_threshold"] = outputs_.nmsIou;
    output.attrs["confidence_threshold"] = 0.01F;
    output.attrs["top_k"] =
        std::int64_t{-1};  // OpenCV would apply it before NMS, TensorFlow means it after
    output.attrs["keep_top_k"] = std::int64_t{100};
    output.attrs["code_type"] = std::string("CENTER_SIZE");
    output.attrs["loc_pred_transposed"] = true;  // encodings are (ty, tx, th, tw)
  }

  /// Prior boxes as constants: exact for every generator. OpenCV takes a constant for a layer only
  /// where two are concatenated, so they come in two halves of rows [boxes, variances].
  void addPriors() {
    const auto& anchors = outputs_.anchors;
    std::vector<float> plain;
    for (const AnchorBox& anchor : anchors) {
      plain.insert(plain.end(), anchor.begin(), anchor.end());
    }
    const auto count = static_cast<std::int64_t>(anchors.size());
    constant("anchors", Tensor::ofFloats({count, 4}, plain));
    const std::array variance = {1 / outputs_.boxCoder[1], 1 / outputs_.boxCoder[0],
                                 1 / outputs_.boxCoder[3], 1 / outputs_.boxCoder[2]};
    const std::size_t half = anchors.size() / 2;
    const auto part = [&](const std::string& name, std::size_t begin, std::size_t end) {
      std::vector<float> rows;
      for (std::size_t i = begin; i < end; ++i) {
        const auto& [y, x, h, w] = anchors[i];
        rows.insert(rows.end(), {x - w / 2, y - h / 2, x + w / 2, y + h / 2});
      }
      for (std::size_t i = begin; i < end; ++i) {
        rows.insert(rows.end(), variance.begin(), variance.end());
      }
      constant(name, Tensor::ofFloats({1, 2, static_cast<std::int64_t>(4 * (end - begin))}, rows));
    };
    part("PriorBox/first", 0, half);
    part("PriorBox/second", half, anchors.size());
    text("PriorBox/concat", "ConcatV2",
         {"PriorBox/first", "PriorBox/second", "concat/axis_flatten"});
  }

  const Graph& frozen_;
  const SsdOutputs& outputs_;
  std::map<std::string, const Node*, std::less<>> byName_;
  std::set<std::string, std::less<>> copied_;
  OpenCvGraphs graphs_;
};

}  // namespace

Result<OpenCvGraphs> makeOpenCvGraphs(const Graph& frozen, const SsdOutputs& outputs) {
  return Builder(frozen, outputs).build();
}

}  // namespace followspot::model
