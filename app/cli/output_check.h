#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace followspot::cli {

/// Whether no output is an input or another output, whatever their names look like (links,
/// detours).
///
/// @param inputs, outputs  names as the user gave them; empty: not given; "-": standard output.
/// @errors InvalidArgument: names the output.
[[nodiscard]] Result<void> checkOutputs(const std::vector<std::string>& inputs,
                                        const std::vector<std::string>& outputs);

}  // namespace followspot::cli
