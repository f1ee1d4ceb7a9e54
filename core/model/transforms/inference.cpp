#include "core/model/transforms/inference.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/model/transforms/freeze.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

bool isOneOf(std::string_view op, std::initializer_list<std::string_view> ops) {
  return std::ranges::find(ops, op) != ops.end();
}

/// Nodes that are made of random numbers and constants alone.
std::vector<bool> masksOf(const GraphIndex& index,
                          const std::vector<std::vector<std::size_t>>& consumers) {
  const auto& nodes = index.graph().nodes;
  std::vector<bool> mask(nodes.size(), false);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (isOneOf(nodes[i].op, {"RandomUniform", "StatelessRandomUniform", "RandomUniformInt"})) {
      mask[i] = true;
      open.push_back(i);
    }
  }
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const std::size_t user : consumers[at]) {
      const Node& node = nodes[user];
      const bool keeps =
          isOneOf(node.op, {"Add", "AddV2", "Sub", "Mul", "Floor", "Cast", "GreaterEqual",
                            "Greater", "Less", "LessEqual", "Identity", "RealDiv"});
      const bool alone = std::ranges::all_of(node.inputs, [&](const std::string& input) {
        const auto from = index.source(input);
        return !from || splitInput(input).control || mask[*from] || nodes[*from].op == "Const";
      });
      if (keeps && alone && !mask[user]) {
        mask[user] = true;
        open.push_back(user);
      }
    }
  }
  return mask;
}

/// Activations before they were scaled to make up for those that are dropped.
std::string beforeScaling(const GraphIndex& index, const std::string& input) {
  const auto& nodes = index.graph().nodes;
  const auto from = index.source(input);
  if (!from || !isOneOf(nodes[*from].op, {"Mul", "RealDiv", "Div"}) ||
      nodes[*from].inputs.size() < 2) {
    return input;
  }
  const Node& scaled = nodes[*from];
  for (std::size_t i = 0; i < 2; ++i) {
    const auto factor = index.source(scaled.inputs[1 - i]);
    const Tensor* const value = factor ? constantOf(nodes[*factor]) : nullptr;
    if (value != nullptr && value->elementCount() == 1 && (i == 0 || scaled.op == "Mul")) {
      return scaled.inputs[i];
    }
  }
  return input;
}

// Batch norm
// ------------------------------------------------------------------------------------------------

/// Name of the variable that an input reads, past Identity; nothing where it is none.
std::optional<std::string> variableOf(const GraphIndex& index, std::string_view input) {
  const auto& nodes = index.graph().nodes;
  constexpr int kMaxSteps = 8;
  for (int step = 0; step < kMaxSteps; ++step) {
    const auto from = index.source(input);
    if (!from) {
      return std::nullopt;
    }
    const Node& node = nodes[*from];
    if (isVariable(node)) {
      return node.name;
    }
    if (!isOneOf(node.op, {"Identity", "ReadVariableOp"}) || node.inputs.empty()) {
      return std::nullopt;
    }
    input = node.inputs[0];
  }
  return std::nullopt;
}

/// "scope/gamma" gives "scope/"; nothing for a variable that is not of batch norm.
std::optional<std::string> normScopeOf(const std::optional<std::string>& variable) {
  for (const std::string_view ending : {"/gamma", "/beta"}) {
    if (variable && variable->ends_with(ending)) {
      return variable->substr(0, variable->size() - ending.size() + 1);
    }
  }
  return std::nullopt;
}

/// Statistics that are kept in variables; adds those that the graph lacks.
class Statistics {
 public:
  explicit Statistics(const Graph& graph) {
    for (const Node& node : graph.nodes) {
      known_.insert(node.name);
    }
  }
  std::string use(const std::string& name) {
    if (known_.insert(name).second) {
      added_.push_back(makeNode(name, "VariableV2", {}));
    }
    return name;
  }
  std::vector<Node> take() { return std::move(added_); }

 private:
  std::set<std::string> known_;
  std::vector<Node> added_;
};

bool holdsNumbers(const GraphIndex& index, const Node& node, std::size_t input) {
  if (input >= node.inputs.size()) {
    return false;
  }
  const auto from = index.source(node.inputs[input]);
  const Tensor* const value = from ? constantOf(index.graph().nodes[*from]) : nullptr;
  return from && (value == nullptr || value->elementCount() > 0);
}

Result<void> useMovingStatistics(const GraphIndex& index, Node& node, Statistics& statistics) {
  if (holdsNumbers(index, node, 3) && holdsNumbers(index, node, 4)) {
    return {};  // newer graphs name them, to update them
  }
  std::optional<std::string> scope;
  for (std::size_t i = 1; i < 3 && i < node.inputs.size() && !scope; ++i) {
    scope = normScopeOf(variableOf(index, node.inputs[i]));
  }
  if (!scope || node.inputs.size() < 3) {
    return fail(ErrorCode::Unsupported,
                "node " + node.name + " (" + node.op +
                    "): the variables with its mean and variance were not found");
  }
  node.inputs.resize(5);
  node.inputs[3] = statistics.use(*scope + "moving_mean");
  node.inputs[4] = statistics.use(*scope + "moving_variance");
  return {};
}

/// A mean over all but the channels, as `tf.nn.moments` makes it; and whether it is the variance.
std::optional<bool> isMoment(const GraphIndex& index, const Node& node) {
  const auto& nodes = index.graph().nodes;
  const auto mean =
      node.op == "Squeeze" && !node.inputs.empty() ? index.source(node.inputs[0]) : std::nullopt;
  if (!mean || nodes[*mean].op != "Mean" || nodes[*mean].inputs.size() < 2) {
    return std::nullopt;
  }
  const auto axes = index.source(nodes[*mean].inputs[1]);
  const Tensor* const over = axes ? constantOf(nodes[*axes]) : nullptr;
  if (over == nullptr || over->type() != DataType::Int32 ||
      !std::ranges::equal(over->ints(), std::array{0, 1, 2})) {
    return std::nullopt;
  }
  const auto of = index.source(nodes[*mean].inputs[0]);
  return of && nodes[*of].op == "SquaredDifference";
}

/// Scope of the batch norm that a moment goes into: its gamma or beta is a few nodes on.
std::optional<std::string> scopeBehind(const GraphIndex& index,
                                       const std::vector<std::vector<std::size_t>>& consumers,
                                       std::size_t start) {
  const auto& nodes = index.graph().nodes;
  std::vector<std::size_t> layer = {start};
  constexpr int kMaxSteps = 5;
  for (int step = 0; step < kMaxSteps; ++step) {
    std::vector<std::size_t> next;
    for (const std::size_t at : layer) {
      for (const std::size_t user : consumers[at]) {
        if (!isOneOf(nodes[user].op, {"Add", "AddV2", "Rsqrt", "Mul", "Sub"})) {
          continue;
        }
        for (const std::string& input : nodes[user].inputs) {
          if (auto scope = normScopeOf(variableOf(index, input))) {
            return scope;
          }
        }
        next.push_back(user);
      }
    }
    layer = std::move(next);
  }
  return std::nullopt;
}

}  // namespace

Result<Graph> removeDropout(Graph graph, StepReport& report) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const auto mask = masksOf(*index, index->consumers());
  const auto isMask = [&](const std::string& input) {
    const auto from = index->source(input);
    return from && mask[*from];
  };
  Reconnections past;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (mask[i]) {
      continue;
    }
    if (node.op == "Mul" && node.inputs.size() == 2 &&
        isMask(node.inputs[0]) != isMask(node.inputs[1])) {
      const std::string& kept = node.inputs[isMask(node.inputs[0]) ? 1 : 0];
      past.emplace(node.name, beforeScaling(*index, kept));
    } else if ((node.op == "Select" || node.op == "SelectV2") && node.inputs.size() == 3 &&
               isMask(node.inputs[0])) {
      past.emplace(node.name, beforeScaling(*index, node.inputs[1]));
    }
  }
  report.touched += past.size();
  reconnect(graph, past);
  return graph;
}

Result<Graph> toInference(Graph graph, StepReport& report) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const auto consumers = index->consumers();
  Statistics statistics(graph);
  Reconnections replacements;
  std::size_t fakes = 0;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    Node& node = graph.nodes[i];
    if (node.op.starts_with("FusedBatchNorm") && !node.op.starts_with("FusedBatchNormGrad")) {
      const auto* const training = attribute<bool>(node, "is_training");
      if (training == nullptr || *training) {  // TensorFlow's default is true
        if (auto used = useMovingStatistics(*index, node, statistics); !used) {
          return fail(used.error());
        }
        node.attrs["is_training"] = false;
        node.attrs.erase("exponential_avg_factor");
        ++report.touched;
      }
    } else if (const auto variance = isMoment(*index, node)) {
      const auto scope = scopeBehind(*index, consumers, i);
      if (!scope) {
        return fail(ErrorCode::Unsupported,
                    "node " + node.name + " (" + node.op +
                        "): moments of the batch whose moving averages were not found");
      }
      replacements.emplace(
          node.name, statistics.use(*scope + (*variance ? "moving_variance" : "moving_mean")));
      ++report.touched;
    } else if (node.op.starts_with("FakeQuant") && !node.inputs.empty()) {
      replacements.emplace(node.name, node.inputs[0]);
      ++fakes;
      ++report.touched;
    }
  }
  reconnect(graph, replacements);
  for (Node& node : statistics.take()) {
    graph.nodes.push_back(std::move(node));
  }
  if (fakes > 0) {
    report.notes.push_back("the network was trained for 8-bit numbers: " + std::to_string(fakes) +
                           " simulated roundings were left out, it runs in full precision");
  }
  return graph;
}

}  // namespace followspot::model
