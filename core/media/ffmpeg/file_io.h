#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/media/ffmpeg/av_util.h"
#include "core/media/ffmpeg/interruption.h"

namespace followspot {

/// The bytes of one regular file for libav, read by us: whatever the file's content says, libav
/// holds no means to open another one.
/// @threading as the AVFormatContext that uses it.
class FileIo {
 public:
  /// @errors NotFound, Unavailable; Unsupported: not a regular file.
  [[nodiscard]] static Result<std::unique_ptr<FileIo>> open(const std::string& path,
                                                            const Interruption& interruption);
  FileIo(const FileIo&) = delete;
  FileIo& operator=(const FileIo&) = delete;
  ~FileIo();

  [[nodiscard]] AVIOContext* context() const { return context_; }
  /// Forgets an interrupted read, so that the next one may succeed.
  void clearError();

 private:
  FileIo(int descriptor, const Interruption& interruption)
      : descriptor_(descriptor), interruption_(interruption) {}
  static int read(void* self, std::uint8_t* bytes, int size);
  static std::int64_t seek(void* self, std::int64_t offset, int whence);

  int descriptor_;
  const Interruption& interruption_;
  AVIOContext* context_ = nullptr;
};

}  // namespace followspot
