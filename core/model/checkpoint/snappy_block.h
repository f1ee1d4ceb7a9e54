#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace followspot::model {

/// Expands a block in Snappy's raw format.
///
/// What the block says about its size is believed only as far as its own bytes could make it true
/// (a copy of 3 bytes gives 64), so that a small file cannot ask for much memory.
/// @errors CorruptData.
/// @source google/snappy: format_description.txt
[[nodiscard]] Result<std::vector<std::byte>> expandSnappy(std::span<const std::byte> block);

}  // namespace followspot::model
