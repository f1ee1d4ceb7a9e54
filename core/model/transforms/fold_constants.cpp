#include "core/model/transforms/fold.h"
#include "core/model/transforms/value_inference.h"

namespace followspot::model {

Result<Graph> foldConstants(Graph graph, StepReport& report) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const auto order = topologicalOrder(*index);
  if (!order) {
    return fail(order.error());
  }
  KnownValues known = inferValues(*index, *order);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    Node& node = graph.nodes[i];
    if (known.constants[i] && node.op != "Const") {
      Node folded = makeConst(node.name, std::move(*known.constants[i]));
      node.op = std::move(folded.op);
      node.inputs.clear();
      node.attrs = std::move(folded.attrs);
      ++report.touched;
    }
  }
  return graph;
}

}  // namespace followspot::model
