#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/tensor.h"

namespace followspot::model {

/// Part of a tensor: where it begins and how long it is in one dimension. Length -1: all of it.
struct SliceExtent {
  std::int64_t start = 0;
  std::int64_t length = -1;
  friend bool operator==(const SliceExtent&, const SliceExtent&) = default;
};
using TensorSlice = std::vector<SliceExtent>;

/// Key under which a checkpoint keeps a part of a tensor: "ordered code", in which the order of the
/// bytes is that of (name, extents).
/// @source tensorflow/core/util/saved_tensor_slice_util.cc, core/lib/strings/ordered_code.cc
[[nodiscard]] std::string sliceKey(std::string_view name, const TensorSlice& slice);

/// Reads a TensorSliceProto. @errors CorruptData: numbers that are no slice.
/// @source tensorflow/core/framework/tensor_slice.proto
[[nodiscard]] Result<TensorSlice> parseSlice(std::span<const std::byte> message);

/// The slice with every length given, within `shape`.
/// @errors CorruptData: another rank, or outside of the shape.
[[nodiscard]] Result<TensorSlice> resolveSlice(const TensorSlice& slice, const Shape& shape);

/// Copies a part into its place in the whole; both are dense and row-major.
/// @param slice  resolved, within `shape`; `part` has exactly its elements.
void placeSlice(std::span<const std::byte> part, const TensorSlice& slice, const Shape& shape,
                std::size_t elementBytes, std::span<std::byte> whole);

}  // namespace followspot::model
