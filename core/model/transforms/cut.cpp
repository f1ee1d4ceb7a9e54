#include "core/model/transforms/cut.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/strip.h"

namespace followspot::model {
namespace {

bool isConvolution(const Node& node) {
  return node.op == "Conv2D" || node.op == "DepthwiseConv2dNative";
}

/// For each node, whether a convolution lies before it.
std::vector<bool> behindConvolutions(const GraphIndex& index) {
  const auto& nodes = index.graph().nodes;
  const auto consumers = index.consumers();
  std::vector<bool> behind(nodes.size(), false);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (isConvolution(nodes[i])) {
      open.push_back(i);
    }
  }
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const std::size_t user : consumers[at]) {
      if (!behind[user]) {
        behind[user] = true;
        open.push_back(user);
      }
    }
  }
  return behind;
}

/// Past what belongs to the network before its first convolution: padding and hand-overs.
std::string pictureOf(const GraphIndex& index, std::string input) {
  const auto& nodes = index.graph().nodes;
  constexpr int kMaxSteps = 16;
  for (int step = 0; step < kMaxSteps; ++step) {
    const auto from = index.source(input);
    if (!from) {
      break;
    }
    const Node& node = nodes[*from];
    const bool passes = node.op == "Identity" || node.op == "Pad" || node.op == "MirrorPad";
    if (!passes || node.inputs.empty() || splitInput(node.inputs[0]).control) {
      break;
    }
    input = node.inputs[0];
  }
  return input;
}

}  // namespace

Result<PictureInput> findPicture(const GraphIndex& index, const std::vector<std::string>& outputs) {
  const auto needed = reachableFrom(index, outputs);
  if (!needed) {
    return fail(needed.error());
  }
  const auto behind = behindConvolutions(index);
  const auto& nodes = index.graph().nodes;
  PictureInput found;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    if (!(*needed)[i] || behind[i] || !isConvolution(node) || node.inputs.empty()) {
      continue;
    }
    std::string seen = pictureOf(index, node.inputs[0]);
    if (!found.convolution.empty() && seen != found.picture) {
      return fail(ErrorCode::Unsupported, "convolutions " + found.convolution + " and " +
                                              node.name + " see different pictures (" +
                                              found.picture + ", " + seen +
                                              "); only networks with one input can be prepared.");
    }
    found = {std::move(seen), node.name};
  }
  if (found.convolution.empty()) {
    return fail(ErrorCode::Unsupported,
                "no convolution leads to " + outputs.front() + ": this is no image network.");
  }
  return found;
}

Result<Graph> cutNetwork(Graph graph, const CutOptions& options, StepReport& report) {
  for (Node& node : graph.nodes) {
    for (std::string& input : node.inputs) {
      if (input.ends_with(":0")) {
        input.resize(input.size() - 2);  // the same output in another spelling
      }
    }
  }
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  auto found = findPicture(*index, options.outputs);
  if (!found) {
    return fail(found.error());
  }
  const auto& [picture, firstConvolution] = *found;
  if (index->find(options.placeholder) && splitInput(picture).node != options.placeholder) {
    return fail(ErrorCode::Unsupported,
                "node " + options.placeholder + " is there and is not the network's input.");
  }
  const bool replaces = splitInput(picture).node == options.placeholder;
  for (Node& node : graph.nodes) {
    std::ranges::replace(node.inputs, picture, options.placeholder);
  }
  std::erase_if(graph.nodes,
                [&](const Node& node) { return replaces && node.name == options.placeholder; });
  Node placeholder = makeNode(options.placeholder, "Placeholder", {});
  placeholder.attrs["dtype"] = DataType::Float;
  placeholder.attrs["shape"] =
      PartialShape{false, {1, options.inputSize.height, options.inputSize.width, options.channels}};
  graph.nodes.insert(graph.nodes.begin(), std::move(placeholder));
  auto cut = stripUnused(std::move(graph), options.outputs, report);
  if (cut) {
    report.notes.push_back("the picture that " + firstConvolution + " sees (" + picture +
                           ") is the input");
  }
  return cut;
}

}  // namespace followspot::model
