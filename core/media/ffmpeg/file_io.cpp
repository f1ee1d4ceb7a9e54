#include "core/media/ffmpeg/file_io.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

extern "C" {
#include <libavutil/mem.h>
}

namespace followspot {

Result<std::unique_ptr<FileIo>> FileIo::open(const std::string& path,
                                             const Interruption& interruption) {
  // Not blocking: between the look at the name and here it may have become a pipe.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    const int error = errno;
    return fail(error == ENOENT ? ErrorCode::NotFound : ErrorCode::Unavailable,
                path + ": cannot be opened (" + std::generic_category().message(error) +
                    "). Check the name and the permissions.");
  }
  auto file = std::unique_ptr<FileIo>(new FileIo(descriptor, interruption));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorCode::Unsupported, path + ": is a pipe or device, not a video file.");
  }
  constexpr int kBufferBytes = 1 << 16;
  auto* const buffer = static_cast<unsigned char*>(av_malloc(kBufferBytes));
  file->context_ = buffer == nullptr ? nullptr
                                     : avio_alloc_context(buffer, kBufferBytes, 0, file.get(),
                                                          &FileIo::read, nullptr, &FileIo::seek);
  if (file->context_ == nullptr) {
    av_free(buffer);
    return fail(ErrorCode::Unavailable, path + ": not enough memory to open it.");
  }
  return file;
}

FileIo::~FileIo() {
  if (context_ != nullptr) {
    av_freep(&context_->buffer);  // may have been replaced by a larger one
    avio_context_free(&context_);
  }
  ::close(descriptor_);
}

void FileIo::clearError() {
  context_->error = 0;
  context_->eof_reached = 0;
}

int FileIo::read(void* self, std::uint8_t* bytes, int size) {
  const auto& file = *static_cast<const FileIo*>(self);
  if (file.interruption_.due()) {
    return AVERROR_EXIT;
  }
  while (true) {
    const ssize_t got = ::read(file.descriptor_, bytes, static_cast<std::size_t>(size));
    if (got > 0) {
      return static_cast<int>(got);
    }
    if (got == 0) {
      return AVERROR_EOF;
    }
    if (errno != EINTR) {
      return AVERROR(errno);
    }
  }
}

std::int64_t FileIo::seek(void* self, std::int64_t offset, int whence) {
  const auto& file = *static_cast<const FileIo*>(self);
  if ((whence & AVSEEK_SIZE) != 0) {
    struct stat status {};
    return ::fstat(file.descriptor_, &status) == 0 ? status.st_size : AVERROR(errno);
  }
  const off_t position = ::lseek(file.descriptor_, offset, whence & ~AVSEEK_FORCE);
  return position >= 0 ? position : AVERROR(errno);
}

}  // namespace followspot
