#pragma once

#include <cstddef>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// Takes off the kernel rows and columns that only ever meet padding: where a map is one row high
/// (or one column wide) and the padding is SAME, a 3x3 kernel is its middle row (column). The
/// results are the same numbers with less work.
///
/// It is more than a saving: OpenCV 4.10 computes a 3x3 depthwise convolution wrongly, from memory
/// outside the map, where the map is one row or one column; 1x3, 3x1 and 1x1 are right. Every SSD
/// with a last map of 1x1 is concerned.
/// @param binary  constants, and the network where `text` has no nodes; new kernels are added to
/// it under "<layer>/narrow_kernel", as others may read the old ones.
/// @return how many layers were changed. @errors as `inferShapes`.
[[nodiscard]] Result<std::size_t> narrowKernels(Graph& binary, Graph& text);

}  // namespace followspot::model
