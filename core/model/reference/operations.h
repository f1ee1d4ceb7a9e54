#pragma once

#include <cstddef>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/reference/array.h"

namespace followspot::model {

using Results = Result<std::vector<Array>>;

/// Of an operation with a single output.
[[nodiscard]] inline Results oneOutput(Array array) {
  std::vector<Array> results;
  results.push_back(std::move(array));
  return results;
}

/// An operation as TensorFlow defines it, and how many inputs it needs at least.
struct ReferenceOperation {
  std::size_t inputs = 0;
  Results (*run)(const Node& node, const ArrayInputs& inputs) = nullptr;
};
using ReferenceOperations = std::map<std::string_view, ReferenceOperation>;

/// Number by number: sums, products, activations, casts.
/// @source tensorflow/core/ops/math_ops.cc
[[nodiscard]] const ReferenceOperations& arithmeticOperations();

/// Layers of a network: convolution, pooling, batch norm, resizing.
/// @source tensorflow/core/ops/nn_ops.cc
[[nodiscard]] const ReferenceOperations& layerOperations();

/// Other shapes of the same numbers: reshape, concat, slice, tile, transpose.
/// @source tensorflow/core/ops/array_ops.cc
[[nodiscard]] const ReferenceOperations& shapeOperations();

}  // namespace followspot::model
