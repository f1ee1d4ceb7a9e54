#pragma once

#include <functional>
#include <vector>

#include <QString>

#include "ui/main_window.h"

namespace followspot::ui {

/// A screen: how to get there from a window that has just been opened.
struct Scene {
  QString name;
  QString language;  ///< Empty: English.
  /// Until it is as it should be; false: it did not come about.
  std::function<bool(MainWindow&, const Demo&)> prepare;
};

[[nodiscard]] std::vector<Scene> scenes();

/// Lets the window work until `isSo`; false after 30 s.
bool waitUntil(const std::function<bool()>& isSo);

}  // namespace followspot::ui
