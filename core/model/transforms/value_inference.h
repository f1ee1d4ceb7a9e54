#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/tensor.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {

/// What is known of each node's first output without a picture, by position in the graph.
struct KnownValues {
  std::vector<std::optional<Shape>> shapes;      ///< All sizes known.
  std::vector<std::optional<Tensor>> constants;  ///< Const, or computable from constants.
};

/// Goes through a graph once, inputs first, and works out shapes and constants; what is not known
/// stays open. Shapes of tensors that depend on the picture follow from the placeholder's.
/// @param order  of `topologicalOrder`.
[[nodiscard]] KnownValues inferValues(const GraphIndex& index,
                                      const std::vector<std::size_t>& order);

/// Multiply-accumulates of a convolution for one picture; 0 where its shapes are not known.
[[nodiscard]] std::int64_t macsOf(const Node& node, const Shape& kernel, const Shape& output);

}  // namespace followspot::model
