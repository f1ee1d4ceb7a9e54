#include "core/model/reference/reference_executor.h"

#include <unordered_map>
#include <utility>

#include "core/model/reference/operations.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

const ReferenceOperation* operationOf(std::string_view name) {
  for (const auto* const table :
       {&arithmeticOperations(), &layerOperations(), &shapeOperations()}) {
    if (const auto found = table->find(name); found != table->end()) {
      return &found->second;
    }
  }
  return nullptr;
}

Result<std::vector<Array>> compute(const Node& node, const ArrayInputs& inputs) {
  const ReferenceOperation* const operation = operationOf(node.op);
  if (operation == nullptr) {
    return refuseNode(node, "the operation is not known");
  }
  if (inputs.size() < operation->inputs) {
    return refuseNode(node, "too few inputs");
  }
  return operation->run(node, inputs);
}

void roundToSingle(std::vector<Array>& arrays) {
  for (Array& array : arrays) {
    for (double& value : array.values) {
      value = static_cast<double>(static_cast<float>(value));
    }
  }
}

}  // namespace

ReferenceExecutor::ReferenceExecutor(const Graph& graph, Precision precision)
    : precision_(precision) {
  for (const Node& node : graph.nodes) {
    nodes_[node.name] = &node;
  }
}

void ReferenceExecutor::feed(const std::string& node, Array value) {
  fed_[node] = std::move(value);
}

Result<std::vector<const Node*>> ReferenceExecutor::orderFor(
    const std::vector<std::string>& outputs) const {
  enum class Mark { Open, Done };
  std::unordered_map<std::string_view, Mark> marks;
  std::vector<const Node*> order;
  std::vector<std::string_view> stack;
  stack.reserve(outputs.size());
  for (const std::string& output : outputs) {
    stack.push_back(splitInput(output).node);
  }
  while (!stack.empty()) {
    const std::string_view name = stack.back();
    const auto found = nodes_.find(name);
    if (found == nodes_.end()) {
      return fail(ErrorCode::NotFound, "reference executor: no node " + std::string(name));
    }
    const auto mark = marks.find(name);
    if (mark != marks.end()) {
      stack.pop_back();
      if (mark->second == Mark::Open) {
        mark->second = Mark::Done;
        order.push_back(found->second);
      }
      continue;
    }
    marks[name] = Mark::Open;
    if (fed_.contains(name)) {
      continue;
    }
    for (const std::string& input : found->second->inputs) {
      const InputName from = splitInput(input);
      const auto known = marks.find(from.node);
      if (from.control || (known != marks.end() && known->second == Mark::Done)) {
        continue;
      }
      if (known != marks.end()) {
        // Open: below on the stack (a sibling that waits has no mark yet), so it waits for itself.
        return fail(ErrorCode::CorruptData,
                    "node " + std::string(from.node) + " depends on itself");
      }
      stack.push_back(from.node);
    }
  }
  return order;
}

Result<std::vector<Array>> ReferenceExecutor::run(const std::vector<std::string>& outputs,
                                                  const std::stop_token& stop) {
  const auto order = orderFor(outputs);
  if (!order) {
    return fail(order.error());
  }
  std::unordered_map<std::string_view, std::size_t> uses;
  for (const Node* const node : *order) {
    for (const std::string& input : node->inputs) {
      ++uses[splitInput(input).node];
    }
  }
  for (const std::string& output : outputs) {
    ++uses[splitInput(output).node];  // never falls to nothing
  }
  std::unordered_map<std::string_view, std::vector<Array>> known;
  const auto valueOf = [&known](std::string_view name) -> const Array* {
    const InputName input = splitInput(name);
    const auto found = known.find(input.node);
    const auto port = static_cast<std::size_t>(input.port);
    return found == known.end() || port >= found->second.size() ? nullptr : &found->second[port];
  };
  for (const Node* const node : *order) {
    if (stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "stopped");
    }
    if (const auto fed = fed_.find(node->name); fed != fed_.end()) {
      known[node->name] = {fed->second};
      continue;
    }
    ArrayInputs inputs;
    for (const std::string& input : node->inputs) {
      if (splitInput(input).control) {
        continue;
      }
      const Array* const value = valueOf(input);
      if (value == nullptr) {
        return refuseNode(*node, "its input " + input + " is not there");
      }
      inputs.push_back(value);
    }
    auto computed = compute(*node, inputs);
    if (!computed) {
      return fail(computed.error());
    }
    if (precision_ == Precision::Single) {
      roundToSingle(*computed);
    }
    known[node->name] = std::move(*computed);
    for (const std::string& input : node->inputs) {
      const std::string_view from = splitInput(input).node;
      if (--uses[from] == 0) {
        known.erase(from);
      }
    }
  }
  std::vector<Array> results;
  for (const std::string& output : outputs) {
    const Array* const value = valueOf(output);
    if (value == nullptr) {
      return fail(ErrorCode::NotFound, "reference executor: no output " + output);
    }
    results.push_back(*value);
  }
  return results;
}

Result<Array> ReferenceExecutor::run(const std::string& output) {
  auto values = run(std::vector{output});
  if (!values) {
    return fail(values.error());
  }
  return std::move(values->front());
}

}  // namespace followspot::model
