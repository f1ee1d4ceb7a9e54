#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/media/packed_picture.h"
#include "core/types/timestamp.h"

namespace followspot {

enum class VideoCodec {
  H264OrMpeg4,  ///< H.264 where this FFmpeg has an encoder for it, else MPEG-4 part 2.
  Mpeg4,
};

/// Writes a video file that appears under its name only when `finish` made it whole. Pictures keep
/// their times, however irregular, counted from the first; the picture is 4:2:0, so an odd side is
/// made even by repeating its last line.
/// @threading one thread at a time.
class VideoWriter {
 public:
  struct Options {
    VideoCodec codec = VideoCodec::H264OrMpeg4;
    double frameRate =
        25;           ///< About, pictures per second, > 0: for the bit rate and the last picture.
    int threads = 1;  ///< Of the encoder, >= 1.
  };

  /// @param path  ends in .mp4, .m4v, .mov or .mkv, which chooses the container.
  /// @param size  of every picture, both sides in 1..16384.
  /// @errors InvalidArgument: another ending. NotFound, Unavailable: as OutputFile. Unsupported: no
  /// encoder.
  [[nodiscard]] static Result<std::unique_ptr<VideoWriter>> create(
      const std::filesystem::path& path, FrameSize size, const Options& options);
  VideoWriter(const VideoWriter&) = delete;
  VideoWriter& operator=(const VideoWriter&) = delete;
  ~VideoWriter();

  /// @param picture  of the size given to `create`; only read.
  /// @param time     later than that of the picture before.
  /// @errors Unavailable: disk full; said by this call or a later one.
  Result<void> write(const PackedPicture& picture, Timestamp time);

  /// Encodes what is still under way and puts the file in place; also after an interruption, as
  /// long as every `write` went well. Nothing may be written afterwards; without a picture, or
  /// after a failed `write`, there is no file. @errors Unavailable; InvalidArgument: no picture.
  Result<void> finish();

  [[nodiscard]] FrameSize size() const;
  /// "libx264" or another encoder of libav.
  [[nodiscard]] std::string encoder() const;

 private:
  struct State;
  explicit VideoWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace followspot
