#include "core/batch/batch_lock.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace followspot {
namespace {

/// POSIX locks, not flock: the system tells who holds one.
struct flock wholeFile() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Result<BatchLock> BatchLock::take(const std::filesystem::path& file,
                                  std::chrono::milliseconds patience) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    return fail(ErrorCode::Unavailable, file.string() + ": cannot be opened (" +
                                            std::generic_category().message(errno) +
                                            "). Choose a folder that can be written.");
  }
  BatchLock lock(descriptor);
  const auto last = std::chrono::steady_clock::now() + patience;
  struct flock wanted = wholeFile();
  while (::fcntl(descriptor, F_SETLK, &wanted) != 0) {
    if (errno != EACCES && errno != EAGAIN && errno != EINTR) {
      return fail(ErrorCode::Unavailable, file.string() + ": cannot be locked (" +
                                              std::generic_category().message(errno) +
                                              "). Choose a folder on a local disk.");
    }
    if (std::chrono::steady_clock::now() >= last) {
      return fail(ErrorCode::Unavailable,
                  file.string() +
                      ": another process is at work there. Wait for it, or end it with "
                      "\"followspot-cli batch cancel\".");
    }
    constexpr std::chrono::milliseconds kPause{5};
    std::this_thread::sleep_for(kPause);
  }
  return lock;
}

BatchLock::~BatchLock() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

std::optional<std::int64_t> lockHolder(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) {
    return std::nullopt;
  }
  struct flock asked = wholeFile();
  const bool held = ::fcntl(descriptor, F_GETLK, &asked) == 0 && asked.l_type != F_UNLCK;
  ::close(descriptor);
  return held ? std::optional<std::int64_t>(asked.l_pid) : std::nullopt;
}

}  // namespace followspot
