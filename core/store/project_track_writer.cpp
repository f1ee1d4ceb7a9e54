#include "core/store/project_track_writer.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <vector>

namespace followspot {
namespace {

using Clock = std::chrono::steady_clock;

class ProjectTrackWriter final : public TrackWriter {
 public:
  ProjectTrackWriter(ProjectStore& store, MediaFile media, RunId run)
      : store_(store), media_(std::move(media)), run_(run) {}

  Result<void> write(const TrackSet& tracks) override {
    if (count_ == waiting_.size()) {
      waiting_.emplace_back();
    }
    waiting_[count_++] = tracks;  // memory is used again
    boxes_ += tracks.items.size();
    media_.size = tracks.size;
    media_.frames = std::max(media_.frames, numberOf(tracks.frame));
    // Many boxes make a batch fast, and a slow run shall not lose much.
    constexpr std::size_t kManyBoxes = 4000;
    constexpr std::size_t kManyPictures = 1000;
    constexpr std::chrono::seconds kLong(2);
    const bool full = boxes_ >= kManyBoxes || count_ >= kManyPictures;
    return full || Clock::now() - flushed_ >= kLong ? flush() : Result<void>();
  }

  Result<void> finish() override {
    if (auto flushed = flush(); !flushed) {
      return flushed;
    }
    if (auto put = store_.putMedia(media_); !put) {
      return fail(put.error());
    }
    return store_.finishRun(run_);
  }

 private:
  Result<void> flush() {
    const std::span<const TrackSet> batch(waiting_.data(), count_);
    // What could not be stored waits for the next time: a disk may have room again.
    if (auto stored = store_.appendPictures(run_, batch); !stored) {
      return stored;
    }
    count_ = 0;
    boxes_ = 0;
    flushed_ = Clock::now();
    return {};
  }

  ProjectStore& store_;
  MediaFile media_;
  RunId run_;
  std::vector<TrackSet> waiting_;
  std::size_t count_ = 0;  ///< Of them that wait.
  std::size_t boxes_ = 0;
  Clock::time_point flushed_ = Clock::now();
};

}  // namespace

Result<std::unique_ptr<TrackWriter>> makeProjectTrackWriter(ProjectStore& store,
                                                            const MediaFile& media,
                                                            const Run& run) {
  const auto mediaId = store.putMedia(media);
  if (!mediaId) {
    return fail(mediaId.error());
  }
  Run added = run;
  added.media = *mediaId;
  const auto id = store.addRun(added);
  if (!id) {
    return fail(id.error());
  }
  return std::make_unique<ProjectTrackWriter>(store, media, *id);
}

}  // namespace followspot
