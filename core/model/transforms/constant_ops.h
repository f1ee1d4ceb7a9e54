#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/graph.h"
#include "core/model/tensor.h"

namespace followspot::model {

/// Computes an operation on constants: arithmetic with broadcasting, shapes and their parts, casts.
/// Floats are computed in 32 bits, as TensorFlow does.
///
/// @param budget  bytes of results that may still be made; reduced by the result's.
/// @return  nothing where the operation or a type is not one of those known, the inputs do not fit,
/// or the budget does not reach: the node then simply stays.
/// @source behaviour: tensorflow/core/ops/{math,array}_ops.cc
[[nodiscard]] std::optional<Tensor> evaluate(const Node& node, const std::vector<Tensor>& inputs,
                                             std::int64_t& budget);

/// Shape of two operands broadcast to each other; nothing where they do not fit.
[[nodiscard]] std::optional<Shape> broadcast(const Shape& a, const Shape& b);

/// What a StridedSlice of a list of `size` numbers takes; nothing for forms that shapes never have.
struct ListSlice {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t step = 1;
  bool single = false;  ///< The result is one number, not a list.
};
[[nodiscard]] std::optional<ListSlice> listSliceOf(const Node& node,
                                                   const std::vector<Tensor>& inputs,
                                                   std::int64_t size);

}  // namespace followspot::model
