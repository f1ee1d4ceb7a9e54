#include "ui/theme/theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>

namespace followspot::ui {
namespace {

struct Colors {
  QRgb window, base, alternate, button, text, dimmed, accent, accentText, tooltip, link;
  QRgb light, midlight, mid, dark, shadow;
};

QPalette paletteOf(const Colors& colors) {
  QPalette palette;
  const auto set = [&](QPalette::ColorRole role, QRgb color) { palette.setColor(role, color); };
  set(QPalette::Window, colors.window);
  set(QPalette::WindowText, colors.text);
  set(QPalette::Base, colors.base);
  set(QPalette::AlternateBase, colors.alternate);
  set(QPalette::Text, colors.text);
  set(QPalette::PlaceholderText, colors.dimmed);
  set(QPalette::Button, colors.button);
  set(QPalette::ButtonText, colors.text);
  set(QPalette::BrightText, 0xffffffff);
  set(QPalette::ToolTipBase, colors.tooltip);
  set(QPalette::ToolTipText, colors.text);
  set(QPalette::Highlight, colors.accent);
  set(QPalette::HighlightedText, colors.accentText);
  set(QPalette::Link, colors.link);
  set(QPalette::LinkVisited, colors.link);
  set(QPalette::Light, colors.light);
  set(QPalette::Midlight, colors.midlight);
  set(QPalette::Mid, colors.mid);
  set(QPalette::Dark, colors.dark);
  set(QPalette::Shadow, colors.shadow);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, colors.dimmed);
  }
  palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.mid);
  palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colors.dimmed);
  return palette;
}

}  // namespace

QPalette lightPalette() {
  return paletteOf({.window = 0xfff3f4f6,
                    .base = 0xffffffff,
                    .alternate = 0xfff7f8fa,
                    .button = 0xfff9fafb,
                    .text = 0xff1b1f24,
                    .dimmed = 0xff6b7280,
                    .accent = 0xff0a63a8,
                    .accentText = 0xffffffff,
                    .tooltip = 0xfffffbe8,
                    .link = 0xff0a63a8,
                    .light = 0xffffffff,
                    .midlight = 0xffeceef1,
                    .mid = 0xffc3c8cf,
                    .dark = 0xffa0a6ae,
                    .shadow = 0xff5c636b});
}

QPalette darkPalette() {
  return paletteOf({.window = 0xff22262b,
                    .base = 0xff1a1d21,
                    .alternate = 0xff1f2328,
                    .button = 0xff2d3238,
                    .text = 0xffe6e9ed,
                    .dimmed = 0xff8f98a3,
                    .accent = 0xff2f7fc1,
                    .accentText = 0xffffffff,
                    .tooltip = 0xff343a41,
                    .link = 0xff6db3ea,
                    .light = 0xff3c434b,
                    .midlight = 0xff333940,
                    .mid = 0xff15181b,
                    .dark = 0xff111316,
                    .shadow = 0xff000000});
}

ThemeSwitch::ThemeSwitch()
    : systemIsDark_(QApplication::palette().color(QPalette::WindowText).lightness() >
                    QApplication::palette().color(QPalette::Window).lightness()) {}

void ThemeSwitch::apply(Theme theme) {
  current_ = theme;
  const bool dark = theme == Theme::Dark || (theme == Theme::System && systemIsDark_);
  if (QApplication::style()->objectName() != QLatin1String("fusion")) {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  }
  QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

bool ThemeSwitch::isDark() const {
  return current_ == Theme::Dark || (current_ == Theme::System && systemIsDark_);
}

}  // namespace followspot::ui
