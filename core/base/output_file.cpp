#include "core/base/output_file.h"

#include <atomic>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace followspot {
namespace {

constexpr std::size_t kBufferBytes = 1U << 16U;

std::string systemReason(int error) { return std::generic_category().message(error); }

}  // namespace

struct OutputFile::State {
  std::filesystem::path path;
  std::filesystem::path temporary;
  int descriptor = -1;
  bool through =
      false;  // standard output, a device or a pipe: bytes go where they go, nothing is renamed
  std::string buffer;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (descriptor < 0 || descriptor == STDOUT_FILENO) {
      return;
    }
    ::close(descriptor);
    if (!through) {
      ::unlink(temporary.c_str());
    }
  }

  Result<void> writeThrough(const char* data, std::size_t size) {
    while (size > 0) {
      const ssize_t written = ::write(descriptor, data, size);
      if (written < 0) {
        if (errno == EINTR) {
          continue;
        }
        return fail(ErrorCode::Unavailable, path.string() + ": cannot write (" +
                                                systemReason(errno) +
                                                "). Free some space or choose another place.");
      }
      data += written;
      size -= static_cast<std::size_t>(written);
    }
    return {};
  }
};

OutputFile::OutputFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile& OutputFile::operator=(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

Result<OutputFile> OutputFile::create(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  state->buffer.reserve(kBufferBytes);
  if (path == "-") {
    state->through = true;
    state->descriptor = STDOUT_FILENO;
    return OutputFile(std::move(state));
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return fail(ErrorCode::InvalidArgument, path.string() + ": is a folder. Give a file name.");
  }
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored)) {
    state->through = true;
    state->descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (state->descriptor < 0) {
      return fail(ErrorCode::Unavailable,
                  path.string() + ": cannot be written (" + systemReason(errno) + ").");
    }
    return OutputFile(std::move(state));
  }
  static std::atomic<unsigned> counter = 0;
  std::string name;
  do {
    name = path.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) +
           ".part";
    state->descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (state->descriptor < 0 && errno == EEXIST);
  if (state->descriptor < 0) {
    const int error = errno;
    const ErrorCode code = error == ENOENT ? ErrorCode::NotFound : ErrorCode::Unavailable;
    return fail(code, path.string() + ": cannot create (" + systemReason(error) +
                          "). Choose a folder that exists and can be written.");
  }
  state->temporary = name;
  return OutputFile(std::move(state));
}

Result<void> OutputFile::write(std::string_view bytes) {
  if (state_->buffer.size() + bytes.size() <= kBufferBytes) {
    state_->buffer.append(bytes);
    return {};
  }
  if (auto flushed = flush(); !flushed) {
    return flushed;
  }
  if (bytes.size() >= kBufferBytes) {
    return state_->writeThrough(bytes.data(), bytes.size());
  }
  state_->buffer.append(bytes);
  return {};
}

Result<void> OutputFile::write(std::span<const std::byte> bytes) {
  return write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Result<bool> OutputFile::overwrite(std::size_t at, std::string_view bytes) {
  if (state_->through) {
    return false;
  }
  if (auto flushed = flush(); !flushed) {
    return fail(flushed.error());
  }
  const ssize_t done =
      ::pwrite(state_->descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
  if (done != static_cast<ssize_t>(bytes.size())) {
    return fail(ErrorCode::Unavailable, state_->path.string() + ": cannot be written (" +
                                            systemReason(done < 0 ? errno : ENOSPC) + ").");
  }
  return true;
}

Result<void> OutputFile::flush() {
  auto written = state_->writeThrough(state_->buffer.data(), state_->buffer.size());
  state_->buffer.clear();
  return written;
}

Result<void> OutputFile::commit() {
  if (auto flushed = flush(); !flushed) {
    return flushed;
  }
  if (state_->through) {
    return {};
  }
  // close() may be where a network or full disk speaks up, so all three calls are checked.
  const bool synced = ::fsync(state_->descriptor) == 0;
  const int syncError = errno;
  const bool closed = ::close(std::exchange(state_->descriptor, -1)) == 0;
  const int closeError = errno;
  if (!synced || !closed) {
    ::unlink(state_->temporary.c_str());
    return fail(ErrorCode::Unavailable, state_->path.string() + ": cannot finish writing (" +
                                            systemReason(synced ? closeError : syncError) +
                                            "). Free some space or choose another place.");
  }
  if (::rename(state_->temporary.c_str(), state_->path.c_str()) != 0) {
    const int error = errno;
    ::unlink(state_->temporary.c_str());
    return fail(ErrorCode::Unavailable, state_->path.string() +
                                            ": cannot put the finished file in place (" +
                                            systemReason(error) + ").");
  }
  return {};
}

const std::filesystem::path& OutputFile::path() const { return state_->path; }
const std::filesystem::path& OutputFile::temporaryPath() const { return state_->temporary; }

Result<void> writeFile(const std::filesystem::path& path, std::string_view bytes) {
  auto file = OutputFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  if (auto written = file->write(bytes); !written) {
    return written;
  }
  return file->commit();
}

Result<std::string> readFile(const std::filesystem::path& path, std::size_t maxBytes) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    const int error = errno;
    const ErrorCode code = error == ENOENT ? ErrorCode::NotFound : ErrorCode::Unavailable;
    return fail(code, path.string() + ": cannot open (" + systemReason(error) +
                          "). Check the name and permissions.");
  }
  const auto closing = std::unique_ptr<const int, void (*)(const int*)>(
      &descriptor, [](const int* open) { ::close(*open); });
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorCode::Unsupported,
                path.string() + ": is not a file (a folder or device). Give a file.");
  }
  if (static_cast<std::size_t>(status.st_size) > maxBytes) {
    return fail(ErrorCode::CorruptData, path.string() + ": has " + std::to_string(status.st_size) +
                                            " bytes, at most " + std::to_string(maxBytes) +
                                            " make sense here. Check that this is the right file.");
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(descriptor, bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return fail(ErrorCode::Unavailable,
                  path.string() + ": cannot read (" + systemReason(errno) + ").");
    }
    if (got == 0) {
      break;  // shortened while being read
    }
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace followspot
