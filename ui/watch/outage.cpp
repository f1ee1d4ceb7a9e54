#include "ui/watch/outage.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

namespace followspot::ui {
namespace {

QString translated(const char* text) { return QCoreApplication::translate("Outage", text); }

QString minutesAndSeconds(std::chrono::steady_clock::duration time) {
  const qint64 seconds =
      std::max<qint64>(0, std::chrono::duration_cast<std::chrono::seconds>(time).count());
  return QStringLiteral("%1:%2")
      .arg(seconds / 60, 2, 10, QLatin1Char('0'))
      .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

/// Silence that is longer than a source's own pace.
std::chrono::duration<double> patience(const SourceInfo& source) {
  constexpr double kShortest = 2;
  constexpr double kPictures = 3;
  return std::chrono::duration<double>(
      source.frameRate > 0 ? std::max(kShortest, kPictures / source.frameRate) : kShortest);
}

}  // namespace

QString outageText(const SessionSnapshot& snapshot, std::chrono::steady_clock::time_point now) {
  if (!snapshot.active || !snapshot.source || !snapshot.source->live ||
      snapshot.state != SessionState::Running) {
    return {};
  }
  const SourceLink& link = snapshot.stats.link;
  if (link.lastPicture == SourceLink::Clock::time_point()) {
    return {};  // just opened
  }
  const QString since = minutesAndSeconds(now - link.lastPicture);
  const QString reason = QStringLiteral("\n") + QString::fromStdString(link.reason);
  switch (link.state) {
    case SourceLink::State::Waiting: {
      const std::chrono::duration<double> left = link.retryAt - now;
      const int seconds = std::max(0, static_cast<int>(std::ceil(left.count())));
      return translated(QT_TRANSLATE_NOOP("Outage", "No video %1, retry in %2 s"))
                 .arg(since)
                 .arg(seconds) +
             reason;
    }
    case SourceLink::State::Connecting:
      return translated(QT_TRANSLATE_NOOP("Outage", "No video %1, connecting ...")).arg(since) +
             reason;
    case SourceLink::State::Up:
      break;
  }
  return now - link.lastPicture > patience(*snapshot.source)
             ? translated(QT_TRANSLATE_NOOP("Outage", "No picture for %1")).arg(since)
             : QString();
}

}  // namespace followspot::ui
