#include "core/project/sql/project_writer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
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
      "ON CONFLICT(location) DO UPDATE SET "
      "width=iif(excluded.width>0, excluded.width, width), "
      "height=iif(excluded.height>0, excluded.height, height), "
      "rate=iif(excluded.rate>0, excluded.rate, rate), frames=max(frames, excluded.frames) "
      "RETURNING id");
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
  auto id = insertRun(run);
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
  auto id = insertRun(run);
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
  auto fits = mustExist("run", sql, runNumber);
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
