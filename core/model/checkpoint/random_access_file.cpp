#include "core/model/checkpoint/random_access_file.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace followspot::model {

Result<RandomAccessFile> RandomAccessFile::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    const int error = errno;
    if (error == ENOENT || error == ENOTDIR) {
      return fail(ErrorCode::NotFound, path.string() + ": is not there. Check the name.");
    }
    return fail(ErrorCode::Unavailable, path.string() + ": cannot open (" +
                                            std::generic_category().message(error) +
                                            "). Check its permissions.");
  }
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return fail(ErrorCode::Unsupported,
                path.string() + ": is not a file (a folder or device). Give a file.");
  }
  return RandomAccessFile(path, descriptor, static_cast<std::uint64_t>(status.st_size));
}

RandomAccessFile::RandomAccessFile(RandomAccessFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_) {}

RandomAccessFile::~RandomAccessFile() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

Result<void> RandomAccessFile::readAt(std::uint64_t offset, std::span<std::byte> into) const {
  if (offset > size_ || into.size() > size_ - offset) {
    return fail(ErrorCode::CorruptData, path_.string() + ": has " + std::to_string(size_) +
                                            " bytes, " + std::to_string(into.size()) +
                                            " are needed from byte " + std::to_string(offset) +
                                            " on. It is damaged or was not copied whole.");
  }
  while (!into.empty()) {
    const ssize_t got = ::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return fail(ErrorCode::Unavailable, path_.string() + ": cannot read (" +
                                              std::generic_category().message(errno) + ").");
    }
    if (got == 0) {
      return fail(ErrorCode::CorruptData,
                  path_.string() + ": was shortened while it was read. Copy it again.");
    }
    into = into.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

}  // namespace followspot::model
