#include "core/model/transforms/strip.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

bool handsOn(const Node& node) {
  static const std::set<std::string_view> kOps = {
      "Identity", "StopGradient",           "CheckNumerics",  "Snapshot",
      "NoOp",     "PlaceholderWithDefault", "PreventGradient"};
  return kOps.contains(node.op) && !node.inputs.empty() && !splitInput(node.inputs[0]).control;
}

}  // namespace

Result<Graph> stripUnused(Graph graph, const std::vector<std::string>& outputs,
                          StepReport& report) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const auto needed = reachableFrom(*index, outputs);
  if (!needed) {
    return fail(needed.error());
  }
  Graph kept;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!(*needed)[i]) {
      ++report.touched;
      continue;
    }
    Node& node = graph.nodes[i];
    std::erase_if(node.inputs, [](const auto& input) { return splitInput(input).control; });
    node.device.clear();
    node.attrs.erase("_output_shapes");
    kept.nodes.push_back(std::move(node));
  }
  return kept;
}

Result<Graph> stripIdentity(Graph graph, const std::vector<std::string>& outputs,
                            StepReport& report) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const std::set<std::string_view> kept(outputs.begin(), outputs.end());
  // Where each node that hands on leads, walked with a bound: a cycle of them leads nowhere.
  std::vector<std::string> leads(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    std::size_t at = i;
    for (std::size_t steps = 0; handsOn(graph.nodes[at]); ++steps) {
      const std::string& input = graph.nodes[at].inputs[0];
      const auto from = index->source(input);
      if (!from || *from == i || steps > graph.nodes.size()) {
        return fail(ErrorCode::CorruptData, "node " + graph.nodes[i].name + " (" +
                                                graph.nodes[i].op +
                                                "): its input is not there or depends on itself");
      }
      leads[i] = input;
      at = *from;
      if (splitInput(input).port != 0) {
        break;
      }
      if (at < i && !leads[at].empty()) {
        leads[i] = leads[at];  // walked before
        break;
      }
    }
  }
  for (Node& node : graph.nodes) {
    node.attrs.erase("_class");  // names a node that may be gone now
    for (std::string& input : node.inputs) {
      const auto from = splitInput(input).control ? std::nullopt : index->source(input);
      if (from && !leads[*from].empty()) {
        input = leads[*from];
      }
    }
  }
  Graph result;
  for (Node& node : graph.nodes) {
    if (handsOn(node) && !kept.contains(node.name)) {
      ++report.touched;
    } else {
      result.nodes.push_back(std::move(node));
    }
  }
  return result;
}

Result<Graph> sortTopologically(Graph graph, StepReport& report) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const auto order = topologicalOrder(*index);
  if (!order) {
    return fail(order.error());
  }
  Graph sorted;
  sorted.nodes.reserve(graph.nodes.size());
  for (std::size_t i = 0; i < order->size(); ++i) {
    report.touched += (*order)[i] == i ? 0U : 1U;
    sorted.nodes.push_back(std::move(graph.nodes[(*order)[i]]));
  }
  return sorted;
}

}  // namespace followspot::model
