#pragma once

#include <QProxyStyle>

namespace followspot::ui {

/// More room beside the texts of a table, so that a right-aligned column does not touch the next.
class TableStyle : public QProxyStyle {
  Q_OBJECT
 public:
  using QProxyStyle::QProxyStyle;
  [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option,
                                const QWidget* widget) const override {
    constexpr int kRoom = 6;
    return metric == PM_FocusFrameHMargin || metric == PM_HeaderMargin
               ? kRoom
               : QProxyStyle::pixelMetric(metric, option, widget);
  }
};

}  // namespace followspot::ui
