#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/media/ffmpeg/av_util.h"
#include "core/media/ffmpeg/file_io.h"
#include "core/media/ffmpeg/interruption.h"
#include "core/media/source_info.h"

namespace followspot {

/// An opened container, its headers read, all but its video stream switched off.
struct Input {
  // In this order: the container must be closed before what it reads from.
  std::unique_ptr<FileIo> file;  ///< Of a local file; else nothing.
  std::shared_ptr<void> guard;   ///< What decides which addresses a stream may open.
  av::FormatPtr container;
  int stream = -1;  ///< The one with the pictures.

  [[nodiscard]] const AVStream& pictures() const { return *container->streams[stream]; }
};

/// Opens a file, camera or stream. A local file can make libav open nothing else; a stream nothing
/// but its own host.
/// @param kind  as `kindOf` says; not a folder.
/// @errors as openVideoSource.
[[nodiscard]] Result<std::unique_ptr<Input>> openInput(const std::string& location, SourceKind kind,
                                                       Interruption& interruption);

/// A decoder for the stream.
/// @errors Unsupported: no such decoder, or a picture too large to be real.
[[nodiscard]] Result<av::CodecPtr> openDecoder(const AVStream& stream, int threads,
                                               const std::string& name);

/// Sides and number of pixels of the largest picture that is decoded.
inline constexpr int kMaxSide = 16384;
inline constexpr std::int64_t kMaxPixels = std::int64_t{1} << 28;

}  // namespace followspot
