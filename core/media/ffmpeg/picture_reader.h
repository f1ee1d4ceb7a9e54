#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/result.h"
#include "core/media/ffmpeg/input.h"

namespace followspot {

/// Takes a source apart and decodes its pictures, in the order of presentation.
/// @threading one thread at a time; the stop token given to `begin` works from any thread.
class PictureReader {
 public:
  /// @param kind  not a folder.
  /// @errors as openVideoSource.
  [[nodiscard]] static Result<std::unique_ptr<PictureReader>> open(const SourceSpec& spec,
                                                                   SourceKind kind,
                                                                   const std::stop_token& stop);
  PictureReader(const PictureReader&) = delete;
  PictureReader& operator=(const PictureReader&) = delete;

  /// Sets what ends the calls that follow; a live source must answer within the stall limit.
  void begin(const std::stop_token& stop);

  /// The next picture, owned by the reader and valid until the next call; null at the end of a
  /// file. @errors Cancelled; Unavailable: a live source ended or stalled.
  [[nodiscard]] Result<AVFrame*> next();

  /// Goes to a key picture at or before `wanted` by asking the container for `position` (both in
  /// the stream's time base). False where it led elsewhere; the position is then undefined.
  [[nodiscard]] bool jump(std::int64_t position, std::int64_t wanted);

  [[nodiscard]] const Input& input() const { return *input_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] bool live() const { return live_; }
  /// Packets and pictures that the container or the decoder refused or flagged.
  [[nodiscard]] std::int64_t damaged() const { return damaged_; }

  /// The presentation time of a packet or picture; nothing where the file does not say.
  [[nodiscard]] static std::optional<std::int64_t> timeOf(const AVFrame& picture);

 private:
  PictureReader(std::string name, SourceKind kind) : name_(std::move(name)), kind_(kind) {}

  enum class Fed { More, End };
  Result<Fed> feed();
  Result<int> readPacket();
  Error liveError(int error) const;

  std::string name_;
  SourceKind kind_;
  Interruption interruption_;  // before input_, which holds its address
  std::unique_ptr<Input> input_;
  av::CodecPtr decoder_;
  av::FramePtr picture_{av_frame_alloc()};
  av::PacketPtr packet_{av_packet_alloc()};
  bool live_ = false;
  bool stalled_ = false;  // nothing came within the limit
  std::int64_t damaged_ = 0;
};

}  // namespace followspot
