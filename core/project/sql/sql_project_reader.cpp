#include "core/project/sql/sql_project_reader.h"

#include <cmath>
#include <utility>

#include <QJsonArray>
#include <QJsonDocument>

namespace followspot {
namespace {

constexpr std::int64_t kLongestSide = 1'000'000;

bool isIn(std::int64_t value, std::int64_t least, std::int64_t most) {
  return value >= least && value <= most;
}

LabelMap labelsFrom(std::string_view json) {
  std::vector<std::string> names;
  const QJsonArray array =
      QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).array();
  for (const auto& value : array) {
    names.push_back(value.toString().toStdString());
  }
  return LabelMap(std::move(names));
}

}  // namespace

Result<std::unique_ptr<ProjectReader>> SqlProjectReader::open(const std::filesystem::path& file) {
  auto connection = SqlConnection::open(file, SqlConnection::Use::Read);
  if (!connection) {
    return fail(connection.error());
  }
  return std::unique_ptr<ProjectReader>(new SqlProjectReader(std::move(*connection)));
}

tl::unexpected<Error> SqlProjectReader::damaged(std::string_view what) const {
  return fail(ErrorCode::CorruptData, connection_.file() + ": the project is damaged (" +
                                          std::string(what) + "). Go back to a backup.");
}

Result<SqlStatement*> SqlProjectReader::prepared(std::optional<SqlStatement>& statement,
                                                 std::string_view sql) {
  if (!statement) {
    auto made = connection_.prepare(sql);
    if (!made) {
      return fail(made.error());
    }
    statement.emplace(std::move(*made));
  }
  return &*statement;
}

Result<std::vector<MediaFile>> SqlProjectReader::media() {
  auto statement = connection_.prepare(
      "SELECT id, location, width, height, rate, frames FROM media ORDER BY id");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(); !done) {
    return fail(done.error());
  }
  std::vector<MediaFile> files;
  while (true) {
    const auto more = statement->next();
    if (!more) {
      return fail(more.error());
    }
    if (!*more) {
      return files;
    }
    const std::int64_t width = statement->integer(2);
    const std::int64_t height = statement->integer(3);
    const double rate = statement->real(4);
    if (!isIn(width, 0, kLongestSide) || !isIn(height, 0, kLongestSide) || !(rate >= 0) ||
        !std::isfinite(rate) || statement->integer(5) < 0) {
      return damaged("a media file's size or rate");
    }
    files.push_back({MediaId{statement->integer(0)},
                     statement->text(1),
                     {static_cast<int>(width), static_cast<int>(height)},
                     rate,
                     statement->integer(5)});
  }
}

Result<std::vector<Run>> SqlProjectReader::runs() {
  auto statement = connection_.prepare(
      "SELECT id, media, name, model, tracker, settings, labels, frame_step, finished, made_us "
      "FROM run "
      "ORDER BY id");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(); !done) {
    return fail(done.error());
  }
  std::vector<Run> runs;
  while (true) {
    const auto more = statement->next();
    if (!more) {
      return fail(more.error());
    }
    if (!*more) {
      return runs;
    }
    if (statement->integer(7) < 1) {
      return damaged("a run's step");
    }
    Run run;
    run.id = RunId{statement->integer(0)};
    run.media = MediaId{statement->integer(1)};
    run.name = statement->text(2);
    run.model = statement->text(3);
    run.tracker = statement->text(4);
    run.settings = statement->text(5);
    run.labels = labelsFrom(statement->text(6));
    run.frameStep = statement->integer(7);
    run.finished = statement->integer(8) != 0;
    run.made = UtcTime(std::chrono::microseconds(statement->integer(9)));
    runs.push_back(std::move(run));
  }
}

Result<std::vector<TrackInfo>> SqlProjectReader::tracks(RunId run) {
  auto statement = connection_.prepare(
      "SELECT track, class, name, review, first, last, boxes FROM track WHERE run=? ORDER BY "
      "track");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(static_cast<std::int64_t>(run)); !done) {
    return fail(done.error());
  }
  return readTracks(*statement);
}

Result<std::optional<TrackInfo>> SqlProjectReader::track(RunId run, TrackId id) {
  auto statement = connection_.prepare(
      "SELECT track, class, name, review, first, last, boxes FROM track WHERE run=? AND track=?");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done =
          statement->run(static_cast<std::int64_t>(run), static_cast<std::int64_t>(numberOf(id)));
      !done) {
    return fail(done.error());
  }
  auto found = readTracks(*statement);
  if (!found) {
    return fail(found.error());
  }
  return found->empty() ? std::optional<TrackInfo>() : std::optional(std::move(found->front()));
}

Result<std::vector<TrackInfo>> SqlProjectReader::readTracks(SqlStatement& statement) const {
  std::vector<TrackInfo> tracks;
  while (true) {
    const auto more = statement.next();
    if (!more) {
      return fail(more.error());
    }
    if (!*more) {
      return tracks;
    }
    constexpr std::int64_t kMostClass = 1'000'000;
    if (statement.integer(0) < 1 || !isIn(statement.integer(1), -1, kMostClass) ||
        !isIn(statement.integer(3), 0, 2) || statement.integer(6) < 0) {
      return damaged("a track");
    }
    TrackInfo info;
    info.id = TrackId{static_cast<std::uint64_t>(statement.integer(0))};
    info.classId = ClassId{static_cast<int>(statement.integer(1))};
    info.name = statement.text(2);
    info.review = static_cast<Review>(statement.integer(3));
    info.first = FrameId{statement.integer(4)};
    info.last = FrameId{statement.integer(5)};
    info.boxes = statement.integer(6);
    tracks.push_back(std::move(info));
  }
}

Result<void> SqlProjectReader::readBoxes(SqlStatement& statement, std::vector<BoxRow>& out) const {
  out.clear();
  while (true) {
    const auto more = statement.next();
    if (!more) {
      return fail(more.error());
    }
    if (!*more) {
      return {};
    }
    BoxRow row;
    row.frame = FrameId{statement.integer(0)};
    row.track = TrackId{static_cast<std::uint64_t>(statement.integer(1))};
    row.value.box = {statement.real(2), statement.real(3), statement.real(4), statement.real(5)};
    row.value.score = statement.real(6);
    const std::int64_t origin = statement.integer(7);
    const double sum = row.value.box.x + row.value.box.y + row.value.box.w + row.value.box.h;
    if (!std::isfinite(sum) || !isIn(origin, 0, 2) || row.track == TrackId::None) {
      statement.finish();
      return damaged("a box");
    }
    row.value.origin = static_cast<BoxOrigin>(origin);
    out.push_back(row);
  }
}

Result<void> SqlProjectReader::boxes(RunId run, FrameRange range, std::vector<BoxRow>& out) {
  auto statement = prepared(boxesAt_,
                            "SELECT frame, track, x, y, w, h, score, origin FROM box "
                            "WHERE run=? AND frame>=? AND frame<? ORDER BY frame, track");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done =
          (*statement)
              ->run(static_cast<std::int64_t>(run), indexOf(range.first), indexOf(range.end));
      !done) {
    return done;
  }
  return readBoxes(**statement, out);
}

Result<void> SqlProjectReader::boxesOf(RunId run, TrackId track, std::vector<BoxRow>& out) {
  auto statement = prepared(boxesOfTrack_,
                            "SELECT frame, track, x, y, w, h, score, origin FROM box "
                            "INDEXED BY box_of_track WHERE run=? AND track=? ORDER BY frame");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done =
          (*statement)
              ->run(static_cast<std::int64_t>(run), static_cast<std::int64_t>(numberOf(track)));
      !done) {
    return done;
  }
  return readBoxes(**statement, out);
}

Result<void> SqlProjectReader::pictures(RunId run, FrameRange range,
                                        std::vector<PictureTime>& out) {
  auto statement = prepared(picturesAt_,
                            "SELECT frame, time_us FROM picture "
                            "WHERE run=? AND frame>=? AND frame<? ORDER BY frame");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done =
          (*statement)
              ->run(static_cast<std::int64_t>(run), indexOf(range.first), indexOf(range.end));
      !done) {
    return done;
  }
  out.clear();
  while (true) {
    const auto more = (*statement)->next();
    if (!more) {
      return fail(more.error());
    }
    if (!*more) {
      return {};
    }
    out.push_back({FrameId{(*statement)->integer(0)},
                   Timestamp(MediaClock::duration((*statement)->integer(1)))});
  }
}

Result<std::vector<ProjectEvent>> SqlProjectReader::events(RunId run, FrameRange range) {
  auto statement = connection_.prepare(
      "SELECT id, frame, time_us, track, kind, details FROM event "
      "WHERE run=? AND frame>=? AND frame<? ORDER BY frame, id");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done =
          statement->run(static_cast<std::int64_t>(run), indexOf(range.first), indexOf(range.end));
      !done) {
    return fail(done.error());
  }
  std::vector<ProjectEvent> events;
  while (true) {
    const auto more = statement->next();
    if (!more) {
      return fail(more.error());
    }
    if (!*more) {
      return events;
    }
    events.push_back({statement->integer(0), FrameId{statement->integer(1)},
                      Timestamp(MediaClock::duration(statement->integer(2))),
                      TrackId{static_cast<std::uint64_t>(statement->integer(3))},
                      statement->text(4), statement->text(5)});
  }
}

Result<std::vector<EditEntry>> SqlProjectReader::edits(RunId run) {
  auto statement = connection_.prepare(
      "SELECT number, kind, track, other, frame, undone, made_us FROM edit WHERE run=? "
      "ORDER BY number");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(static_cast<std::int64_t>(run)); !done) {
    return fail(done.error());
  }
  std::vector<EditEntry> entries;
  while (true) {
    const auto more = statement->next();
    if (!more) {
      return fail(more.error());
    }
    if (!*more) {
      return entries;
    }
    if (!isIn(statement->integer(1), 0, std::int64_t{std::variant_size_v<TrackEdit>} - 1)) {
      return damaged("an edit");
    }
    EditEntry entry;
    entry.number = statement->integer(0);
    entry.subject.kind = static_cast<EditKind>(statement->integer(1));
    entry.subject.track = TrackId{static_cast<std::uint64_t>(statement->integer(2))};
    entry.subject.other = TrackId{static_cast<std::uint64_t>(statement->integer(3))};
    entry.subject.frame = FrameId{statement->integer(4)};
    entry.undone = statement->integer(5) != 0;
    entry.made = UtcTime(std::chrono::microseconds(statement->integer(6)));
    entries.push_back(entry);
  }
}

Result<std::optional<std::string>> SqlProjectReader::setting(std::string_view key) {
  auto statement = connection_.prepare("SELECT value FROM setting WHERE key=?");
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(key); !done) {
    return fail(done.error());
  }
  const auto found = statement->next();
  if (!found) {
    return fail(found.error());
  }
  return *found ? std::optional(statement->text(0)) : std::nullopt;
}

Result<void> SqlProjectReader::check() {
  const auto verdict = connection_.text("PRAGMA integrity_check(1)");
  if (!verdict) {
    return fail(verdict.error());
  }
  return *verdict == "ok" ? Result<void>() : Result<void>(damaged(*verdict));
}

}  // namespace followspot
