#pragma once

#include <QString>

namespace followspot::ui {

/// "0:07.3", "12:05.0", "1:02:03.4": seconds of media time as people read them. Negative counts as
/// 0.
[[nodiscard]] QString timeText(double seconds);

}  // namespace followspot::ui
