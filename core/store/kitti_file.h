#pragma once

#include <string_view>
#include <vector>

#include "core/analytics/evaluation_setup.h"
#include "core/base/result.h"

namespace followspot {

/// True where the first line looks like KITTI: blanks between columns, a word in the third.
[[nodiscard]] bool looksLikeKitti(std::string_view text);

/// Reads ground truth or a result in the format of KITTI's tracking benchmark:
/// `frame id type truncated occluded alpha left top right bottom ...`, separated by blanks; frames
/// from 0 become frames from 1. Types other than KittiClass's are KittiOther.
/// @errors CorruptData: with the line: too few columns, a cell that is no finite number, a frame
/// that is not in 0 .. 10,000,000, more than 20,000,000 rows.
/// @source readme.txt of the benchmark's development kit.
[[nodiscard]] Result<std::vector<LabelledBox>> parseKitti(std::string_view text);

}  // namespace followspot
