#pragma once

#include <QString>

namespace followspot::ui {

/// A location as people may see it: credentials removed from addresses.
[[nodiscard]] QString shownLocation(const QString& location);
/// The last part of a file's path; all of an address, without credentials.
[[nodiscard]] QString shortName(const QString& location);
/// Whether it goes on by itself: a camera or an address, not a file.
[[nodiscard]] bool isLiveLocation(const QString& location);

}  // namespace followspot::ui
