#include "core/model/reference/graph_postprocessing.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace followspot::model {
namespace {

/// A Const's numbers where it has that many floats; through what only hands them on.
std::vector<float> floatsBehind(const GraphIndex& index, std::string_view input,
                                std::int64_t most) {
  constexpr int kMaxSteps = 8;
  for (int step = 0; step < kMaxSteps; ++step) {
    const auto from = index.source(input);
    if (!from) {
      break;
    }
    const Node& node = index.graph().nodes[*from];
    if (const Tensor* const value = constantOf(node)) {
      if (value->type() != DataType::Float || value->elementCount() > most) {
        break;
      }
      return {value->floats().begin(), value->floats().end()};
    }
    if ((node.op != "Identity" && node.op != "Enter") || node.inputs.empty()) {
      break;
    }
    input = node.inputs[0];
  }
  return {};
}

std::optional<float> scalarBehind(const GraphIndex& index, std::string_view input) {
  const auto values = floatsBehind(index, input, 1);
  return values.empty() ? std::nullopt : std::optional(values.front());
}

bool takes(const Node& node, std::initializer_list<std::string_view> ops) {
  return std::ranges::find(ops, node.op) != ops.end();
}

/// For each node, whether numbers of `start` go into it; their sizes alone do not count.
std::vector<bool> fedBy(const GraphIndex& index,
                        const std::vector<std::vector<std::size_t>>& consumers, std::size_t start) {
  const auto& nodes = index.graph().nodes;
  std::vector<bool> fed(nodes.size(), false);
  std::vector<std::size_t> open = {start};
  fed[start] = true;
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const std::size_t user : consumers[at]) {
      if (!fed[user] && nodes[user].op != "Shape") {
        fed[user] = true;
        open.push_back(user);
      }
    }
  }
  return fed;
}

/// Follows the logits to what converts them.
void findConverter(const GraphIndex& index, const std::vector<std::vector<std::size_t>>& consumers,
                   std::size_t at, GraphPostprocessing& found) {
  const auto& nodes = index.graph().nodes;
  found.converter = ScoreConverter::Identity;
  constexpr int kMaxSteps = 16;
  for (int step = 0; step < kMaxSteps; ++step) {
    const auto next = std::ranges::find_if(consumers[at], [&](std::size_t user) {
      const Node& node = nodes[user];
      const bool scales = takes(node, {"Mul", "RealDiv"}) && node.inputs.size() == 2 &&
                          index.source(node.inputs[0]) == at && scalarBehind(index, node.inputs[1]);
      return scales ||
             takes(node, {"Identity", "Reshape", "Squeeze", "ConcatV2", "Sigmoid", "Softmax"});
    });
    if (next == consumers[at].end()) {
      return;
    }
    const Node& node = nodes[*next];
    if (takes(node, {"Sigmoid", "Softmax"})) {
      found.converter = node.op == "Sigmoid" ? ScoreConverter::Sigmoid : ScoreConverter::Softmax;
      return;
    }
    if (takes(node, {"Mul", "RealDiv"})) {
      const float by = scalarBehind(index, node.inputs[1]).value_or(1);
      found.logitScale *= node.op == "Mul" ? 1 / by : by;
    }
    at = *next;
  }
}

/// The operation of a TFLite export that only names what is to be done.
void readPostProcessNode(const Node& node, GraphPostprocessing& found) {
  const auto number = [&](const char* name) {
    const auto* const value = attribute<float>(node, name);
    return value == nullptr ? std::optional<float>() : *value;
  };
  const std::array names = {"y_scale", "x_scale", "h_scale", "w_scale"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    found.boxCoder[i] = number(names[i]).value_or(1);
  }
  found.nmsIou = number("nms_iou_threshold");
  if (node.inputs.size() >= 3) {
    found.anchors = node.inputs[2];
  }
}

/// Where an inference graph turns encodings into boxes: four sums and differences side by side.
void findDecoder(const GraphIndex& index, const std::vector<std::vector<std::size_t>>& consumers,
                 std::size_t head, GraphPostprocessing& found) {
  const auto& nodes = index.graph().nodes;
  const std::vector<bool> fed = fedBy(index, consumers, head);
  const auto opOf = [&](const std::string& input) {
    const auto from = index.source(input);
    return from ? std::string_view(nodes[*from].op) : std::string_view();
  };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    if (!fed[i]) {
      continue;
    }
    const bool corners = node.op == "Pack" && node.inputs.size() == 4 &&
                         std::ranges::all_of(node.inputs, [&](const std::string& input) {
                           const auto op = opOf(input);
                           return op == "Sub" || op == "Add" || op == "AddV2";
                         });
    if (corners && found.decoded.empty()) {
      const auto user = std::ranges::find_if(
          consumers[i], [&](std::size_t u) { return nodes[u].op == "Transpose"; });
      found.decoded = user == consumers[i].end() ? std::string() : nodes[*user].name;
    }
    if (node.op == "RealDiv" && node.inputs.size() == 2 && opOf(node.inputs[0]) == "Unpack") {
      const auto port = static_cast<std::size_t>(splitInput(node.inputs[0]).port);
      const auto scale = scalarBehind(index, node.inputs[1]);
      if (port < found.boxCoder.size() && scale) {
        found.boxCoder[port] = *scale;
      }
    }
  }
  if (found.decoded.empty()) {
    return;
  }
  const auto before = reachableFrom(index, {found.decoded});
  for (std::size_t i = 0; before && i < nodes.size(); ++i) {
    if ((*before)[i] && !fed[i] && nodes[i].op == "Transpose" && !nodes[i].inputs.empty()) {
      found.anchors = nodes[i].inputs[0];
      found.anchorsAreCorners = true;
    }
  }
}

}  // namespace

GraphPostprocessing findPostprocessing(const GraphIndex& index, const SsdHeads& heads) {
  GraphPostprocessing found;
  const auto consumers = index.consumers();
  const auto boxes = index.find(heads.boxes.front());
  const auto classes = index.find(heads.classes.front());
  if (!boxes || !classes) {
    return found;
  }
  findConverter(index, consumers, *classes, found);
  findDecoder(index, consumers, *boxes, found);
  for (const Node& node : index.graph().nodes) {
    if (node.op == "TFLite_Detection_PostProcess") {
      readPostProcessNode(node, found);
    } else if (node.op.starts_with("NonMaxSuppression") && node.inputs.size() > 3 &&
               !found.nmsIou) {
      found.nmsIou = scalarBehind(index, node.inputs[3]);
    }
  }
  return found;
}

std::optional<FrameSize> findInputSize(const GraphIndex& index, const std::string& picture) {
  const auto& nodes = index.graph().nodes;
  const auto before = reachableFrom(index, {picture});
  const auto sizeOf = [](std::int64_t height, std::int64_t width) {
    constexpr std::int64_t kFar = 1 << 20;
    const bool fits = height > 0 && width > 0 && height < kFar && width < kFar;
    return fits ? std::optional(FrameSize{static_cast<int>(width), static_cast<int>(height)})
                : std::nullopt;
  };
  for (std::size_t i = 0; before && i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    if (!(*before)[i]) {
      continue;
    }
    if (node.op == "ResizeBilinear" && node.inputs.size() == 2) {
      const auto from = index.source(node.inputs[1]);
      const Tensor* const size = from ? constantOf(nodes[*from]) : nullptr;
      if (size != nullptr && size->type() == DataType::Int32 && size->elementCount() == 2) {
        return sizeOf(size->ints()[0], size->ints()[1]);
      }
    }
    if (node.op == "Placeholder") {
      const auto* const shape = attribute<PartialShape>(node, "shape");
      if (shape != nullptr && shape->dims.size() == 4 && shape->dims[1] > 0 && shape->dims[2] > 0) {
        return sizeOf(shape->dims[1], shape->dims[2]);
      }
    }
  }
  return std::nullopt;
}

Result<std::optional<Normalization>> findNormalization(const GraphIndex& index,
                                                       const std::string& picture) {
  const auto& nodes = index.graph().nodes;
  const auto before = reachableFrom(index, {picture});
  if (!before) {
    return fail(before.error());
  }
  struct Term {
    const Node* node;
    std::vector<float> by;
  };
  std::vector<Term> terms;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    if (!(*before)[i] || node.inputs.size() < 2 || !takes(node, {"Mul", "Sub"})) {
      continue;
    }
    auto by = floatsBehind(index, node.inputs[1], 3);
    if (by.empty() && node.op == "Mul") {
      by = floatsBehind(index, node.inputs[0], 1);
    }
    if (!by.empty()) {
      terms.push_back({&node, std::move(by)});
    }
  }
  if (terms.empty()) {
    return std::optional<Normalization>();
  }
  const auto meansOf = [](const std::vector<float>& by) {
    std::array<float, 3> means{};
    for (std::size_t i = 0; i < means.size(); ++i) {
      means[i] = by[by.size() == means.size() ? i : 0];
    }
    return means;
  };
  Normalization found{{0, 0, 0}, 1};
  if (terms.size() == 2) {
    // Which one comes first is known by what it needs.
    const auto ofSecond = reachableFrom(index, {terms[1].node->name});
    const auto first = index.find(terms[0].node->name);
    if (!ofSecond || !first || !(*ofSecond)[*first]) {
      std::swap(terms[0], terms[1]);
    }
  }
  for (const Term& term : terms) {
    if (term.node->op == "Mul") {
      if (term.by.size() != 1 || term.by[0] == 0) {
        break;
      }
      found.scale *= term.by[0];
      continue;
    }
    const auto means = meansOf(term.by);
    for (std::size_t i = 0; i < means.size(); ++i) {
      found.mean[i] += means[i] / found.scale;
    }
  }
  const bool plain = terms.size() <= 2 && std::ranges::all_of(terms, [](const Term& term) {
                       return term.node->op == "Sub" || (term.by.size() == 1 && term.by[0] != 0);
                     });
  if (!plain) {
    return fail(ErrorCode::Unsupported,
                "node " + terms.back().node->name +
                    ": pictures are prepared in another way than by a subtraction and a "
                    "multiplication.");
  }
  return std::optional(found);
}

}  // namespace followspot::model
