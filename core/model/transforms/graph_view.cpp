#include "core/model/transforms/graph_view.h"

#include <charconv>
#include <utility>

namespace followspot::model {

InputName splitInput(std::string_view input) {
  InputName name;
  if (input.starts_with('^')) {
    name.control = true;
    name.node = input.substr(1);
    return name;
  }
  const std::size_t colon = input.rfind(':');
  name.node = input.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view digits = input.substr(colon + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), name.port);
  }
  return name;
}

const Tensor* constantOf(const Node& node) {
  return node.op == "Const" ? attribute<Tensor>(node, "value") : nullptr;
}

Node makeConst(std::string name, Tensor value) {
  Node node{std::move(name), "Const", "", {}, {}};
  node.attrs.emplace("dtype", value.type());
  node.attrs.emplace("value", std::move(value));
  return node;
}

Node makeNode(std::string name, std::string op, std::vector<std::string> inputs) {
  return {std::move(name), std::move(op), "", std::move(inputs), {}};
}

Result<GraphIndex> GraphIndex::build(const Graph& graph) {
  GraphIndex index;
  index.graph_ = &graph;
  index.byName_.reserve(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const std::string& name = graph.nodes[i].name;
    if (name.empty() || !index.byName_.emplace(name, i).second) {
      return fail(ErrorCode::CorruptData,
                  "node " + std::to_string(i) + " (" + graph.nodes[i].op + "): its name " +
                      (name.empty() ? "is empty" : name + " is used twice"));
    }
  }
  return index;
}

std::optional<std::size_t> GraphIndex::find(std::string_view name) const {
  const auto found = byName_.find(name);
  return found == byName_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::vector<std::size_t>> GraphIndex::consumers() const {
  std::vector<std::vector<std::size_t>> all(graph_->nodes.size());
  for (std::size_t i = 0; i < graph_->nodes.size(); ++i) {
    for (const std::string& input : graph_->nodes[i].inputs) {
      const auto from = splitInput(input).control ? std::nullopt : source(input);
      if (from) {
        all[*from].push_back(i);
      }
    }
  }
  return all;
}

std::vector<std::size_t> GraphIndex::useCounts() const {
  std::vector<std::size_t> counts(graph_->nodes.size(), 0);
  for (const Node& node : graph_->nodes) {
    for (const std::string& input : node.inputs) {
      const auto from = splitInput(input).control ? std::nullopt : source(input);
      if (from) {
        ++counts[*from];
      }
    }
  }
  return counts;
}

Result<std::vector<std::size_t>> topologicalOrder(const GraphIndex& index) {
  enum class State : std::uint8_t { New, Open, Done };
  const auto& nodes = index.graph().nodes;
  std::vector<State> states(nodes.size(), State::New);
  std::vector<std::size_t> order;
  order.reserve(nodes.size());
  struct Open {
    std::size_t node;
    std::size_t nextInput;
  };
  std::vector<Open> path;
  for (std::size_t start = 0; start < nodes.size(); ++start) {
    if (states[start] != State::New) {
      continue;
    }
    states[start] = State::Open;
    path.push_back({start, 0});
    while (!path.empty()) {
      Open& open = path.back();
      const Node& node = nodes[open.node];
      if (open.nextInput == node.inputs.size()) {
        states[open.node] = State::Done;
        order.push_back(open.node);
        path.pop_back();
        continue;
      }
      const std::string& input = node.inputs[open.nextInput++];
      const auto from = index.source(input);
      if (!from) {
        return fail(ErrorCode::CorruptData, "node " + node.name + " (" + node.op + "): its input " +
                                                input + " is not there");
      }
      if (states[*from] == State::Open) {
        return fail(ErrorCode::CorruptData,
                    "node " + nodes[*from].name + " (" + nodes[*from].op + ") depends on itself");
      }
      if (states[*from] == State::New) {
        states[*from] = State::Open;
        path.push_back({*from, 0});
      }
    }
  }
  return order;
}

Result<std::vector<bool>> reachableFrom(const GraphIndex& index,
                                        const std::vector<std::string>& outputs,
                                        const std::function<bool(const Node&)>& stopAt) {
  const auto& nodes = index.graph().nodes;
  std::vector<bool> reached(nodes.size(), false);
  std::vector<std::size_t> open;
  for (const std::string& output : outputs) {
    const auto at = index.source(output);
    if (!at) {
      return fail(ErrorCode::CorruptData, "node " + output + " is not in the graph");
    }
    if (!reached[*at]) {
      reached[*at] = true;
      open.push_back(*at);
    }
  }
  while (!open.empty()) {
    const Node& node = nodes[open.back()];
    open.pop_back();
    if (stopAt && stopAt(node)) {
      continue;
    }
    for (const std::string& input : node.inputs) {
      if (splitInput(input).control) {
        continue;
      }
      const auto from = index.source(input);
      if (!from) {
        return fail(ErrorCode::CorruptData, "node " + node.name + " (" + node.op + "): its input " +
                                                input + " is not there");
      }
      if (!reached[*from]) {
        reached[*from] = true;
        open.push_back(*from);
      }
    }
  }
  return reached;
}

void reconnect(Graph& graph, const Reconnections& reconnections) {
  if (reconnections.empty()) {
    return;
  }
  Reconnections ends;
  for (const auto& [from, to] : reconnections) {
    std::vector<const std::string*> passed = {&from};
    const std::string* at = &to;
    const std::string* end = nullptr;
    while (end == nullptr) {
      const auto known = ends.find(*at);
      const auto next = reconnections.find(*at);
      if (known != ends.end()) {
        end = &known->second;
      } else if (next == reconnections.end() || passed.size() > reconnections.size()) {
        end = at;
      } else {
        passed.push_back(at);
        at = &next->second;
      }
    }
    const std::string found = *end;
    for (const std::string* const each : passed) {
      ends.emplace(*each, found);
    }
  }
  for (Node& node : graph.nodes) {
    for (std::string& input : node.inputs) {
      if (const auto end = ends.find(input); end != ends.end()) {
        input = end->second;
      }
    }
  }
}

}  // namespace followspot::model
