#include "core/model/shrink/single_file.h"

#include <utility>

namespace followspot::model {

Graph mergeGraphs(Graph binary, Graph text) {
  if (text.nodes.empty()) {
    return binary;
  }
  Graph merged;
  for (Node& node : binary.nodes) {
    // Quantised constants: OpenCV wants a Dequantize behind the three that it reads, as they are.
    if (node.op == "Const" || node.op == "Dequantize") {
      merged.nodes.push_back(std::move(node));
    }
  }
  for (Node& node : text.nodes) {
    merged.nodes.push_back(std::move(node));
  }
  return merged;
}

}  // namespace followspot::model
