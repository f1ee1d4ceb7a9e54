#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/model/transforms/fold.h"
#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/value_inference.h"

namespace followspot::model {
namespace {

/// The one number of a constant input.
std::optional<float> numberOf(const GraphIndex& index, std::string_view input) {
  const auto from = index.source(input);
  const Tensor* const value = from ? constantOf(index.graph().nodes[*from]) : nullptr;
  return value != nullptr && value->type() == DataType::Float && value->elementCount() == 1
             ? std::optional(value->floats()[0])
             : std::nullopt;
}

/// The other operand of a two-sided operation with the number `value`.
std::optional<std::string> besides(const GraphIndex& index, const Node& node, float value) {
  if (node.inputs.size() != 2) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < 2; ++i) {
    if (numberOf(index, node.inputs[i]) == value) {
      return node.inputs[1 - i];
    }
  }
  return std::nullopt;
}

/// min(max(x, 0), 6), in either order, or min(relu(x), 6).
std::optional<std::string> clippedAtSix(const GraphIndex& index, const Node& node) {
  constexpr float kSix = 6;
  const auto& nodes = index.graph().nodes;
  const bool lowLast = node.op == "Maximum";
  if (node.op != "Minimum" && !lowLast) {
    return std::nullopt;
  }
  const auto inner = besides(index, node, lowLast ? 0 : kSix);
  const auto from = inner ? index.source(*inner) : std::nullopt;
  if (!from) {
    return std::nullopt;
  }
  const Node& before = nodes[*from];
  if (!lowLast && before.op == "Relu" && before.inputs.size() == 1) {
    return before.inputs[0];
  }
  return before.op == (lowLast ? "Minimum" : "Maximum") ? besides(index, before, lowLast ? kSix : 0)
                                                        : std::nullopt;
}

/// What a Reshape enlarges by repeating rows and columns; its name and the new size.
struct Enlarging {
  std::string picture;
  std::int32_t height = 0;
  std::int32_t width = 0;
};

/// x in `Reshape(Reshape(x, [b, h, 1, w, 1, c]) * ones)`.
std::optional<std::string> repeatedByOnes(const GraphIndex& index, const Node& node) {
  const auto& nodes = index.graph().nodes;
  for (std::size_t i = 0; node.op == "Mul" && node.inputs.size() == 2 && i < 2; ++i) {
    const auto ones = index.source(node.inputs[i]);
    const auto spread = index.source(node.inputs[1 - i]);
    const Tensor* const value = ones ? constantOf(nodes[*ones]) : nullptr;
    if (value == nullptr || value->type() != DataType::Float || value->shape().size() != 6 ||
        std::ranges::any_of(value->floats(), [](float one) { return one != 1; }) || !spread ||
        nodes[*spread].op != "Reshape" || nodes[*spread].inputs.empty()) {
      continue;
    }
    return nodes[*spread].inputs[0];
  }
  return std::nullopt;
}

/// x in `Pack(y, y, ..., axis 2)` of `y = Pack(x, x, ..., axis 3)`.
std::optional<std::string> repeatedByStacking(const GraphIndex& index, const Node& node) {
  const auto stacked = [&](const Node& pack, std::int64_t axis) -> std::optional<std::string> {
    const auto* const at = attribute<std::int64_t>(pack, "axis");
    if (pack.op != "Pack" || at == nullptr || *at != axis || pack.inputs.empty() ||
        std::ranges::any_of(pack.inputs,
                            [&](const auto& input) { return input != pack.inputs[0]; })) {
      return std::nullopt;
    }
    return pack.inputs[0];
  };
  const auto columns = stacked(node, 2);
  const auto inner = columns ? index.source(*columns) : std::nullopt;
  return inner ? stacked(index.graph().nodes[*inner], 3) : std::nullopt;
}

std::optional<Enlarging> enlargingOf(const GraphIndex& index, const KnownValues& known,
                                     const Node& node) {
  if (node.op != "Reshape" || node.inputs.size() != 2) {
    return std::nullopt;
  }
  const auto& nodes = index.graph().nodes;
  const auto to = index.source(node.inputs[1]);
  const auto from = index.source(node.inputs[0]);
  if (!to || !from || !known.constants[*to] || known.constants[*to]->type() != DataType::Int32 ||
      known.constants[*to]->elementCount() != 4) {
    return std::nullopt;
  }
  auto picture = repeatedByOnes(index, nodes[*from]);
  if (!picture) {
    picture = repeatedByStacking(index, nodes[*from]);
  }
  const auto source = picture ? index.source(*picture) : std::nullopt;
  if (!source || !known.shapes[*source] || known.shapes[*source]->size() != 4) {
    return std::nullopt;
  }
  const Shape& small = *known.shapes[*source];
  // The first size may be another batch: that of training.
  const auto sizes = known.constants[*to]->ints();
  const bool whole = sizes[1] > 0 && sizes[2] > 0 && small[1] > 0 && small[2] > 0 &&
                     sizes[1] % small[1] == 0 && sizes[2] % small[2] == 0;
  if (!whole || sizes[3] != small[3]) {
    return std::nullopt;
  }
  return Enlarging{*picture, sizes[1], sizes[2]};
}

/// Replaces every enlarging whose picture's size is known; how many.
Result<std::size_t> fuseEnlarging(Graph& graph) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const auto order = topologicalOrder(*index);
  if (!order) {
    return fail(order.error());
  }
  const KnownValues known = inferValues(*index, *order);
  std::vector<Node> added;
  std::size_t fused = 0;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto enlarging = enlargingOf(*index, known, graph.nodes[i]);
    if (!enlarging) {
      continue;
    }
    Node& node = graph.nodes[i];
    const std::string size = node.name + "/size";
    const std::array sizes = {enlarging->height, enlarging->width};
    added.push_back(makeConst(size, Tensor::ofInts({2}, sizes)));
    node.op = "ResizeNearestNeighbor";
    node.inputs = {enlarging->picture, size};
    node.attrs.clear();
    node.attrs["align_corners"] = false;
    node.attrs["half_pixel_centers"] = false;
    node.attrs["T"] = DataType::Float;
    ++fused;
  }
  for (Node& node : added) {
    graph.nodes.push_back(std::move(node));
  }
  return fused;
}

}  // namespace

Result<Graph> fusePatterns(Graph graph, StepReport& report) {
  {
    const auto index = GraphIndex::build(graph);
    if (!index) {
      return fail(index.error());
    }
    for (Node& node : graph.nodes) {
      if (auto input = clippedAtSix(*index, node)) {
        node.op = "Relu6";
        node.inputs = {std::move(*input)};
        ++report.touched;
      }
    }
  }
  // One enlarging makes the size of the next one known, down the pyramid.
  constexpr int kMaxLevels = 16;
  for (int level = 0; level < kMaxLevels; ++level) {
    const auto fused = fuseEnlarging(graph);
    if (!fused) {
      return fail(fused.error());
    }
    if (*fused == 0) {
      break;
    }
    report.touched += *fused;
  }
  return graph;
}

}  // namespace followspot::model
