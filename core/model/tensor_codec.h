#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/tensor.h"
#include "core/model/wire_format.h"

namespace followspot::model {

/// What reading one file may cost; used up as it is read, so that a small file cannot ask for much.
struct ParseBudget {
  std::size_t expandedBytes = std::size_t{256} << 20;  ///< For numbers that the file abbreviates.
  std::size_t entries = 4'000'000;  ///< Nodes, inputs, attributes and list items.
};

/// Most dimensions of a tensor.
inline constexpr std::size_t kMaxRank = 16;

/// Reads a TensorProto; every way of giving the numbers comes out dense.
///
/// `tensor_content` is shared with `owner` (copied where misaligned). `*_val` fields are expanded
/// as TensorFlow does: the last number fills the rest, none at all is zeros.
/// @param owner  keeps `message` alive; null: the caller does, longer than the tensor.
/// @errors CorruptData, without the tensor's name.
/// @source tensorflow/core/framework/tensor.proto
[[nodiscard]] Result<Tensor> parseTensor(std::span<const std::byte> message,
                                         const std::shared_ptr<const void>& owner,
                                         ParseBudget& budget);

/// A TensorProto that points to the tensor's bytes. 32-bit integers in short tensors are written as
/// `int_val` (OpenCV reads axes only from there), all else as `tensor_content`.
[[nodiscard]] WireMessage encodeTensor(const Tensor& tensor);

/// TensorShapeProto. @errors CorruptData: a size below -1, or more than `kMaxRank` of them.
[[nodiscard]] Result<PartialShape> parseShape(std::span<const std::byte> message);
[[nodiscard]] WireMessage encodeShape(const PartialShape& shape);

/// A DataType number of a file; reference types (Type + 100) are taken as the type.
[[nodiscard]] DataType dataTypeFromNumber(std::uint64_t number);

}  // namespace followspot::model
