#include "ui/video/track_color.h"

#include <array>

namespace followspot::ui {

QColor colorOf(TrackId id) {
  static constexpr std::array<QRgb, 7> kOkabeIto = {0xffe69f00, 0xff56b4e9, 0xff009e73, 0xfff0e442,
                                                    0xffd55e00, 0xffcc79a7, 0xff0072b2};
  return QColor::fromRgb(kOkabeIto[(numberOf(id) + 6) % kOkabeIto.size()]);
}

QColor inkOn(const QColor& background) {
  // Rec. 709 luma on gamma-coded values is close enough to choose between black and white.
  const double luma =
      0.2126 * background.redF() + 0.7152 * background.greenF() + 0.0722 * background.blueF();
  return luma > 0.45 ? QColor(Qt::black) : QColor(Qt::white);
}

}  // namespace followspot::ui
