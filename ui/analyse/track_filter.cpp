#include "ui/analyse/track_filter.h"

#include <algorithm>

#include <QStringList>

namespace followspot::ui {

bool TrackFilter::wants(const TrackInfo& track, const LabelMap& labels) const {
  if ((classId && track.classId != *classId) || (review && track.review != *review) ||
      (within && (track.last < within->first || track.first >= within->end))) {
    return false;
  }
  if (text.isEmpty()) {
    return true;
  }
  const QString all = QString::number(numberOf(track.id)) + QLatin1Char(' ') +
                      QString::fromStdString(track.name) + QLatin1Char(' ') +
                      QString::fromStdString(std::string(labels.nameOf(track.classId)));
  const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  return std::ranges::all_of(
      words, [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

}  // namespace followspot::ui
