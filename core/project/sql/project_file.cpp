#include "core/project/sql/project_file.h"

#include <array>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace followspot {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kExtension = ".followspot";
constexpr std::string_view kMagic("SQLite format 3\0", 16);

fs::path withSuffix(const fs::path& file, std::string_view suffix) {
  fs::path path = file;
  path += suffix;
  return path;
}

Error fileError(const fs::path& file, const std::error_code& problem) {
  return {ErrorCode::Unavailable, file.string() + ": " + problem.message() + "."};
}

Result<void> syncFile(const fs::path& file) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool failed = handle < 0 || ::fsync(handle) != 0;
  const std::error_code problem(errno, std::generic_category());
  if (handle >= 0) {
    ::close(handle);
  }
  return failed ? Result<void>(fail(fileError(file, problem))) : Result<void>();
}

/// The first bytes of an SQLite file (sqlite.org/fileformat.html, 1.3).
struct Header {
  bool isSqlite = false;
  std::uint32_t applicationId = 0;
  std::uint64_t bytes = 0;  ///< That the file should have; 0 where it does not say.
};

Header readHeader(const fs::path& file) {
  std::array<char, 100> bytes{};
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), bytes.size());
  Header header;
  header.isSqlite = stream.gcount() == std::streamsize{100} &&
                    std::string_view(bytes.data(), kMagic.size()) == kMagic;
  const auto big = [&](std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      value = value << 8U | static_cast<unsigned char>(bytes.at(i));
    }
    return value;
  };
  constexpr std::size_t kPageSize = 16;
  constexpr std::size_t kPageCount = 28;
  constexpr std::size_t kApplicationId = 68;
  constexpr std::uint64_t kLargestPage = 65536;  // written as 1
  const std::uint64_t pageSize = big(kPageSize, 2);
  header.bytes = (pageSize == 1 ? kLargestPage : pageSize) * big(kPageCount, 4);
  header.applicationId = big(kApplicationId, 4);
  return header;
}

bool isEmptyOrMissing(const fs::path& file) {
  std::error_code problem;
  const auto size = fs::file_size(file, problem);
  return problem || size == 0;
}

tl::unexpected<Error> damaged(const fs::path& file, std::string_view what) {
  const auto copy = backUpFile(file, "damaged");
  return fail(ErrorCode::CorruptData,
              file.string() + ": the project is damaged (" + std::string(what) +
                  "). It was left as it is" +
                  (copy ? "; a copy is " + copy->string() + ". Go back to a backup."
                        : ", no copy could be made. Copy it, then go back to a backup."));
}

tl::unexpected<Error> newer(const fs::path& file, std::int64_t version, std::size_t known) {
  const auto copy = backUpFile(file, "newer");
  return fail(ErrorCode::Unsupported,
              file.string() + ": was made by a newer version of Followspot (format " +
                  std::to_string(version) + ", this one knows " + std::to_string(known) +
                  "). It was left as it is" + (copy ? "; a copy is " + copy->string() : "") +
                  ". Update Followspot.");
}

/// What is wrong before SQLite even looks; nothing where all is well.
Result<void> inspect(const fs::path& file) {
  const Header header = readHeader(file);
  const bool bearsOurName = file.extension() == kExtension;
  if (!header.isSqlite || header.applicationId != kProjectApplicationId) {
    if (bearsOurName) {
      return damaged(file, "it does not begin as a project does");
    }
    return fail(ErrorCode::Unsupported, file.string() +
                                            ": is no project of Followspot. Choose a file made "
                                            "by \"followspot-cli project create\".");
  }
  // A journal that is still to be worked in may make the file longer.
  if (isEmptyOrMissing(withSuffix(file, "-wal")) && fs::file_size(file) < header.bytes) {
    return damaged(file, "its end is missing");
  }
  return {};
}

/// Whole and of one moment, also with a journal beside the file; `copy` must not be there.
Result<void> vacuumInto(SqlConnection& connection, const fs::path& copy) {
  auto statement = connection.prepare("VACUUM INTO ?");
  if (!statement) {
    return fail(statement.error());
  }
  auto copied = statement->run(copy.string());
  if (copied) {
    copied = syncFile(copy);
  }
  if (!copied) {
    std::error_code ignored;
    fs::remove(copy, ignored);
  }
  return copied;
}

Result<void> bringUpToDate(SqlConnection& connection, const fs::path& file, std::int64_t version,
                           std::span<const SchemaStep> steps, std::vector<std::string>& notes) {
  const auto healthy = connection.text("PRAGMA integrity_check(1)");
  if (!healthy && healthy.error().code != ErrorCode::CorruptData) {
    return fail(healthy.error());
  }
  if (!healthy || *healthy != "ok") {
    return damaged(file, healthy ? *healthy : "SQLite cannot read it");
  }
  const std::string word = "format-" + std::to_string(version);
  fs::path copy = withSuffix(file, "." + word);
  for (int n = 2; fs::exists(copy); ++n) {
    copy = withSuffix(file, "." + word + "-" + std::to_string(n));
  }
  if (auto copied = vacuumInto(connection, copy); !copied) {
    return fail(copied.error().withContext("Backup before the update of the project"));
  }
  if (auto done = migrateSchema(connection, steps); !done) {
    return fail(done.error().withContext("Update of the project (it is as it was)"));
  }
  notes.push_back(file.string() + ": was brought from format " + std::to_string(version) + " to " +
                  std::to_string(steps.size()) + "; as it was, it is kept in " + copy.string() +
                  ".");
  return {};
}

Result<void> prepareExisting(const fs::path& file, std::span<const SchemaStep> steps,
                             std::vector<std::string>& notes) {
  if (auto looked = inspect(file); !looked) {
    return looked;
  }
  auto connection = SqlConnection::open(file, SqlConnection::Use::Write);
  const auto version =
      connection ? schemaVersion(**connection) : Result<std::int64_t>(fail(connection.error()));
  if (!version) {
    return version.error().code == ErrorCode::CorruptData ? damaged(file, "SQLite cannot read it")
                                                          : fail(version.error());
  }
  const auto latest = static_cast<std::int64_t>(steps.size());
  if (*version > latest) {
    return newer(file, *version, steps.size());
  }
  if (*version < 1) {
    return damaged(file, "it names no format");
  }
  if (*version < latest) {
    if (auto done = bringUpToDate(**connection, file, *version, steps, notes); !done) {
      return done;
    }
  }
  const auto expected = expectedSchemaText(steps);
  if (!expected) {
    return fail(expected.error());
  }
  const auto found = schemaText(**connection);
  if (!found && found.error().code != ErrorCode::CorruptData) {
    return fail(found.error());
  }
  if (!found || *found != *expected) {
    return damaged(file, "its tables are not those of its format");
  }
  return {};
}

Result<void> makeNew(const fs::path& file, std::span<const SchemaStep> steps) {
  std::error_code problem;
  if (!fs::is_directory(file.parent_path(), problem)) {
    return fail(ErrorCode::NotFound,
                file.parent_path().string() + ": there is no such folder. Make it first.");
  }
  auto connection = SqlConnection::open(file, SqlConnection::Use::Write);
  if (!connection) {
    return fail(connection.error());
  }
  auto made = migrateSchema(**connection, steps);
  if (!made) {
    connection->reset();
    if (isEmptyOrMissing(file)) {
      fs::remove(file, problem);
    }
  }
  return made;
}

}  // namespace

Result<fs::path> backUpFile(const fs::path& file, std::string_view word) {
  constexpr int kMost = 1000;
  std::error_code problem;
  const auto size = fs::file_size(file, problem);
  const auto changed = problem ? fs::file_time_type() : fs::last_write_time(file, problem);
  if (problem) {
    return fail(fileError(file, problem));
  }
  for (int n = 1; n < kMost; ++n) {
    const fs::path copy =
        withSuffix(file, "." + std::string(word) + (n == 1 ? "" : "-" + std::to_string(n)));
    if (fs::exists(copy, problem)) {
      std::error_code unreadable;
      if (fs::file_size(copy, unreadable) == size && !unreadable &&
          fs::last_write_time(copy, unreadable) == changed && !unreadable) {
        return copy;
      }
      continue;
    }
    // Refuses to overwrite, whoever was faster.
    if (!fs::copy_file(file, copy, fs::copy_options::none, problem)) {
      std::error_code ignored;
      fs::remove(copy, ignored);
      return fail(fileError(copy, problem));
    }
    const fs::path journal = withSuffix(file, "-wal");
    if (!isEmptyOrMissing(journal)) {
      fs::copy_file(journal, withSuffix(copy, "-wal"), fs::copy_options::overwrite_existing,
                    problem);
    }
    if (auto synced = syncFile(copy); !synced) {
      return fail(synced.error());
    }
    fs::last_write_time(copy, changed, problem);
    return copy;
  }
  return fail(ErrorCode::Unavailable, file.string() +
                                          ": there are too many copies of it. Remove "
                                          "those that are not needed.");
}

Result<void> copyProject(const fs::path& file, const fs::path& copy) {
  std::error_code problem;
  if (fs::equivalent(file, copy, problem)) {
    return fail(ErrorCode::InvalidArgument,
                copy.string() + ": is the project itself. Give another name.");
  }
  auto connection = SqlConnection::open(file, SqlConnection::Use::Write);
  if (!connection) {
    return fail(connection.error());
  }
  const fs::path part = withSuffix(copy, ".part");
  fs::remove(part, problem);
  if (auto copied = vacuumInto(**connection, part); !copied) {
    return fail(copied.error().withContext("Copy of the project to " + copy.string()));
  }
  // A journal of what was there before would be worked into the copy.
  for (const char* const journal : {"-wal", "-shm", "-journal"}) {
    fs::remove(withSuffix(copy, journal), problem);
  }
  fs::rename(part, copy, problem);
  if (problem) {
    const Error error = fileError(copy, problem);
    fs::remove(part, problem);
    return fail(error);
  }
  return {};
}

Result<PreparedFile> prepareProjectFile(const fs::path& file, ProjectMode mode,
                                        std::span<const SchemaStep> steps) {
  std::error_code problem;
  PreparedFile prepared;
  prepared.path = fs::absolute(file, problem).lexically_normal();
  const fs::path& path = prepared.path;
  const auto kind = fs::status(path, problem).type();
  if (kind == fs::file_type::not_found) {
    if (mode == ProjectMode::OpenExisting) {
      return fail(ErrorCode::NotFound, path.string() +
                                           ": there is no such project. Create it, or "
                                           "give the name of one.");
    }
  } else if (kind != fs::file_type::regular) {
    return fail(ErrorCode::Unsupported,
                path.string() + ": is no regular file. Choose another name.");
  }
  // A creation or a step that was cut off while SQLite wrote: its journal takes that back.
  if (path.extension() == kExtension && !isEmptyOrMissing(withSuffix(path, "-journal"))) {
    if (auto connection = SqlConnection::open(path, SqlConnection::Use::Write)) {
      static_cast<void>(schemaVersion(**connection));
    }
  }
  // An empty file is a creation that was cut off: there is nothing in it to lose.
  const bool isNew = isEmptyOrMissing(path);
  if (!isNew && mode == ProjectMode::Create) {
    return fail(ErrorCode::InvalidArgument,
                path.string() + ": exists already. Open it, or give another name.");
  }
  auto done = isNew ? makeNew(path, steps) : prepareExisting(path, steps, prepared.notes);
  if (!done) {
    return fail(done.error());
  }
  return prepared;
}

}  // namespace followspot
