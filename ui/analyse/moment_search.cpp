#include "ui/analyse/moment_search.h"

#include <algorithm>
#include <utility>

namespace followspot::ui {

/// A search under way: the thread that reads and the GUI thread take turns with it.
struct MomentSearch::Job {
  std::uint64_t number = 0;
  SnapshotHandle snapshot;
  MomentFinder finder;
  FrameRange pictures;
  FrameId next{};
  std::vector<BoxRow> boxes;
};

MomentSearch::MomentSearch(AnalysisDocument& document, QObject* parent)
    : QObject(parent), document_(document) {
  connect(&document_, &AnalysisDocument::runChanged, this, [this] {
    moments_.clear();
    emit changed();
  });
  connect(&document_, &AnalysisDocument::tracksChanged, this, [this] { start(); });
}

void MomentSearch::start() {
  const std::uint64_t number = ++wanted_;
  const SnapshotHandle snapshot = document_.snapshot();
  done_ = false;
  if (!snapshot || snapshot->tracks.empty()) {
    take(snapshot, {});
    return;
  }
  FrameRange pictures{snapshot->tracks.front().first, FrameId{}};
  for (const TrackInfo& track : snapshot->tracks) {
    pictures.first = std::min(pictures.first, track.first);
    pictures.end = std::max(pictures.end, FrameId{indexOf(track.last) + 1});
  }
  const MediaFile* const media = document_.currentMedia();
  const FrameSize size = media != nullptr ? media->size : FrameSize{};
  go(std::make_shared<Job>(Job{number,
                               snapshot,
                               MomentFinder(size, snapshot->run.frameStep, snapshot->tracks),
                               pictures,
                               pictures.first,
                               {}}));
}

void MomentSearch::go(const std::shared_ptr<Job>& job) {
  document_.read(this, [this, job](ProjectReader& reader) -> AnalysisDocument::Answer {
    constexpr std::int64_t kPictures = 256;  // a piece: other reads get their turn in between
    const FrameId end = std::min(job->pictures.end, FrameId{indexOf(job->next) + kPictures});
    if (!reader.boxes(job->snapshot->run.id, {job->next, end}, job->boxes)) {
      return {};  // Whoever shows boxes says why.
    }
    job->finder.add(job->boxes);
    job->next = end;
    if (end < job->pictures.end) {
      return [this, job] {
        if (job->number == wanted_) {
          go(job);
        }
      };
    }
    return [this, job, found = job->finder.finish(job->pictures)] {
      if (job->number == wanted_) {
        take(job->snapshot, found);
      }
    };
  });
}

void MomentSearch::take(const SnapshotHandle& snapshot, std::vector<SuspiciousMoment> found) {
  const auto isOpen = [&](TrackId track) {
    const TrackInfo* const info = snapshot->find(track);
    return info != nullptr && info->review == Review::Open;
  };
  std::erase_if(found, [&](const SuspiciousMoment& moment) {
    return !isOpen(moment.track) && !isOpen(moment.other);
  });
  moments_ = std::move(found);
  done_ = true;
  emit changed();
}

std::optional<SuspiciousMoment> MomentSearch::after(FrameId frame) const {
  const auto found = std::ranges::upper_bound(moments_, frame, {}, &SuspiciousMoment::frame);
  return found == moments_.end() ? std::nullopt : std::optional(*found);
}

std::optional<SuspiciousMoment> MomentSearch::before(FrameId frame) const {
  const auto found = std::ranges::lower_bound(moments_, frame, {}, &SuspiciousMoment::frame);
  return found == moments_.begin() ? std::nullopt : std::optional(*(found - 1));
}

QString textOf(const SuspiciousMoment& moment) {
  const auto track = static_cast<qulonglong>(numberOf(moment.track));
  switch (moment.kind) {
    case MomentKind::Birth:
      return QObject::tr("Track %1 begins in the middle of the picture").arg(track);
    case MomentKind::Loss:
      return QObject::tr("Track %1 ends in the middle of the picture").arg(track);
    case MomentKind::Gap:
      return QObject::tr("Track %1 has not been seen for some pictures").arg(track);
    case MomentKind::Crossing:
      return QObject::tr("Tracks %1 and %2 cover each other: they may have changed places")
          .arg(track)
          .arg(static_cast<qulonglong>(numberOf(moment.other)));
  }
  return {};
}

}  // namespace followspot::ui
