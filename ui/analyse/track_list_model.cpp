#include "ui/analyse/track_list_model.h"

#include <algorithm>
#include <utility>

#include "core/media/track_palette.h"
#include "ui/video/track_color.h"
#include "ui/widgets/time_text.h"

namespace followspot::ui {
namespace {

std::int64_t numberFor(const TrackInfo& track, int column) {
  switch (column) {
    case TrackListModel::From:
      return indexOf(track.first);
    case TrackListModel::Length:
      return indexOf(track.last) - indexOf(track.first);
    case TrackListModel::Boxes:
      return track.boxes;
    case TrackListModel::Reviewed:
      return static_cast<std::int64_t>(track.review);
    default:
      return static_cast<std::int64_t>(numberOf(track.id));
  }
}

}  // namespace

std::vector<std::uint32_t> arrangedTracks(const RunSnapshot& run, const TrackFilter& filter,
                                          int column, Qt::SortOrder order) {
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < run.tracks.size(); ++i) {
    if (filter.wants(run.tracks[i], run.run.labels)) {
      rows.push_back(static_cast<std::uint32_t>(i));
    }
  }
  const auto sortBy = [&](auto&& keyOf) {
    const auto key = [&](std::uint32_t row) { return keyOf(run.tracks[row]); };
    if (order == Qt::AscendingOrder) {
      std::ranges::stable_sort(rows, {}, key);
    } else {
      std::ranges::stable_sort(rows, std::ranges::greater(), key);
    }
  };
  if (column == TrackListModel::Name) {
    sortBy([](const TrackInfo& track) -> const std::string& { return track.name; });
  } else if (column == TrackListModel::Class) {
    sortBy([&](const TrackInfo& track) { return run.run.labels.nameOf(track.classId); });
  } else {
    sortBy([column](const TrackInfo& track) { return numberFor(track, column); });
  }
  return rows;
}

TrackListModel::TrackListModel(AnalysisDocument& document, QObject* parent)
    : QAbstractTableModel(parent), document_(document) {
  connect(&document_, &AnalysisDocument::tracksChanged, this, [this] { arrange(); });
  connect(&document_, &AnalysisDocument::filterChanged, this, [this] { arrange(); });
  arrange();
}

void TrackListModel::arrange() {
  const std::uint64_t wanted = ++wanted_;
  const SnapshotHandle snapshot = document_.snapshot();
  if (!snapshot) {
    beginResetModel();
    snapshot_.reset();
    rows_.clear();
    endResetModel();
    emit arranged();
    return;
  }
  document_.arrange(this,
                    [this, wanted, snapshot, filter = document_.filter(), column = sortColumn_,
                     order = sortOrder_]() -> AnalysisDocument::Answer {
                      auto rows = arrangedTracks(*snapshot, filter, column, order);
                      return [this, wanted, snapshot, rows = std::move(rows)]() mutable {
                        if (wanted == wanted_) {
                          beginResetModel();
                          snapshot_ = snapshot;
                          rows_ = std::move(rows);
                          endResetModel();
                          emit arranged();
                        }
                      };
                    });
}

void TrackListModel::sort(int column, Qt::SortOrder order) {
  if (column != sortColumn_ || order != sortOrder_) {
    sortColumn_ = column;
    sortOrder_ = order;
    arrange();
  }
}

TrackId TrackListModel::trackAt(int row) const {
  return snapshot_->tracks[rows_[static_cast<std::size_t>(row)]].id;
}

std::optional<int> TrackListModel::rowOf(TrackId track) const {
  const auto found = std::ranges::find_if(
      rows_, [&](std::uint32_t row) { return snapshot_->tracks[row].id == track; });
  return found == rows_.end() ? std::nullopt
                              : std::optional(static_cast<int>(found - rows_.begin()));
}

int TrackListModel::allTracks() const {
  return snapshot_ ? static_cast<int>(snapshot_->tracks.size()) : 0;
}

int TrackListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TrackListModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString TrackListModel::textOf(const TrackInfo& track, int column) const {
  const double rate = document_.frameRate();
  switch (column) {
    case Id:
      return QString::number(numberOf(track.id));
    case Class:
      return QString::fromStdString(snapshot_->run.labels.nameOf(track.classId));
    case Name:
      return QString::fromStdString(track.name);
    case From:
      return timeText(static_cast<double>(indexOf(track.first)) / rate);
    case Length: {
      const auto pictures = static_cast<double>(indexOf(track.last) - indexOf(track.first) + 1);
      return tr("%1 s").arg(pictures / rate, 0, 'f', 1);
    }
    case Boxes:
      return QString::number(track.boxes);
    case Reviewed:
      return track.review == Review::Accepted   ? tr("\u2713 accepted")
             : track.review == Review::Rejected ? tr("\u2717 rejected")
                                                : QString();
    default:
      return {};
  }
}

QVariant TrackListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) {
    return {};
  }
  const TrackInfo& track = snapshot_->tracks[rows_[static_cast<std::size_t>(index.row())]];
  switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
      return textOf(track, index.column());
    case Qt::DecorationRole:
      return index.column() == Id ? QVariant(qColorOf(TrackPalette().colorOf(track.id)))
                                  : QVariant();
    case Qt::TextAlignmentRole: {
      const bool words =
          index.column() == Class || index.column() == Name || index.column() == Reviewed;
      return QVariant(static_cast<int>(Qt::AlignVCenter) |
                      static_cast<int>(words ? Qt::AlignLeft : Qt::AlignRight));
    }
    default:
      return {};
  }
}

bool TrackListModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || index.column() != Name || !index.isValid()) {
    return false;
  }
  const TrackInfo& track = snapshot_->tracks[rows_[static_cast<std::size_t>(index.row())]];
  const std::string name = value.toString().trimmed().toStdString();
  if (name != track.name) {
    document_.edit(RenameTrack{track.id, name});
  }
  return false;  // It changes once the edit is stored.
}

Qt::ItemFlags TrackListModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
  return index.column() == Name ? usual | Qt::ItemIsEditable : usual;
}

QVariant TrackListModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    const bool words = section == Class || section == Name || section == Reviewed;
    return QVariant(static_cast<int>(Qt::AlignVCenter) |
                    static_cast<int>(words ? Qt::AlignLeft : Qt::AlignRight));
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case Id:
      return tr("Track");
    case Class:
      return tr("Class");
    case Name:
      return tr("Name");
    case From:
      return tr("From");
    case Length:
      return tr("Length");
    case Boxes:
      return tr("Boxes");
    case Reviewed:
      return tr("Review");
    default:
      return {};
  }
}

}  // namespace followspot::ui
