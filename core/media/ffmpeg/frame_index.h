#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/media/ffmpeg/input.h"

namespace followspot {

/// Presentation times of a file's pictures in order, and its key pictures, read from the packets
/// without decoding and only as far as asked.
/// @threading one thread at a time.
class FrameIndex {
 public:
  struct KeyPicture {
    std::int64_t pts = 0;
    std::int64_t dts = 0;
  };
  enum class Answer {
    Known,      ///< The picture's time is `ptsOf`.
    PastEnd,    ///< The file has fewer pictures.
    Untellable  ///< Times are missing, equal or in disorder: only decoding from the start is exact.
  };

  /// @param firstPts  time of the first picture that decoding gave: earlier packets gave none.
  FrameIndex(std::string location, std::int64_t firstPts)
      : location_(std::move(location)), firstPts_(firstPts) {}

  /// @errors Cancelled, and what opening the file a second time may say.
  [[nodiscard]] Result<Answer> lookUp(std::int64_t index, const std::stop_token& stop);

  /// Only after `lookUp` said Known.
  [[nodiscard]] std::int64_t ptsOf(std::int64_t index) const {
    return times_[static_cast<std::size_t>(index)];
  }
  /// Nothing where that far has not been read yet, or the index has been given up.
  [[nodiscard]] std::optional<std::int64_t> ptsIfKnown(std::int64_t index) const;

  /// The last key picture at or before picture `index`; 0 where there is none. Only after `lookUp`
  /// said Known.
  [[nodiscard]] std::int64_t keyBefore(std::int64_t index) const;

  /// Pictures found so far; all of them once `lookUp` said PastEnd.
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(times_.size()); }

  /// Key pictures read so far, in the order of the file.
  [[nodiscard]] std::span<const KeyPicture> keys() const { return keys_; }

  /// The file did not keep what its packets promise.
  void giveUp();

 private:
  [[nodiscard]] bool isFinal(std::int64_t index) const;
  bool take(const AVPacket& packet);

  std::string location_;
  std::int64_t firstPts_;
  Interruption interruption_;  // before input_, which holds its address
  std::unique_ptr<Input> input_;
  std::vector<std::int64_t> times_;  // strictly increasing
  std::vector<KeyPicture> keys_;
  std::optional<std::int64_t> lastDts_;
  bool atEnd_ = false;
  bool untellable_ = false;
};

}  // namespace followspot
