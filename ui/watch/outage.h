#pragma once

#include <chrono>

#include <QString>

#include "ui/bridge/session_runner.h"

namespace followspot::ui {

/// Why a live source gives no picture, and since when: "No video 00:12, retry in 4 s" and the
/// reason below it. Empty where all is well, and for files.
/// @param now  of the clock of `SourceLink`.
[[nodiscard]] QString outageText(const SessionSnapshot& snapshot,
                                 std::chrono::steady_clock::time_point now);

}  // namespace followspot::ui
