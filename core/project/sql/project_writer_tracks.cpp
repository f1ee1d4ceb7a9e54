// The part of ProjectWriter that stores the tracks of runs.

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

#include "core/project/sql/project_writer.h"

namespace followspot {
namespace {

bool isStorable(const Track& track) {
  return std::isfinite(track.box.x) && std::isfinite(track.box.y) && std::isfinite(track.box.w) &&
         std::isfinite(track.box.h) && std::isfinite(track.score) && track.id != TrackId::None;
}

/// What a batch adds to a track.
struct Grown {
  ClassId classId = ClassId::Unknown;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t boxes = 0;
};

}  // namespace

Result<void> ProjectWriter::appendPictures(RunId run, std::span<const TrackSet> pictures) {
  for (const TrackSet& picture : pictures) {
    if (indexOf(picture.frame) < 0 || !std::ranges::all_of(picture.items, isStorable)) {
      return fail(ErrorCode::InvalidArgument, "Picture " + std::to_string(numberOf(picture.frame)) +
                                                  ": a box is no finite number, or has no track.");
    }
  }
  // The end of the process loses nothing. Power loss may lose the last moments of a run, which can
  // be made again; waiting for the disk at every batch would cost every run.
  if (auto done = connection_->run("PRAGMA synchronous=NORMAL"); !done) {
    return done;
  }
  auto done = insertPictures(run, pictures);
  auto restored = connection_->run("PRAGMA synchronous=FULL");
  return done ? restored : done;
}

Result<void> ProjectWriter::insertPictures(RunId run, std::span<const TrackSet> pictures) {
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  if (auto open = runMustBe(run, false); !open) {
    return open;
  }
  const auto runNumber = static_cast<std::int64_t>(run);
  auto addPicture = connection_->prepare("INSERT INTO picture(run, frame, time_us) VALUES(?,?,?)");
  auto addBox = connection_->prepare(
      "INSERT INTO box(run, frame, track, x, y, w, h, score, origin) VALUES(?,?,?,?,?,?,?,?,0)");
  if (!addPicture || !addBox) {
    return fail(addPicture ? addBox.error() : addPicture.error());
  }
  for (const TrackSet& picture : pictures) {
    const std::int64_t frame = indexOf(picture.frame);
    auto done = addPicture->run(runNumber, frame,
                                static_cast<std::int64_t>(picture.time.time_since_epoch().count()));
    for (auto item = picture.items.begin(); done && item != picture.items.end(); ++item) {
      if (item->state == TrackState::Confirmed) {
        const Box& box = item->box;
        done = addBox->run(runNumber, frame, static_cast<std::int64_t>(numberOf(item->id)), box.x,
                           box.y, box.w, box.h, item->score);
      }
    }
    if (!done) {
      return fail(done.error().withContext("Picture " + std::to_string(numberOf(picture.frame))));
    }
  }
  if (auto done = updateTracks(run, pictures); !done) {
    return done;
  }
  return transaction->commit();
}

Result<void> ProjectWriter::updateTracks(RunId run, std::span<const TrackSet> pictures) {
  std::unordered_map<std::int64_t, Grown> grown;
  std::int64_t highest = 0;
  for (const TrackSet& picture : pictures) {
    const std::int64_t frame = indexOf(picture.frame);
    for (const Track& track : picture.items) {
      if (track.state != TrackState::Confirmed) {
        continue;
      }
      const auto number = static_cast<std::int64_t>(numberOf(track.id));
      highest = std::max(highest, number);
      Grown& one = grown[number];
      one.classId = track.classId;
      one.first = one.boxes == 0 ? frame : std::min(one.first, frame);
      one.last = one.boxes == 0 ? frame : std::max(one.last, frame);
      ++one.boxes;
    }
  }
  const auto runNumber = static_cast<std::int64_t>(run);
  // A track's class is that of its first box.
  auto grow = connection_->prepare(
      "INSERT INTO track(run, track, class, name, review, first, last, boxes) "
      "VALUES(?,?,?,'',0,?,?,?) ON CONFLICT(run, track) DO UPDATE SET "
      "first=min(first, excluded.first), last=max(last, excluded.last), "
      "boxes=boxes+excluded.boxes");
  auto next = connection_->prepare("UPDATE run SET next_track=max(next_track, ?) WHERE id=?");
  if (!grow || !next) {
    return fail(grow ? next.error() : grow.error());
  }
  for (const auto& [number, one] : grown) {
    if (auto done = grow->run(runNumber, number, std::int64_t{indexOf(one.classId)}, one.first,
                              one.last, one.boxes);
        !done) {
      return done;
    }
  }
  return next->run(highest + 1, runNumber);
}

Result<void> ProjectWriter::insertContent(RunId run, const RunContent& content) {
  const auto runNumber = static_cast<std::int64_t>(run);
  auto addPicture = connection_->prepare("INSERT INTO picture(run, frame, time_us) VALUES(?,?,?)");
  auto addTrack = connection_->prepare(
      "INSERT INTO track(run, track, class, name, review, first, last, boxes) "
      "VALUES(?,?,?,?,?,?,?,?)");
  auto addBox = connection_->prepare(
      "INSERT INTO box(run, frame, track, x, y, w, h, score, origin) VALUES(?,?,?,?,?,?,?,?,?)");
  auto finish = connection_->prepare("UPDATE run SET finished=1, next_track=? WHERE id=?");
  for (const auto* const statement : {&addPicture, &addTrack, &addBox, &finish}) {
    if (!*statement) {
      return fail(statement->error());
    }
  }
  Result<void> done;
  for (auto one = content.pictures.begin(); done && one != content.pictures.end(); ++one) {
    done = addPicture->run(runNumber, indexOf(one->frame),
                           static_cast<std::int64_t>(one->time.time_since_epoch().count()));
  }
  std::int64_t highest = 0;
  for (auto one = content.tracks.begin(); done && one != content.tracks.end(); ++one) {
    highest = std::max(highest, static_cast<std::int64_t>(numberOf(one->id)));
    done = addTrack->run(runNumber, static_cast<std::int64_t>(numberOf(one->id)),
                         std::int64_t{indexOf(one->classId)}, one->name,
                         static_cast<std::int64_t>(one->review), indexOf(one->first),
                         indexOf(one->last), one->boxes);
  }
  for (auto one = content.boxes.begin(); done && one != content.boxes.end(); ++one) {
    const Box& box = one->value.box;
    done = addBox->run(runNumber, indexOf(one->frame),
                       static_cast<std::int64_t>(numberOf(one->track)), box.x, box.y, box.w, box.h,
                       one->value.score, static_cast<std::int64_t>(one->value.origin));
  }
  return done ? finish->run(highest + 1, runNumber) : done;
}

}  // namespace followspot
