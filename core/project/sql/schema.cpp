#include "core/project/sql/schema.h"

#include <array>

namespace followspot {
namespace {

// Boxes are clustered by picture, so that a window of time is one stretch of the file; the index
// leads from a track to its boxes. No foreign keys there: a look-up for each of millions of rows
// would guard what one writer already does.
constexpr SchemaStep kFirst = R"(
CREATE TABLE media(
  id INTEGER PRIMARY KEY, location TEXT NOT NULL UNIQUE, width INTEGER NOT NULL,
  height INTEGER NOT NULL, rate REAL NOT NULL, frames INTEGER NOT NULL) STRICT;
CREATE TABLE run(
  id INTEGER PRIMARY KEY AUTOINCREMENT, media INTEGER NOT NULL, name TEXT NOT NULL,
  model TEXT NOT NULL, tracker TEXT NOT NULL, settings TEXT NOT NULL, labels TEXT NOT NULL,
  frame_step INTEGER NOT NULL, next_track INTEGER NOT NULL, finished INTEGER NOT NULL,
  made_us INTEGER NOT NULL) STRICT;
CREATE TABLE picture(
  run INTEGER NOT NULL, frame INTEGER NOT NULL, time_us INTEGER NOT NULL,
  PRIMARY KEY(run, frame)) STRICT, WITHOUT ROWID;
CREATE TABLE track(
  run INTEGER NOT NULL, track INTEGER NOT NULL, class INTEGER NOT NULL, name TEXT NOT NULL,
  review INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, boxes INTEGER NOT NULL,
  PRIMARY KEY(run, track)) STRICT, WITHOUT ROWID;
CREATE TABLE box(
  run INTEGER NOT NULL, frame INTEGER NOT NULL, track INTEGER NOT NULL, x REAL NOT NULL,
  y REAL NOT NULL, w REAL NOT NULL, h REAL NOT NULL, score REAL NOT NULL, origin INTEGER NOT NULL,
  PRIMARY KEY(run, frame, track)) STRICT, WITHOUT ROWID;
CREATE INDEX box_of_track ON box(run, track, frame);
CREATE TABLE event(
  id INTEGER PRIMARY KEY, run INTEGER NOT NULL, frame INTEGER NOT NULL, time_us INTEGER NOT NULL,
  track INTEGER NOT NULL, kind TEXT NOT NULL, details TEXT NOT NULL) STRICT;
CREATE INDEX event_of_run ON event(run, frame);
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE edit(
  run INTEGER NOT NULL, number INTEGER NOT NULL, made_us INTEGER NOT NULL, kind INTEGER NOT NULL,
  track INTEGER NOT NULL, other INTEGER NOT NULL, frame INTEGER NOT NULL, delta BLOB NOT NULL,
  undone INTEGER NOT NULL,
  PRIMARY KEY(run, number)) STRICT, WITHOUT ROWID)";

constexpr std::array<SchemaStep, 1> kSteps = {kFirst};

Result<void> runStep(SqlConnection& connection, SchemaStep step) {
  while (!step.empty()) {
    const std::size_t end = step.find(";\n");
    if (auto done = connection.run(step.substr(0, end)); !done) {
      return done;
    }
    step.remove_prefix(end == SchemaStep::npos ? step.size() : end + 2);
  }
  return {};
}

}  // namespace

std::span<const SchemaStep> schemaSteps() { return kSteps; }

Result<std::int64_t> schemaVersion(SqlConnection& connection) {
  return connection.integer("PRAGMA user_version");
}

Result<void> migrateSchema(SqlConnection& connection, std::span<const SchemaStep> steps) {
  auto transaction = SqlTransaction::begin(connection);
  if (!transaction) {
    return fail(transaction.error());
  }
  // Read within the transaction: another program may just have done it.
  const auto version = schemaVersion(connection);
  if (!version) {
    return fail(version.error());
  }
  for (auto k = static_cast<std::size_t>(*version); k < steps.size(); ++k) {
    if (auto done = runStep(connection, steps[k]); !done) {
      return done;
    }
  }
  for (const std::string& pragma :
       {"PRAGMA application_id=" + std::to_string(kProjectApplicationId),
        "PRAGMA user_version=" + std::to_string(steps.size())}) {
    if (auto done = connection.run(pragma); !done) {
      return done;
    }
  }
  return transaction->commit();
}

Result<std::string> schemaText(SqlConnection& connection) {
  return connection.text(
      "SELECT group_concat(line, char(10)) FROM (SELECT type || ' ' || name || ' ' || sql AS line "
      "FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
      "ORDER BY type, name)");
}

Result<std::string> expectedSchemaText(std::span<const SchemaStep> steps) {
  auto connection = SqlConnection::openInMemory();
  if (!connection) {
    return fail(connection.error());
  }
  if (auto made = migrateSchema(**connection, steps); !made) {
    return fail(made.error());
  }
  return schemaText(**connection);
}

}  // namespace followspot
