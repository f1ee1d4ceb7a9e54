#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "tests/tracking/mot_sets.h"

namespace followspot::protocol {

/// The development sets of tests/tracking, and what belongs to the protocol only.
///
/// @param data   folder with the folder "mot".
/// @param vtest  `detect --csv` of vtest.avi at a low --score; empty: that set is left out.
[[nodiscard]] Result<std::vector<mot::Dataset>> loadSets(const std::filesystem::path& data,
                                                         const std::filesystem::path& vtest);

/// The sequences that constants are chosen on; all others only report.
[[nodiscard]] bool isForTuning(const std::string& sequence);

}  // namespace followspot::protocol
