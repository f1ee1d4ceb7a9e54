#include "core/model/prepare/heads.h"

#include <map>
#include <optional>
#include <string_view>

#include "core/base/text.h"
#include "core/model/transforms/freeze.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

/// Number of a scope: "BoxPredictor" is 0, "BoxPredictor_3" is 3; nothing for another name.
std::optional<std::int64_t> numbered(std::string_view part, std::string_view name) {
  if (part == name) {
    return 0;
  }
  if (!part.starts_with(name) || part.size() < name.size() + 2 || part[name.size()] != '_') {
    return std::nullopt;
  }
  const auto number = parseInteger(part.substr(name.size() + 1));
  return number && *number >= 0 ? number : std::nullopt;
}

/// The number of the first part of a path that is called so.
std::optional<std::int64_t> numberIn(std::string_view path, std::string_view name) {
  for (const std::string_view part : split(path, '/')) {
    if (const auto number = numbered(part, name)) {
      return number;
    }
  }
  return std::nullopt;
}

/// The variable, or constant that was one, behind an input.
std::optional<std::string_view> parameterOf(const GraphIndex& index, std::string_view input) {
  const auto& nodes = index.graph().nodes;
  constexpr int kMaxSteps = 8;
  for (int step = 0; step < kMaxSteps; ++step) {
    const auto from = index.source(input);
    if (!from) {
      return std::nullopt;
    }
    const Node& node = nodes[*from];
    if (isVariable(node) || node.op == "Const") {
      return node.name;
    }
    if ((node.op != "Identity" && node.op != "ReadVariableOp") || node.inputs.empty()) {
      return std::nullopt;
    }
    input = node.inputs[0];
  }
  return std::nullopt;
}

constexpr std::string_view kPlain = "BoxPredictor";
constexpr std::string_view kShared = "WeightSharedConvolutionalBoxPredictor";

struct HeadPlace {
  bool boxes = false;
  std::int64_t map = 0;
};

std::optional<HeadPlace> headOf(std::string_view parameter, std::string_view node,
                                BoxPredictor::Kind kind) {
  const bool shared = kind == BoxPredictor::Kind::WeightShared;
  const bool classes = parameter.ends_with("/ClassPredictor/biases");
  const bool boxes =
      parameter.ends_with(shared ? "/BoxPredictor/biases" : "/BoxEncodingPredictor/biases");
  if (!classes && !boxes) {
    return std::nullopt;
  }
  // Plain predictors have a variable for each map; a shared one's maps differ by the node's scope.
  const auto map = shared ? numberIn(node, kShared) : numberIn(parameter, kPlain);
  if (!map || (shared && !numberIn(parameter, kShared))) {
    return std::nullopt;
  }
  return HeadPlace{boxes, *map};
}

}  // namespace

std::vector<std::string> SsdHeads::all() const {
  std::vector<std::string> names = boxes;
  names.insert(names.end(), classes.begin(), classes.end());
  return names;
}

Result<SsdHeads> findHeads(const Graph& graph, BoxPredictor::Kind kind) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  std::map<std::int64_t, std::string> boxes;
  std::map<std::int64_t, std::string> classes;
  for (const Node& node : graph.nodes) {
    const bool adds = node.op == "BiasAdd" || node.op == "Add" || node.op == "AddV2";
    if (!adds || node.inputs.size() < 2) {
      continue;
    }
    const auto parameter = parameterOf(*index, node.inputs[1]);
    const auto head = parameter ? headOf(*parameter, node.name, kind) : std::nullopt;
    if (head) {
      // Of several copies (clones on other devices) the first.
      (head->boxes ? boxes : classes).try_emplace(head->map, node.name);
    }
  }
  if (boxes.empty() || classes.empty()) {
    return fail(ErrorCode::Unsupported,
                "the network has no " +
                    std::string(kind == BoxPredictor::Kind::WeightShared ? "weight-shared " : "") +
                    "convolutional box predictor as pipeline.config says. Give the "
                    "pipeline.config that it was trained with.");
  }
  SsdHeads heads;
  for (const auto& [map, name] : boxes) {
    const auto found = classes.find(map);
    if (found == classes.end()) {
      return fail(ErrorCode::Unsupported,
                  "node " + name + " predicts boxes, and no class predictor is beside it");
    }
    heads.boxes.push_back(name);
    heads.classes.push_back(found->second);
  }
  return heads;
}

}  // namespace followspot::model
