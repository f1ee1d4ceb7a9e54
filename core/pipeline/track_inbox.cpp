#include "core/pipeline/track_inbox.h"

#include <utility>

#include "core/base/contracts.h"

namespace followspot {

TrackInbox::TrackInbox(std::size_t itemCount, int workers)
    : ring_(itemCount, nullptr), workers_(workers) {}

void TrackInbox::putResult(WorkItem* item) {
  {
    const std::scoped_lock lock(mutex_);
    WorkItem*& place = ring_[item->serial % ring_.size()];
    FS_EXPECTS(item->serial - next_ < ring_.size() && place == nullptr,
               "serials come once, without gaps");
    place = item;
    if (item->serial != next_) {
      return;
    }
  }
  news_.notify_one();
}

void TrackInbox::putPicture(Picture picture) {
  std::optional<Picture> replaced(std::move(picture));
  {
    const std::scoped_lock lock(mutex_);
    picture_.swap(replaced);
  }
  news_.notify_one();
}

void TrackInbox::workerLeft() {
  {
    const std::scoped_lock lock(mutex_);
    --workers_;
  }
  news_.notify_one();
}

std::optional<TrackInbox::Event> TrackInbox::wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  WorkItem** place = nullptr;
  news_.wait(lock, stop, [&] {
    place = &ring_[next_ % ring_.size()];
    return *place != nullptr || picture_ || workers_ == 0;
  });
  if (stop.stop_requested()) {
    return std::nullopt;
  }
  if (*place != nullptr) {
    ++next_;
    return std::exchange(*place, nullptr);
  }
  if (picture_) {
    std::optional<Event> event(std::move(*picture_));
    picture_.reset();
    return event;
  }
  return std::nullopt;
}

}  // namespace followspot
