#pragma once

#include <QIcon>
#include <QString>

namespace followspot::ui {

/// One of our line icons (`resources/icons/<name>.svg`) in the palette's text colour, sharp at
/// every size and right in both themes.
/// @threading GUI thread.
[[nodiscard]] QIcon icon(const QString& name);

/// The program's own icon, in its own colours.
[[nodiscard]] QIcon applicationIcon();

}  // namespace followspot::ui
