#include "core/model/model_summary.h"

#include <algorithm>
#include <utility>

#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/text_graph.h"

namespace followspot::model {

Result<ModelSummary> summarize(const ModelPackage& package) {
  auto binary = parseGraph(package.graph, nullptr);
  if (!binary) {
    return fail(binary.error());
  }
  Graph text;
  if (!package.textGraph.empty()) {
    auto parsed = parseTextGraph(package.textGraph);
    if (!parsed) {
      return fail(parsed.error());
    }
    text = std::move(*parsed);
  }
  return summarize(*binary, text);
}

Result<ModelSummary> summarize(const Graph& binary, const Graph& text) {
  const Graph& network = text.nodes.empty() ? binary : text;
  const auto shapes = inferShapes(binary, text);
  if (!shapes) {
    return fail(shapes.error());
  }
  std::map<std::string, const Tensor*, std::less<>> constants;
  for (const Node& node : binary.nodes) {
    const auto value = node.attrs.find("value");
    if (node.op == "Const" && value != node.attrs.end()) {
      constants[node.name] = std::get_if<Tensor>(&value->second);
    }
    if (node.op == "Dequantize") {
      constants[node.name] = constants[node.inputs.front()];  // before it, as was checked
    }
  }
  ModelSummary summary;
  for (const Node& node : network.nodes) {
    if (node.op == "Const" || node.op == "Dequantize") {
      continue;
    }
    ++summary.ops[node.op];
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
      const auto constant = constants.find(node.inputs[i]);
      if (constant == constants.end() || constant->second == nullptr ||
          constant->second->type() == DataType::Int32 || node.op == "ConcatV2") {
        continue;
      }
      LayerCost cost{node.name, node.op, 0, constant->second->elementCount()};
      const Shape& out = shapes->at(node.name);
      if ((node.op == "Conv2D" || node.op == "DepthwiseConv2dNative") && out.size() == 4) {
        cost.macs = cost.parameters * out[1] * out[2];
      }
      summary.macs += cost.macs;
      summary.parameters += cost.parameters;
      summary.layers.push_back(std::move(cost));
    }
  }
  std::ranges::stable_sort(summary.layers, std::greater<>(), &LayerCost::macs);
  return summary;
}

}  // namespace followspot::model
