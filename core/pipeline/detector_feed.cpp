#include "core/pipeline/detector_feed.h"

#include <utility>

#include "core/base/bounded_queue.h"
#include "core/base/contracts.h"
#include "core/base/latest_slot.h"

namespace followspot {
namespace {

/// All the items of a session. Those that nobody uses wait in a queue.
class ItemPool {
 public:
  explicit ItemPool(std::size_t count) : items_(count), free_(count) {
    for (WorkItem& item : items_) {
      item.detections.items.reserve(kUsualObjects);
      free_.push(&item);
    }
  }

  [[nodiscard]] WorkItem* take(const std::stop_token& stop) {
    return free_.pop(stop).value_or(nullptr);
  }

  void giveBack(WorkItem* item) {
    item->picture.frame = Frame();
    item->detected = false;
    item->error.reset();
    free_.push(item);
  }

  [[nodiscard]] std::size_t size() const { return items_.size(); }

 private:
  std::vector<WorkItem> items_;
  BoundedQueue<WorkItem*> free_;
};

std::size_t count(int workers) {
  FS_EXPECTS(workers >= 1, "somebody detects");
  return static_cast<std::size_t>(workers);
}

class LosslessFeed final : public DetectorFeed {
 public:
  // One in each worker, one waiting for each, one at the tracker and one for the capture thread:
  // nobody waits for another's turn, and no more pictures are kept than that.
  explicit LosslessFeed(int workers) : pool_(2 * count(workers) + 2), work_(pool_.size()) {}

  bool offer(Picture picture, const std::stop_token& stop) override {
    WorkItem* const item = pool_.take(stop);
    if (item == nullptr) {
      return false;
    }
    item->picture = std::move(picture);
    item->serial = serial_++;
    return work_.push(item, stop) == PushResult::Accepted;
  }

  WorkItem* next(const std::stop_token& stop) override { return work_.pop(stop).value_or(nullptr); }

  void giveBack(WorkItem* item) override { pool_.giveBack(item); }
  void close() override { work_.close(); }
  std::int64_t skipped() const override { return 0; }
  std::size_t itemCount() const override { return pool_.size(); }

 private:
  ItemPool pool_;
  BoundedQueue<WorkItem*> work_;
  std::uint64_t serial_ = 0;  // the capture thread's
};

class NewestFeed final : public DetectorFeed {
 public:
  explicit NewestFeed(int workers) : pool_(2 * count(workers) + 1) {}

  bool offer(Picture picture, const std::stop_token&) override {
    return newest_.put(std::move(picture)) != LatestSlot<Picture>::PutResult::Closed;
  }

  WorkItem* next(const std::stop_token& stop) override {
    // The item first, so that the picture is the newest at the moment when work on it begins.
    WorkItem* const item = pool_.take(stop);
    if (item == nullptr) {
      return nullptr;
    }
    auto taken = newest_.take(stop);
    if (!taken) {
      pool_.giveBack(item);
      return nullptr;
    }
    item->picture = std::move(taken->value);
    item->serial = taken->serial;
    return item;
  }

  void giveBack(WorkItem* item) override { pool_.giveBack(item); }
  void close() override { newest_.close(); }
  std::int64_t skipped() const override { return newest_.replaced(); }
  std::size_t itemCount() const override { return pool_.size(); }

 private:
  ItemPool pool_;
  LatestSlot<Picture> newest_;
};

}  // namespace

std::unique_ptr<DetectorFeed> makeLosslessFeed(int workers) {
  return std::make_unique<LosslessFeed>(workers);
}

std::unique_ptr<DetectorFeed> makeNewestFeed(int workers) {
  return std::make_unique<NewestFeed>(workers);
}

}  // namespace followspot
