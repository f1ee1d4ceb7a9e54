#include "core/project/sql/edit_journal.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/project/sql/sql_project_reader.h"

namespace followspot {
namespace {

std::int64_t asNumber(TrackId id) { return static_cast<std::int64_t>(numberOf(id)); }

/// The receipt of what a delta does.
EditReceipt receiptOf(const EditSubject& subject, const TrackDelta& delta) {
  EditReceipt receipt;
  receipt.subject = subject;
  std::set<TrackId> tracks;
  for (const auto& change : delta.tracks) {
    tracks.insert(change.id);
  }
  for (const auto& change : delta.boxes) {
    tracks.insert(change.track);
  }
  for (const auto& move : delta.moves) {
    tracks.insert({move.from, move.to});
  }
  receipt.tracks.assign(tracks.begin(), tracks.end());
  return receipt;
}

/// One row was to be changed, and one was.
Result<void> exactlyOne(const Result<void>& done, const SqlStatement& statement) {
  if (!done || statement.changedRows() == 1) {
    return done;
  }
  return fail(ErrorCode::CorruptData,
              "The journal of edits does not fit the tracks; nothing was changed. Go back to a "
              "backup, or go on without undo.");
}

}  // namespace

Result<EditReceipt> EditJournal::edit(const TrackEdit& edit, std::int64_t madeUtc) {
  const auto input = inputFor(edit);
  if (!input) {
    return fail(input.error());
  }
  const auto delta = planEdit(edit, *input);
  if (!delta) {
    return fail(delta.error());
  }
  EditReceipt receipt = receiptOf(subjectOf(edit), *delta);
  auto forget = connection_.prepare("DELETE FROM edit WHERE run=? AND undone=1");
  auto last = connection_.prepare("SELECT coalesce(max(number), 0) FROM edit WHERE run=?");
  // Ids are never given twice, not even that of a track that was undone.
  auto next = connection_.prepare("UPDATE run SET next_track=max(next_track, ?) WHERE id=?");
  if (!forget || !last || !next) {
    return fail(!forget ? forget.error() : !last ? last.error() : next.error());
  }
  if (auto done = forget->run(run_); !done) {
    return fail(done.error());
  }
  if (auto done = last->run(run_); !done) {
    return fail(done.error());
  }
  if (const auto row = last->next(); !row) {
    return fail(row.error());
  }
  receipt.number = last->integer(0) + 1;
  last->finish();
  const bool isNew = std::ranges::find(receipt.tracks, input->nextId) != receipt.tracks.end();
  if (auto done = next->run(asNumber(input->nextId) + (isNew ? 1 : 0), run_); !done) {
    return fail(done.error());
  }
  if (auto done = write(receipt, *delta, madeUtc); !done) {
    return fail(done.error());
  }
  if (auto done = apply(*delta); !done) {
    return fail(done.error());
  }
  return receipt;
}

Result<std::optional<EditReceipt>> EditJournal::step(EditStep step) {
  auto find = connection_.prepare(
      step == EditStep::Undo
          ? "SELECT number, kind, track, other, frame, delta FROM edit WHERE run=? AND undone=0 "
            "ORDER BY number DESC LIMIT 1"
          : "SELECT number, kind, track, other, frame, delta FROM edit WHERE run=? AND undone=1 "
            "ORDER BY number LIMIT 1");
  auto mark = connection_.prepare("UPDATE edit SET undone=? WHERE run=? AND number=?");
  if (!find || !mark) {
    return fail(find ? mark.error() : find.error());
  }
  if (auto done = find->run(run_); !done) {
    return fail(done.error());
  }
  const auto found = find->next();
  if (!found) {
    return fail(found.error());
  }
  if (!*found) {
    return std::optional<EditReceipt>();
  }
  const std::int64_t number = find->integer(0);
  const std::int64_t kind = find->integer(1);
  const EditSubject subject = {
      static_cast<EditKind>(kind), TrackId{static_cast<std::uint64_t>(find->integer(2))},
      TrackId{static_cast<std::uint64_t>(find->integer(3))}, FrameId{find->integer(4)}};
  const QByteArray bytes = find->bytes(5);
  find->finish();
  auto delta =
      decodeDelta(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
  if (!delta || kind < 0 || kind >= std::int64_t{std::variant_size_v<TrackEdit>}) {
    return fail(ErrorCode::CorruptData,
                connection_.file() + ": an edit in the journal is damaged. Go back to a backup.");
  }
  if (step == EditStep::Undo) {
    delta = inverse(std::move(*delta));
  }
  if (auto done = apply(*delta); !done) {
    return fail(done.error());
  }
  if (auto done = mark->run(std::int64_t{step == EditStep::Undo ? 1 : 0}, run_, number); !done) {
    return fail(done.error());
  }
  EditReceipt receipt = receiptOf(subject, *delta);
  receipt.number = number;
  return std::optional(std::move(receipt));
}

Result<EditInput> EditJournal::inputFor(const TrackEdit& edit) {
  SqlProjectReader reader(connection_);
  EditInput input;
  const auto runs = reader.runs();
  if (!runs) {
    return fail(runs.error());
  }
  for (const Run& run : *runs) {
    if (static_cast<std::int64_t>(run.id) == run_) {
      input.frameStep = run.frameStep;
      input.classCount = run.labels.size();
    }
  }
  auto next = connection_.prepare("SELECT next_track FROM run WHERE id=?");
  if (!next) {
    return fail(next.error());
  }
  if (auto done = next->run(run_); !done) {
    return fail(done.error());
  }
  if (const auto row = next->next(); !row) {
    return fail(row.error());
  }
  input.nextId = TrackId{static_cast<std::uint64_t>(std::max(std::int64_t{1}, next->integer(0)))};
  next->finish();
  for (const TrackId id : tracksOf(edit)) {
    auto info = reader.track(RunId{run_}, id);
    if (!info) {
      return fail(info.error());
    }
    if (*info) {
      TrackContent content;
      content.info = std::move(**info);
      if (auto read = reader.boxesOf(RunId{run_}, id, content.boxes); !read) {
        return fail(read.error());
      }
      input.tracks.push_back(std::move(content));
    }
  }
  return input;
}

Result<void> EditJournal::write(const EditReceipt& receipt, const TrackDelta& delta,
                                std::int64_t madeUtc) {
  auto statement = connection_.prepare(
      "INSERT INTO edit(run, number, made_us, kind, track, other, frame, delta, undone) "
      "VALUES(?,?,?,?,?,?,?,?,0)");
  if (!statement) {
    return fail(statement.error());
  }
  const std::string bytes = encode(delta);
  const EditSubject& subject = receipt.subject;
  return statement->run(run_, receipt.number, madeUtc, static_cast<std::int64_t>(subject.kind),
                        asNumber(subject.track), asNumber(subject.other), indexOf(subject.frame),
                        QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())));
}

Result<void> EditJournal::apply(const TrackDelta& delta) {
  if (auto done = applyBoxes(delta); !done) {
    return done;
  }
  return applyTracks(delta);
}

Result<void> EditJournal::applyBoxes(const TrackDelta& delta) {
  auto remove = connection_.prepare("DELETE FROM box WHERE run=? AND frame=? AND track=?");
  auto move = connection_.prepare("UPDATE box SET track=? WHERE run=? AND frame=? AND track=?");
  auto add = connection_.prepare(
      "INSERT INTO box(run, frame, track, x, y, w, h, score, origin) VALUES(?,?,?,?,?,?,?,?,?)");
  if (!remove || !move || !add) {
    return fail(!remove ? remove.error() : !move ? move.error() : add.error());
  }
  for (const auto& change : delta.boxes) {
    if (change.before) {
      const auto done = remove->run(run_, indexOf(change.frame), asNumber(change.track));
      if (auto one = exactlyOne(done, *remove); !one) {
        return one;
      }
    }
  }
  // Over negative numbers, so that two boxes of a picture can change places.
  for (const auto& one : delta.moves) {
    const auto done = move->run(-asNumber(one.to), run_, indexOf(one.frame), asNumber(one.from));
    if (auto moved = exactlyOne(done, *move); !moved) {
      return moved;
    }
  }
  for (const auto& one : delta.moves) {
    const auto done = move->run(asNumber(one.to), run_, indexOf(one.frame), -asNumber(one.to));
    if (auto moved = exactlyOne(done, *move); !moved) {
      return moved;
    }
  }
  for (const auto& change : delta.boxes) {
    if (change.after) {
      const Box& box = change.after->box;
      if (auto done =
              add->run(run_, indexOf(change.frame), asNumber(change.track), box.x, box.y, box.w,
                       box.h, change.after->score, static_cast<std::int64_t>(change.after->origin));
          !done) {
        return done;
      }
    }
  }
  return {};
}

Result<void> EditJournal::applyTracks(const TrackDelta& delta) {
  auto remove = connection_.prepare("DELETE FROM track WHERE run=? AND track=?");
  auto add = connection_.prepare(
      "INSERT INTO track(run, track, class, name, review, first, last, boxes) "
      "VALUES(?,?,?,?,?,?,?,?)");
  if (!remove || !add) {
    return fail(remove ? add.error() : remove.error());
  }
  for (const auto& change : delta.tracks) {
    if (change.before) {
      const auto done = remove->run(run_, asNumber(change.id));
      if (auto one = exactlyOne(done, *remove); !one) {
        return one;
      }
    }
    if (change.after) {
      const TrackInfo& info = *change.after;
      if (auto done = add->run(run_, asNumber(change.id), std::int64_t{indexOf(info.classId)},
                               info.name, static_cast<std::int64_t>(info.review),
                               indexOf(info.first), indexOf(info.last), info.boxes);
          !done) {
        return done;
      }
    }
  }
  return {};
}

}  // namespace followspot
