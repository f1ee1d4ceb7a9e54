#include "core/batch/batch_queue.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <random>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/contracts.h"
#include "core/base/output_file.h"
#include "core/base/text.h"

namespace followspot {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

std::filesystem::path innerFolder(const std::filesystem::path& folder) {
  return folder / ".followspot-batch";
}
std::filesystem::path journalFile(const std::filesystem::path& folder) {
  return innerFolder(folder) / "journal.jsonl";
}
std::filesystem::path lockFile(const std::filesystem::path& folder) {
  return innerFolder(folder) / "lock";
}
std::filesystem::path workFolder(const std::filesystem::path& folder) {
  return innerFolder(folder) / "work";
}

tl::unexpected<Error> unwritable(const std::filesystem::path& path, int error) {
  return fail(ErrorCode::Unavailable, path.string() + ": cannot be written (" +
                                          std::generic_category().message(error) +
                                          "). Free some space or choose another folder.");
}

/// The names in a folder are on the disk, too.
Result<void> syncFolder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  return synced ? Result<void>() : Result<void>(unwritable(folder, error));
}

std::string randomId() {
  std::random_device random;
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%08x%08x", random(), random());
  return text.data();
}

struct Journal {
  BatchContent content;
  std::size_t wholeBytes = 0;
};

Result<Journal> readJournal(const std::filesystem::path& folder) {
  const auto file = journalFile(folder);
  const auto text = readFile(file, kMostBytes);
  if (!text) {
    return fail(text.error());
  }
  Journal journal;
  auto content = parseBatchJournal(*text, journal.wholeBytes);
  if (!content) {
    return fail(content.error().withContext(file.string()));
  }
  journal.content = std::move(*content);
  return journal;
}

}  // namespace

Result<BatchQueue> BatchQueue::open(const std::filesystem::path& folder) {
  std::error_code problem;
  std::filesystem::create_directories(innerFolder(folder), problem);
  if (problem) {
    return fail(ErrorCode::Unavailable, folder.string() + ": cannot be made (" + problem.message() +
                                            "). Choose a folder that can be written.");
  }
  constexpr std::chrono::seconds kPatience(2);
  auto lock = BatchLock::take(lockFile(folder), kPatience);
  if (!lock) {
    return fail(lock.error());
  }
  BatchQueue queue(folder, std::move(*lock));
  const auto file = journalFile(folder);
  queue.journal_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (queue.journal_ < 0) {
    return unwritable(file, errno);
  }
  auto journal = readJournal(folder);
  if (!journal) {
    return fail(journal.error());
  }
  queue.content_ = std::move(journal->content);
  if (::ftruncate(queue.journal_, static_cast<off_t>(journal->wholeBytes)) != 0) {
    return unwritable(file, errno);
  }
  if (auto synced = syncFolder(innerFolder(folder)); !synced) {
    return fail(synced.error());
  }
  return queue;
}

BatchQueue::BatchQueue(BatchQueue&& other) noexcept
    : folder_(std::move(other.folder_)),
      lock_(std::move(other.lock_)),
      content_(std::move(other.content_)),
      journal_(std::exchange(other.journal_, -1)) {}

BatchQueue::~BatchQueue() {
  if (journal_ >= 0) {
    ::close(journal_);
  }
}

Result<void> BatchQueue::append(const std::string& line) {
  struct stat before {};
  if (::fstat(journal_, &before) != 0) {
    return unwritable(journalFile(folder_), errno);
  }
  const ssize_t written = ::write(journal_, line.data(), line.size());
  const bool whole = written == static_cast<ssize_t>(line.size()) && ::fdatasync(journal_) == 0;
  if (!whole) {
    const int error = written >= 0 && written < static_cast<ssize_t>(line.size()) ? ENOSPC : errno;
    // Half a line would make the next one senseless.
    static_cast<void>(::ftruncate(journal_, before.st_size));
    return unwritable(journalFile(folder_), error);
  }
  return {};
}

Result<void> BatchQueue::begin(const std::string& settings) {
  FS_EXPECTS(!hasSettings(), "a queue has one setting");
  if (!isUtf8(settings)) {
    return fail(ErrorCode::InvalidArgument, "The settings are no UTF-8. Rename what they name.");
  }
  std::string id = randomId();
  if (auto written = append(firstLine(id, settings)); !written) {
    return written;
  }
  content_.id = std::move(id);
  content_.settings = settings;
  return {};
}

Result<void> BatchQueue::add(const std::filesystem::path& input) {
  FS_EXPECTS(hasSettings(), "settings come first");
  BatchItem item;
  std::filesystem::path path = std::filesystem::absolute(input).lexically_normal();
  if (!path.has_filename()) {
    path = path.parent_path();  // of "folder/"
  }
  item.input = path.string();
  const std::string stem = path.stem().string();
  if (!isUtf8(item.input) || stem.empty()) {
    return fail(ErrorCode::InvalidArgument,
                item.input + ": its name cannot be kept in a queue. Rename it.");
  }
  const auto isThere = [this](const auto& member, const std::string& value) {
    return std::ranges::find(content_.items, value, member) != content_.items.end();
  };
  if (isThere(&BatchItem::input, item.input)) {
    return {};
  }
  item.name = stem;
  for (int number = 2; isThere(&BatchItem::name, item.name); ++number) {
    item.name = stem + "-" + std::to_string(number);
  }
  if (auto written = append(addLine(item)); !written) {
    return written;
  }
  content_.items.push_back(std::move(item));
  return {};
}

std::optional<std::size_t> BatchQueue::next() const {
  std::optional<std::size_t> best;
  for (std::size_t k = 0; k < content_.items.size(); ++k) {
    const BatchItem& item = content_.items[k];
    const bool open = item.state == BatchState::Waiting || item.state == BatchState::Begun;
    if (open && (!best || item.begun < content_.items[*best].begun)) {
      best = k;
    }
  }
  return best;
}

void BatchQueue::clearWork() const {
  std::error_code ignored;  // what stays is overwritten or said by whoever writes there
  std::filesystem::remove_all(workFolder(folder_), ignored);
}

Result<std::filesystem::path> BatchQueue::start(std::size_t item) {
  clearWork();
  const auto work = workFolder(folder_);
  std::error_code problem;
  std::filesystem::create_directories(work, problem);
  if (problem) {
    return unwritable(work, problem.value());
  }
  if (auto written = append(beginLine(item)); !written) {
    return fail(written.error());
  }
  content_.items[item].state = BatchState::Begun;
  ++content_.items[item].begun;
  content_.lastBegun = item;
  return work;
}

Result<void> BatchQueue::finish(std::size_t item, const BatchItem& counts) {
  const auto work = workFolder(folder_);
  std::error_code problem;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(work, problem)) {
    files.push_back(entry.path());
  }
  for (const auto& file : files) {
    if (!problem) {
      std::filesystem::rename(file, folder_ / file.filename(), problem);
    }
  }
  if (problem) {
    return unwritable(folder_, problem.value());
  }
  // Else a disk that loses power could have the journal's line and not the files.
  if (auto synced = syncFolder(folder_); !synced) {
    return synced;
  }
  if (auto written = append(doneLine(item, counts)); !written) {
    return written;
  }
  content_.lastBegun.reset();
  BatchItem& done = content_.items[item];
  done.state = BatchState::Done;
  done.frames = counts.frames;
  done.tracks = counts.tracks;
  done.seconds = counts.seconds;
  done.gaps = counts.gaps;
  return {};
}

Result<void> BatchQueue::giveUp(std::size_t item, const std::string& why) {
  clearWork();
  if (auto written = append(failedLine(item, why)); !written) {
    return written;
  }
  content_.lastBegun.reset();
  content_.items[item].state = BatchState::Failed;
  content_.items[item].why = why;
  return {};
}

Result<void> BatchQueue::retry(std::size_t item) {
  if (auto written = append(retryLine(item)); !written) {
    return written;
  }
  content_.items[item].state = BatchState::Waiting;
  content_.items[item].begun = 0;
  return {};
}

Result<BatchContent> readBatch(const std::filesystem::path& folder) {
  std::error_code ignored;
  if (!std::filesystem::exists(journalFile(folder), ignored)) {
    return fail(ErrorCode::NotFound,
                folder.string() +
                    ": has no batch queue. \"followspot-cli batch run --help\" tells how to make "
                    "one.");
  }
  auto journal = readJournal(folder);
  return journal ? Result<BatchContent>(std::move(journal->content))
                 : Result<BatchContent>(fail(journal.error()));
}

std::optional<std::int64_t> batchWorker(const std::filesystem::path& folder) {
  return lockHolder(lockFile(folder));
}

}  // namespace followspot
