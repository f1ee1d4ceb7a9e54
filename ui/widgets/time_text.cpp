#include "ui/widgets/time_text.h"

#include <algorithm>
#include <cmath>

namespace followspot::ui {

QString timeText(double seconds) {
  // Cut off, not rounded: a picture before a full second never shows the next one.
  const auto tenths = static_cast<qint64>(std::floor(std::clamp(seconds, 0.0, 1e9) * 10.0 + 1e-6));
  const qint64 whole = tenths / 10;
  const QString rest =
      QStringLiteral("%1.%2").arg(whole % 60, 2, 10, QLatin1Char('0')).arg(tenths % 10);
  if (whole < 3600) {
    return QStringLiteral("%1:%2").arg(whole / 60).arg(rest);
  }
  return QStringLiteral("%1:%2:%3")
      .arg(whole / 3600)
      .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
      .arg(rest);
}

}  // namespace followspot::ui
