#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <QByteArray>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include "core/base/result.h"

namespace followspot {

[[nodiscard]] inline QString asQt(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A prepared statement that is run again and again.
/// @threading that of its connection.
class SqlStatement {
 public:
  SqlStatement(QSqlQuery query, std::string file)
      : query_(std::move(query)), file_(std::move(file)) {}

  /// Runs with these values for the question marks. Rows, if any, come by `next`.
  template <class... Values>
  Result<void> run(const Values&... values) {
    query_.finish();
    int position = 0;
    (query_.bindValue(position++, asVariant(values)), ...);
    return execute();
  }
  /// False at the end of the rows.
  Result<bool> next();
  /// Lets go of the rows that were not read, and of the lock on them.
  void finish() { query_.finish(); }
  [[nodiscard]] std::int64_t changedRows() const { return query_.numRowsAffected(); }
  [[nodiscard]] std::int64_t lastId() const { return query_.lastInsertId().toLongLong(); }

  [[nodiscard]] std::int64_t integer(int column) const { return query_.value(column).toLongLong(); }
  [[nodiscard]] double real(int column) const { return query_.value(column).toDouble(); }
  [[nodiscard]] std::string text(int column) const {
    return query_.value(column).toString().toStdString();
  }
  [[nodiscard]] QByteArray bytes(int column) const { return query_.value(column).toByteArray(); }

 private:
  static QVariant asVariant(std::int64_t value) { return QVariant::fromValue<qlonglong>(value); }
  static QVariant asVariant(double value) { return value; }
  static QVariant asVariant(std::string_view value) { return asQt(value); }
  static QVariant asVariant(const std::string& value) { return asQt(value); }
  static QVariant asVariant(const char* value) { return asQt(value); }
  static QVariant asVariant(const QByteArray& value) { return value; }
  Result<void> execute();

  QSqlQuery query_;
  std::string file_;
};

/// One connection to an SQLite file.
/// @threading only the thread that opened it.
class SqlConnection {
 public:
  enum class Use { Write, Read };

  /// @param file  absolute; made where it does not exist.
  /// @errors as of openProject.
  [[nodiscard]] static Result<std::unique_ptr<SqlConnection>> open(
      const std::filesystem::path& file, Use use);
  /// One without a file.
  [[nodiscard]] static Result<std::unique_ptr<SqlConnection>> openInMemory();
  SqlConnection(const SqlConnection&) = delete;
  SqlConnection& operator=(const SqlConnection&) = delete;
  ~SqlConnection();

  Result<void> run(std::string_view sql);
  [[nodiscard]] Result<SqlStatement> prepare(std::string_view sql);
  /// The only value that a query gives.
  [[nodiscard]] Result<std::int64_t> integer(std::string_view sql);
  [[nodiscard]] Result<std::string> text(std::string_view sql);
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  SqlConnection(QString name, std::string file) : name_(std::move(name)), file_(std::move(file)) {}
  Result<void> configure(Use use);
  [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(name_, false); }

  QString name_;
  std::string file_;
};

/// Rolled back unless committed.
class SqlTransaction {
 public:
  /// Takes the write lock at once, so that what is read within is what the writes go by.
  [[nodiscard]] static Result<SqlTransaction> begin(SqlConnection& connection);
  SqlTransaction(SqlTransaction&& other) noexcept
      : connection_(std::exchange(other.connection_, nullptr)) {}
  SqlTransaction& operator=(SqlTransaction&&) = delete;
  ~SqlTransaction();
  Result<void> commit();

 private:
  explicit SqlTransaction(SqlConnection& connection) : connection_(&connection) {}
  SqlConnection* connection_;
};

/// What SQLite says, as an error of ours.
[[nodiscard]] Error asError(const QSqlError& error, std::string_view file);

}  // namespace followspot
