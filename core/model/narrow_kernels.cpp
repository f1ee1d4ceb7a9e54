#include "core/model/narrow_kernels.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/model/graph_validator.h"

namespace followspot::model {
namespace {

/// A stretch of a kernel along one axis.
struct Kept {
  std::int64_t first;
  std::int64_t count;
};

/// Which of `kernel` taps can meet a map that is `size` long. With SAME and a map of one, whatever
/// the stride, one output takes `kernel - 1` of padding, the smaller half of it before.
/// @source tensorflow/core/framework/common_shape_fns.cc, GetWindowedOutputSize
Kept tapsThatMeet(std::int64_t size, std::int64_t kernel) {
  return size == 1 ? Kept{(kernel - 1) / 2, 1} : Kept{0, kernel};
}

template <typename T>
const T* attribute(const Node& node, std::string_view name) {
  const auto found = node.attrs.find(name);
  return found == node.attrs.end() ? nullptr : std::get_if<T>(&found->second);
}

/// Part of a kernel [height, width, in, out or multiplier].
Tensor cut(const Tensor& kernel, Kept rows, Kept columns) {
  const Shape& shape = kernel.shape();
  const auto tap = static_cast<std::size_t>(shape[2] * shape[3]) * elementBytes(kernel.type());
  std::vector<std::byte> bytes;
  bytes.reserve(static_cast<std::size_t>(rows.count * columns.count) * tap);
  for (std::int64_t row = rows.first; row < rows.first + rows.count; ++row) {
    const auto from = static_cast<std::size_t>(row * shape[1] + columns.first) * tap;
    const auto part = kernel.bytes().subspan(from, static_cast<std::size_t>(columns.count) * tap);
    bytes.insert(bytes.end(), part.begin(), part.end());
  }
  return {kernel.type(), {rows.count, columns.count, shape[2], shape[3]}, std::move(bytes)};
}

bool isConvolution(const Node& node) {
  return (node.op == "DepthwiseConv2dNative" || node.op == "Conv2D") && node.inputs.size() >= 2;
}

/// The kernel of a convolution on a map of one row or column, where parts of it meet nothing.
const Tensor* kernelOf(const Node& node, const Graph& binary) {
  const auto* const padding = attribute<std::string>(node, "padding");
  const auto* const dilations = attribute<std::vector<std::int64_t>>(node, "dilations");
  const bool dilated =
      dilations != nullptr && std::ranges::any_of(*dilations, [](auto by) { return by != 1; });
  if (padding == nullptr || *padding != "SAME" || dilated) {
    return nullptr;
  }
  const auto constant = std::ranges::find(binary.nodes, node.inputs[1], &Node::name);
  if (constant == binary.nodes.end() || constant->op != "Const") {
    return nullptr;
  }
  const auto* const kernel = attribute<Tensor>(*constant, "value");
  constexpr std::size_t kRank = 4;
  return kernel != nullptr && kernel->shape().size() == kRank && elementBytes(kernel->type()) > 0
             ? kernel
             : nullptr;
}

}  // namespace

Result<std::size_t> narrowKernels(Graph& binary, Graph& text) {
  const auto shapes = inferShapes(binary, text);
  if (!shapes) {
    return fail(shapes.error());
  }
  struct Change {
    std::string layer;
    Tensor kernel;
  };
  std::vector<Change> changes;
  for (const Node& node : (text.nodes.empty() ? binary : text).nodes) {
    if (!isConvolution(node)) {
      continue;
    }
    const auto map = shapes->find(node.inputs[0]);
    constexpr std::size_t kRank = 4;
    if (map == shapes->end() || map->second.size() != kRank ||
        (map->second[1] != 1 && map->second[2] != 1)) {
      continue;
    }
    const Tensor* const kernel = kernelOf(node, binary);
    if (kernel == nullptr) {
      continue;
    }
    const Kept rows = tapsThatMeet(map->second[1], kernel->shape()[0]);
    const Kept columns = tapsThatMeet(map->second[2], kernel->shape()[1]);
    if (rows.count < kernel->shape()[0] || columns.count < kernel->shape()[1]) {
      changes.push_back({node.name, cut(*kernel, rows, columns)});
    }
  }
  for (Change& change : changes) {
    const std::string name = change.layer + "/narrow_kernel";
    for (Graph* const graph : {&binary, &text}) {
      const auto layer = std::ranges::find(graph->nodes, change.layer, &Node::name);
      if (layer != graph->nodes.end()) {
        layer->inputs[1] = name;
      }
    }
    Node constant{name, "Const", "", {}, {}};
    constant.attrs["dtype"] = change.kernel.type();
    constant.attrs["value"] = std::move(change.kernel);
    // Before all that reads it.
    binary.nodes.insert(binary.nodes.begin(), std::move(constant));
  }
  return changes.size();
}

}  // namespace followspot::model
