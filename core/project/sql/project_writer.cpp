#include "core/project/sql/project_writer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>

namespace followspot {
namespace {

std::string jsonOf(const LabelMap& labels) {
  QJsonArray array;
  for (const std::string& name : labels.names()) {
    array.append(asQt(name));
  }
  return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString();
}

std::int64_t nowUtc() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

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

Result<std::unique_ptr<ProjectWriter>> ProjectWriter::open(const std::filesystem::path& file) {
  auto connection = SqlConnection::open(file, SqlConnection::Use::Write);
  if (!connection) {
    return fail(connection.error());
  }
  // Where the file system cannot do it (network shares), SQLite stays with its older journal,
  // which keeps the same promises, only slower.
  if (auto mode = (*connection)->text("PRAGMA journal_mode=WAL"); !mode) {
    return fail(mode.error());
  }
  return std::unique_ptr<ProjectWriter>(new ProjectWriter(std::move(*connection)));
}

Result<void> ProjectWriter::mustExist(std::string_view what, std::string_view sql,
                                      std::int64_t id) {
  auto statement = connection_->prepare(sql);
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(id); !done) {
    return done;
  }
  const auto found = statement->next();
  if (!found) {
    return fail(found.error());
  }
  if (!*found) {
    return fail(ErrorCode::NotFound, connection_->file() + ": there is no " + std::string(what) +
                                         " " + std::to_string(id) + ". Read the list again.");
  }
  return {};
}

Result<MediaId> ProjectWriter::putMedia(const MediaFile& media) {
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  auto statement = connection_->prepare(
      "INSERT INTO media(location, width, height, rate, frames) VALUES(?,?,?,?,?) "
      "ON CONFLICT(location) DO UPDATE SET width=excluded.width, height=excluded.height, "
      "rate=excluded.rate, frames=excluded.frames RETURNING id");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(media.location, std::int64_t{media.size.width},
                                 std::int64_t{media.size.height}, media.frameRate, media.frames);
      !done) {
    return fail(done.error());
  }
  if (const auto row = statement->next(); !row) {
    return fail(row.error());
  }
  const MediaId id{statement->integer(0)};
  statement->finish();
  if (auto done = transaction->commit(); !done) {
    return fail(done.error());
  }
  return id;
}

Result<RunId> ProjectWriter::addRun(const Run& run) {
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  const auto id = insertRun(run);
  if (!id) {
    return id;
  }
  if (auto done = transaction->commit(); !done) {
    return fail(done.error());
  }
  return id;
}

Result<RunId> ProjectWriter::addFinishedRun(const Run& run, const RunContent& content) {
  for (const BoxRow& row : content.boxes) {
    const Box& box = row.value.box;
    if (!std::isfinite(box.x + box.y + box.w + box.h + row.value.score) ||
        row.track == TrackId::None || indexOf(row.frame) < 0) {
      return fail(ErrorCode::InvalidArgument, "Picture " + std::to_string(numberOf(row.frame)) +
                                                  ": a box is no finite number, or has no track.");
    }
  }
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  const auto id = insertRun(run);
  if (!id) {
    return id;
  }
  if (auto done = insertContent(*id, content); !done) {
    return fail(done.error());
  }
  if (auto done = transaction->commit(); !done) {
    return fail(done.error());
  }
  return id;
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

Result<RunId> ProjectWriter::insertRun(const Run& run) {
  if (run.frameStep < 1) {
    return fail(ErrorCode::InvalidArgument, "A run's step between pictures must be at least 1.");
  }
  if (auto there = mustExist("media file", "SELECT 1 FROM media WHERE id=?",
                             static_cast<std::int64_t>(run.media));
      !there) {
    return fail(there.error());
  }
  auto statement = connection_->prepare(
      "INSERT INTO run(media, name, model, tracker, settings, labels, frame_step, next_track, "
      "finished, made_us) VALUES(?,?,?,?,?,?,?,1,0,?)");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done =
          statement->run(static_cast<std::int64_t>(run.media), run.name, run.model, run.tracker,
                         run.settings, jsonOf(run.labels), run.frameStep, nowUtc());
      !done) {
    return fail(done.error());
  }
  return RunId{statement->lastId()};
}

Result<void> ProjectWriter::removeRun(RunId run) {
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  for (const char* const sql : {"DELETE FROM box WHERE run=?", "DELETE FROM track WHERE run=?",
                                "DELETE FROM picture WHERE run=?", "DELETE FROM event WHERE run=?",
                                "DELETE FROM edit WHERE run=?", "DELETE FROM run WHERE id=?"}) {
    auto statement = connection_->prepare(sql);
    if (!statement) {
      return fail(statement.error());
    }
    if (auto done = statement->run(static_cast<std::int64_t>(run)); !done) {
      return done;
    }
  }
  return transaction->commit();
}

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

Result<void> ProjectWriter::finishRun(RunId run) {
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  const auto runNumber = static_cast<std::int64_t>(run);
  if (auto there = mustExist("run", "SELECT 1 FROM run WHERE id=?", runNumber); !there) {
    return there;
  }
  auto statement = connection_->prepare("UPDATE run SET finished=1 WHERE id=?");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(runNumber); !done) {
    return done;
  }
  return transaction->commit();
}

Result<void> ProjectWriter::runMustBe(RunId run, bool finished) {
  const auto runNumber = static_cast<std::int64_t>(run);
  if (auto there = mustExist("run", "SELECT 1 FROM run WHERE id=?", runNumber); !there) {
    return there;
  }
  const char* const sql = finished ? "SELECT 1 FROM run WHERE id=? AND finished=1"
                                   : "SELECT 1 FROM run WHERE id=? AND finished=0";
  const auto fits = mustExist("run", sql, runNumber);
  if (!fits && fits.error().code == ErrorCode::NotFound) {
    return fail(ErrorCode::InvalidArgument,
                finished ? "The run is still being tracked. Edit its tracks when it is finished."
                         : "The run is finished and takes no more pictures. Begin another.");
  }
  return fits;
}

Result<EditReceipt> ProjectWriter::edit(RunId run, const TrackEdit& edit) {
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  if (auto closed = runMustBe(run, true); !closed) {
    return fail(closed.error());
  }
  auto receipt = EditJournal(*connection_, run).edit(edit, nowUtc());
  if (!receipt) {
    return receipt;
  }
  if (auto done = transaction->commit(); !done) {
    return fail(done.error());
  }
  return receipt;
}

Result<std::optional<EditReceipt>> ProjectWriter::step(RunId run, EditStep step) {
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  auto receipt = EditJournal(*connection_, run).step(step);
  if (!receipt || !*receipt) {
    return receipt;
  }
  if (auto done = transaction->commit(); !done) {
    return fail(done.error());
  }
  return receipt;
}

Result<void> ProjectWriter::addEvents(RunId run, std::span<const ProjectEvent> events) {
  auto transaction = SqlTransaction::begin(*connection_);
  if (!transaction) {
    return fail(transaction.error());
  }
  const auto runNumber = static_cast<std::int64_t>(run);
  if (auto there = mustExist("run", "SELECT 1 FROM run WHERE id=?", runNumber); !there) {
    return there;
  }
  auto add = connection_->prepare(
      "INSERT INTO event(run, frame, time_us, track, kind, details) VALUES(?,?,?,?,?,?)");
  if (!add) {
    return fail(add.error());
  }
  for (const ProjectEvent& event : events) {
    if (auto done =
            add->run(runNumber, indexOf(event.frame),
                     static_cast<std::int64_t>(event.time.time_since_epoch().count()),
                     static_cast<std::int64_t>(numberOf(event.track)), event.kind, event.details);
        !done) {
      return done;
    }
  }
  return transaction->commit();
}

Result<void> ProjectWriter::putSetting(std::string_view key, std::string_view value) {
  auto statement = connection_->prepare(
      "INSERT INTO setting(key, value) VALUES(?,?) "
      "ON CONFLICT(key) DO UPDATE SET value=excluded.value");
  if (!statement) {
    return fail(statement.error());
  }
  return statement->run(key, value);
}

}  // namespace followspot
