#include "ui/models/track_table_model.h"

#include <algorithm>
#include <cmath>

#include <QColor>
#include <QLocale>

#include "core/base/contracts.h"
#include "ui/video/track_color.h"
#include "ui/widgets/time_text.h"

namespace followspot::ui {
namespace {

QVariant alignmentOf(int column) {
  const bool isNumber = column == TrackTableModel::Score || column == TrackTableModel::FirstSeen ||
                        column == TrackTableModel::Age;
  return QVariant(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
}

}  // namespace

void TrackTableModel::take(const TrackSet& tracks, const std::vector<Rgb>& colors) {
  FS_EXPECTS(colors.size() == tracks.items.size(), "one colour a track");
  const auto at = [this](std::size_t index) -> Row& {
    return index < rows_.size() ? rows_[index] : pending_[index - rows_.size()];
  };
  for (const std::size_t index : inPicture_) {
    at(index).inPicture = false;
    touched_.push_back(index);
  }
  inPicture_.clear();
  for (std::size_t item = 0; item < tracks.items.size(); ++item) {
    const Track& track = tracks.items[item];
    if (track.state == TrackState::Tentative) {
      continue;
    }
    const auto [entry, isNew] =
        indexOf_.try_emplace(numberOf(track.id), rows_.size() + pending_.size());
    if (isNew) {
      Row row;
      row.id = track.id;
      row.firstSeen = tracks.time - std::chrono::duration_cast<MediaClock::duration>(track.age);
      row.firstFrame = tracks.frame;
      pending_.push_back(row);
    }
    Row& row = at(entry->second);
    row.classId = track.classId;
    row.score = track.score;
    row.state = track.state;
    row.inPicture = true;
    row.lastSeen = std::max(tracks.time, row.firstSeen);
    row.box = track.box;
    row.color = colors[item];
    inPicture_.push_back(entry->second);
    touched_.push_back(entry->second);
  }
  if (touched_.size() > 4096) {  // Only while nobody refreshes.
    std::ranges::sort(touched_);
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  }
}

void TrackTableModel::refresh() {
  const std::size_t known = rows_.size();
  if (!pending_.empty()) {
    beginInsertRows({}, static_cast<int>(known), static_cast<int>(known + pending_.size()) - 1);
    rows_.insert(rows_.end(), pending_.begin(), pending_.end());
    pending_.clear();
    endInsertRows();
  }
  // One signal for each run of rows: a sorting view looks at every row named.
  std::ranges::sort(touched_);
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  for (std::size_t first = 0; first < touched_.size() && touched_[first] < known;) {
    std::size_t last = first;
    while (last + 1 < touched_.size() && touched_[last + 1] == touched_[last] + 1 &&
           touched_[last + 1] < known) {
      ++last;
    }
    emit dataChanged(index(static_cast<int>(touched_[first]), 0),
                     index(static_cast<int>(touched_[last]), ColumnCount - 1));
    first = last + 1;
  }
  touched_.clear();
  if (rows_.size() > kMaxRows) {
    const std::size_t surplus = rows_.size() - kMaxRows * 9 / 10;
    beginRemoveRows({}, 0, static_cast<int>(surplus) - 1);
    rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(surplus));
    indexOf_.clear();
    inPicture_.clear();
    for (std::size_t index = 0; index < rows_.size(); ++index) {
      indexOf_.emplace(numberOf(rows_[index].id), index);
      if (rows_[index].inPicture) {
        inPicture_.push_back(index);
      }
    }
    endRemoveRows();
  }
}

void TrackTableModel::clear() {
  beginResetModel();
  rows_.clear();
  pending_.clear();
  indexOf_.clear();
  inPicture_.clear();
  touched_.clear();
  endResetModel();
}

void TrackTableModel::setClassNames(std::shared_ptr<const LabelMap> names) {
  names_ = std::move(names);
  if (!rows_.empty()) {
    emit dataChanged(index(0, Class), index(static_cast<int>(rows_.size()) - 1, Class));
  }
}

std::optional<int> TrackTableModel::rowOf(TrackId id) const {
  const auto found = indexOf_.find(numberOf(id));
  if (found == indexOf_.end() || found->second >= rows_.size()) {
    return std::nullopt;
  }
  return static_cast<int>(found->second);
}

int TrackTableModel::countInPicture() const { return static_cast<int>(inPicture_.size()); }

int TrackTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TrackTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QString TrackTableModel::classNameOf(const Row& row) const {
  if (row.classId == ClassId::Unknown) {
    return tr("unknown");
  }
  return names_ ? QString::fromStdString(names_->nameOf(row.classId))
                : tr("class %1").arg(followspot::indexOf(row.classId));
}

QString TrackTableModel::fileClassOf(const Row& row) const {
  if (row.classId == ClassId::Unknown) {
    return QStringLiteral("unknown");
  }
  return names_ ? QString::fromStdString(names_->nameOf(row.classId))
                : QStringLiteral("class %1").arg(followspot::indexOf(row.classId));
}

QString TrackTableModel::fileStateOf(const Row& row) {
  if (!row.inPicture) {
    return QStringLiteral("left");
  }
  return row.state == TrackState::Coasting ? QStringLiteral("predicted") : QStringLiteral("seen");
}

QString TrackTableModel::textOf(const Row& row, int column) const {
  switch (column) {
    case Id:
      return QString::number(numberOf(row.id));
    case Class:
      return classNameOf(row);
    case Score:
      return tr("%1 %").arg(std::lround(row.score * 100));
    case State:
      if (!row.inPicture) {
        return tr("left");
      }
      return row.state == TrackState::Coasting ? tr("predicted") : tr("seen");
    case FirstSeen:
      return timeText(secondsOf(row.firstSeen));
    case Age:
      return tr("%1 s").arg(
          QLocale().toString(Seconds(row.lastSeen - row.firstSeen).count(), 'f', 1));
    default:
      return {};
  }
}

QVariant TrackTableModel::sortKeyOf(const Row& row, int column) const {
  switch (column) {
    case Id:
      return QVariant::fromValue<qulonglong>(numberOf(row.id));
    case Score:
      return row.score;
    case State:
      return row.inPicture ? (row.state == TrackState::Coasting ? 1 : 0) : 2;
    case FirstSeen:
      return secondsOf(row.firstSeen);
    case Age:
      return Seconds(row.lastSeen - row.firstSeen).count();
    default:
      return classNameOf(row);
  }
}

QVariant TrackTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || static_cast<std::size_t>(index.row()) >= rows_.size()) {
    return {};
  }
  const Row& row = rows_[static_cast<std::size_t>(index.row())];
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole:
      return textOf(row, column);
    case Qt::DecorationRole:
      return column == Id ? QVariant(qColorOf(row.color)) : QVariant();
    case Qt::TextAlignmentRole:
      return alignmentOf(column);
    case SortRole:
      return sortKeyOf(row, column);
    case InPictureRole:
      return row.inPicture;
    default:
      return {};
  }
}

QVariant TrackTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::ToolTipRole) {
    switch (section) {
      case Score:
        return tr("Score of the last matched detection");
      case State:
        return tr("seen: matched with a detection now; predicted: no detection now; left: gone");
      case FirstSeen:
        return tr("Time in the video when the track began");
      case Age:
        return tr("From the first to the last picture with this track");
      default:
        return {};
    }
  }
  if (role == Qt::TextAlignmentRole) {
    return alignmentOf(section);
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case Id:
      return tr("Track");
    case Class:
      return tr("Class");
    case Score:
      return tr("Score");
    case State:
      return tr("State");
    case FirstSeen:
      return tr("Since");
    case Age:
      return tr("Age");
    default:
      return {};
  }
}

}  // namespace followspot::ui
