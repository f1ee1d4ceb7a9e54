#include "core/model/package_check.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/opencv_graph.h"
#include "core/model/text_graph.h"

namespace followspot::model {
namespace {

const Node* nodeNamed(const Graph& graph, const std::string& name) {
  const auto found = std::ranges::find(graph.nodes, name, &Node::name);
  return found == graph.nodes.end() ? nullptr : &*found;
}

/// OpenCV would take a picture of any size; boxes and anchors would no longer fit each other.
Result<void> checkInput(const Graph& network, const ModelManifest& manifest) {
  const Node* const input = nodeNamed(network, manifest.inputName);
  if (input == nullptr || input->op != "Placeholder") {
    return fail(ErrorCode::CorruptData, "model.json: the network has no input \"" +
                                            manifest.inputName + "\". Make the package again.");
  }
  // That it is there and has four sizes, the validator has seen.
  const Shape& shape = std::get<PartialShape>(input->attrs.find("shape")->second).dims;
  if (shape != Shape{1, manifest.inputSize.height, manifest.inputSize.width, 3}) {
    return fail(ErrorCode::CorruptData, "model.json: the input is said to be " +
                                            std::to_string(manifest.inputSize.width) + "x" +
                                            std::to_string(manifest.inputSize.height) +
                                            " in three colours, but the network's is " +
                                            describe(shape) + ". Make the package again.");
  }
  return {};
}

Result<void> checkOutputs(const Graph& network, const ModelManifest& manifest) {
  for (const std::string& name :
       {manifest.boxEncodings, manifest.classScores, manifest.detectionOutput}) {
    if (!name.empty() && nodeNamed(network, name) == nullptr) {
      return fail(ErrorCode::CorruptData, "model.json: the network has no output \"" + name +
                                              "\". Make the package again.");
    }
  }
  return {};
}

}  // namespace

Result<CheckedGraphs> checkGraphs(const ModelPackage& package) {
  // The parsed graph shares the bytes, which outlive it here.
  auto binary = parseGraph(package.graph, nullptr);
  if (!binary) {
    return fail(binary.error().withContext("model.pb"));
  }
  CheckedGraphs graphs{std::move(*binary), {}};
  if (!package.textGraph.empty()) {
    auto text = parseTextGraph(package.textGraph);
    if (!text) {
      return fail(text.error().withContext("model.pbtxt"));
    }
    graphs.text = std::move(*text);
  }
  if (auto valid = validateForOpenCv(graphs.binary, graphs.text); !valid) {
    return fail(valid.error());
  }
  return graphs;
}

Result<void> takeFromGraphs(const CheckedGraphs& graphs, ModelPackage& package) {
  const Graph& network = graphs.text.nodes.empty() ? graphs.binary : graphs.text;
  if (auto fits = checkInput(network, package.manifest); !fits) {
    return fits;
  }
  if (auto fits = checkOutputs(network, package.manifest); !fits) {
    return fits;
  }
  const Node* const anchors = nodeNamed(graphs.binary, kAnchorsNode);
  if (anchors != nullptr && anchors->op == "Const") {
    const auto value = anchors->attrs.find("value");
    const auto* const tensor =
        value == anchors->attrs.end() ? nullptr : std::get_if<Tensor>(&value->second);
    if (tensor == nullptr || tensor->type() != DataType::Float || tensor->shape().size() != 2 ||
        tensor->shape()[1] != 4) {
      return fail(ErrorCode::CorruptData,
                  "model.pb: node anchors is not float [A, 4]. Make the package again.");
    }
    const std::span<const float> values = tensor->floats();
    for (std::size_t i = 0; i + 3 < values.size(); i += 4) {
      package.anchors.push_back({values[i], values[i + 1], values[i + 2], values[i + 3]});
    }
  }
  const auto lines = static_cast<int>(package.labels.size());
  if (lines != package.manifest.classCount) {
    return fail(ErrorCode::InvalidArgument,
                "labels.txt: has " + std::to_string(lines) + " lines, the model tells " +
                    std::to_string(package.manifest.classCount) + " classes" +
                    (package.manifest.hasBackground ? " (background included)" : "") +
                    ". Give the label file that belongs to the model.");
  }
  return {};
}

}  // namespace followspot::model
