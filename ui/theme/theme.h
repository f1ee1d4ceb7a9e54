#pragma once

#include <QPalette>

namespace followspot::ui {

enum class Theme { System, Light, Dark };

[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();

/// Puts the Fusion style with one of our palettes on the application. `System` follows what the
/// desktop's own palette was when the program started.
/// @threading GUI thread.
class ThemeSwitch {
 public:
  /// Remembers the desktop's palette: construct after the application, before the first `apply`.
  ThemeSwitch();
  void apply(Theme theme);
  [[nodiscard]] Theme current() const { return current_; }
  /// Whether light text stands on a dark ground now.
  [[nodiscard]] bool isDark() const;

 private:
  bool systemIsDark_;
  Theme current_ = Theme::System;
};

}  // namespace followspot::ui
