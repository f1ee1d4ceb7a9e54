#pragma once

#include <QColor>

#include "core/media/track_palette.h"

namespace followspot::ui {

[[nodiscard]] inline QColor qColorOf(Rgb color) { return {color.red, color.green, color.blue}; }

}  // namespace followspot::ui
