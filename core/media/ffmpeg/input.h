#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/media/ffmpeg/av_util.h"
#include "core/media/source_info.h"

namespace followspot {

/// Lets libav calls that may block end on a stop request or a deadline.
/// @threading the owner sets, libav's threads read while the owner waits inside libav.
class Interruption {
 public:
  void begin(std::stop_token stop, std::chrono::milliseconds limit) {
    stop_ = std::move(stop);
    deadline_ = std::chrono::steady_clock::now() + limit;
  }
  [[nodiscard]] bool due() const { return stopped() || expired(); }
  [[nodiscard]] bool stopped() const { return stop_.stop_requested(); }
  [[nodiscard]] bool expired() const { return std::chrono::steady_clock::now() > deadline_; }
  [[nodiscard]] AVIOInterruptCB callback() {
    return {[](void* self) { return static_cast<Interruption*>(self)->due() ? 1 : 0; }, this};
  }

 private:
  std::stop_token stop_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
};

/// The kind of a location, from its spelling and the file system.
/// @errors NotFound, Unsupported (a device, pipe or empty file): sentences begin with the name.
[[nodiscard]] Result<SourceKind> kindOf(const std::string& location);

/// The location for people: user and password removed from URLs.
[[nodiscard]] std::string publicName(const std::string& location);

/// Opens a container and reads its headers. A local file can make libav open neither other files
/// nor the network.
/// @errors as openVideoSource.
[[nodiscard]] Result<av::FormatPtr> openInput(const std::string& location, SourceKind kind,
                                              Interruption& interruption);

/// Index of the stream with pictures. @errors Unsupported: none (says what there is).
[[nodiscard]] Result<int> pictureStream(const AVFormatContext& context, const std::string& name);

/// A decoder for the stream. @errors Unsupported: unknown codec, or a picture too large to be real.
[[nodiscard]] Result<av::CodecPtr> openDecoder(const AVStream& stream, int threads,
                                               const std::string& name);

}  // namespace followspot
