#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/bounded_queue.h"
#include "core/media/overlay.h"
#include "core/media/picture_scaler.h"
#include "core/media/video_writer.h"
#include "core/session/tracking_session.h"

namespace followspot::cli {

/// Draws the tracks onto the pictures and writes them as a video, on a thread of its own.
/// @threading `consume` and `finish` one thread at a time.
class AnnotatedVideo {
 public:
  /// @param frameRate  about; for the bit rate.
  AnnotatedVideo(std::filesystem::path path, LabelMap labels, double frameRate);
  AnnotatedVideo(const AnnotatedVideo&) = delete;
  AnnotatedVideo& operator=(const AnnotatedVideo&) = delete;
  ~AnnotatedVideo();

  /// Hands a picture over; waits while the encoder is four pictures behind. @errors of earlier
  /// pictures.
  Result<void> consume(const TrackedFrame& frame);
  /// Encodes what was handed over and puts the file in place.
  Result<void> finish();

 private:
  struct Item {
    Frame frame;
    TrackSet tracks;
  };
  void run();
  Result<void> writeOne(const Item& item);
  Result<void> failure();

  std::filesystem::path path_;
  double frameRate_;
  Overlay overlay_;
  PictureScaler scaler_;
  std::vector<std::uint8_t> pixels_;
  std::unique_ptr<VideoWriter> writer_;
  std::mutex mutex_;
  std::optional<Error> error_;  // guarded by mutex_
  BoundedQueue<Item> queue_{4};
  std::jthread thread_;  // last: joins before what it uses goes away
};

}  // namespace followspot::cli
