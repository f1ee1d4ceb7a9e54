#include "core/project/sql/sql_connection.h"

#include <atomic>
#include <utility>

namespace followspot {
namespace {

// SQLite's primary result codes (sqlite.org/rescode.html) that tell what can be done.
enum SqliteCode : int {
  Busy = 5,
  Locked = 6,
  NoMemory = 7,
  ReadOnly = 8,
  IoError = 10,
  Corrupt = 11,
  Full = 13,
  CantOpen = 14,
  Constraint = 19,
  NotADatabase = 26,
};

QString nextName() {
  static std::atomic<int> count{0};
  return QStringLiteral("followspot-project-%1").arg(++count);
}

}  // namespace

Error asError(const QSqlError& error, std::string_view file) {
  const std::string name(file);
  constexpr int kPrimary = 0xff;
  switch (error.nativeErrorCode().toInt() & kPrimary) {
    case Busy:
    case Locked:
      return {ErrorCode::Unavailable,
              name + ": another program is writing to it. Try again when it has finished."};
    case NoMemory:
      return {ErrorCode::Unavailable, name + ": out of memory. Close other programs."};
    case ReadOnly:
      return {ErrorCode::Unavailable,
              name + ": cannot be written. Check the permissions of the file and its folder."};
    case IoError:
      return {ErrorCode::Unavailable,
              name +
                  ": the disk reports an error. Nothing of this step was stored; check the disk "
                  "and try again."};
    case Corrupt:
    case NotADatabase:
      return {ErrorCode::CorruptData,
              name + ": the file is damaged. Make a copy, then go back to a backup."};
    case Full:
      return {ErrorCode::Unavailable,
              name +
                  ": the disk is full. Nothing of this step was stored, all before it is safe; "
                  "make room and try again."};
    case CantOpen:
      return {ErrorCode::Unavailable,
              name + ": cannot be opened. Check the permissions of the file and its folder."};
    case Constraint:
      return {ErrorCode::InvalidArgument,
              name + ": is already there (" + error.databaseText().toStdString() + ")."};
    default:
      return {ErrorCode::Internal, name + ": " + error.text().toStdString()};
  }
}

Result<void> SqlStatement::execute() {
  if (!query_.exec()) {
    Error error = asError(query_.lastError(), file_);
    query_.finish();
    return fail(std::move(error));
  }
  return {};
}

Result<bool> SqlStatement::next() {
  if (query_.next()) {
    return true;
  }
  // The driver says "no row" for an error, too.
  const bool failed = query_.lastError().type() != QSqlError::NoError;
  Result<bool> end = failed ? Result<bool>(fail(asError(query_.lastError(), file_))) : false;
  query_.finish();
  return end;
}

Result<std::unique_ptr<SqlConnection>> SqlConnection::open(const std::filesystem::path& file,
                                                           Use use) {
  const std::string path = file.string();
  if (asQt(path).toStdString() != path) {
    return fail(ErrorCode::Unsupported,
                path + ": the path is not UTF-8. Give the file or its folder another name.");
  }
  auto connection = std::unique_ptr<SqlConnection>(new SqlConnection(nextName(), path));
  {
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->name_);
    if (!database.isValid()) {
      return fail(ErrorCode::Unavailable,
                  "Qt's driver for SQLite is not there. Install libqt6sql6-sqlite.");
    }
    database.setDatabaseName(asQt(path));
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!database.open()) {
      return fail(asError(database.lastError(), path));
    }
  }
  if (auto configured = connection->configure(use); !configured) {
    return fail(configured.error());
  }
  return connection;
}

Result<std::unique_ptr<SqlConnection>> SqlConnection::openInMemory() {
  return open(":memory:", Use::Write);
}

Result<void> SqlConnection::configure(Use use) {
  // A file may come from anywhere: nothing in its schema is trusted, damaged cells are noticed.
  for (const char* const pragma :
       {"PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA synchronous=FULL",
        "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-16384"}) {
    if (auto done = run(pragma); !done) {
      return done;
    }
  }
  return use == Use::Read ? run("PRAGMA query_only=ON") : Result<void>();
}

SqlConnection::~SqlConnection() {
  {
    QSqlDatabase handle = database();
    if (handle.isValid()) {
      handle.close();
    }
  }
  QSqlDatabase::removeDatabase(name_);
}

Result<void> SqlConnection::run(std::string_view sql) {
  QSqlQuery query(database());
  if (!query.exec(asQt(sql))) {
    return fail(asError(query.lastError(), file_));
  }
  return {};
}

Result<SqlStatement> SqlConnection::prepare(std::string_view sql) {
  QSqlQuery query(database());
  query.setForwardOnly(true);
  if (!query.prepare(asQt(sql))) {
    return fail(asError(query.lastError(), file_));
  }
  return SqlStatement(std::move(query), file_);
}

Result<std::int64_t> SqlConnection::integer(std::string_view sql) {
  const auto value = text(sql);
  if (!value) {
    return fail(value.error());
  }
  return asQt(*value).toLongLong();
}

Result<std::string> SqlConnection::text(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) {
    return fail(statement.error());
  }
  if (auto done = statement->run(); !done) {
    return fail(done.error());
  }
  const auto row = statement->next();
  if (!row) {
    return fail(row.error());
  }
  return *row ? statement->text(0) : std::string();
}

Result<SqlTransaction> SqlTransaction::begin(SqlConnection& connection) {
  if (auto begun = connection.run("BEGIN IMMEDIATE"); !begun) {
    return fail(begun.error());
  }
  return SqlTransaction(connection);
}

SqlTransaction::~SqlTransaction() {
  if (connection_ != nullptr) {
    // Fails where SQLite has rolled back by itself, which is as good.
    static_cast<void>(connection_->run("ROLLBACK"));
  }
}

Result<void> SqlTransaction::commit() {
  auto done = connection_->run("COMMIT");
  if (done) {
    connection_ = nullptr;
  }
  return done;
}

}  // namespace followspot
