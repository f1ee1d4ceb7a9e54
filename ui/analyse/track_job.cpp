#include "ui/analyse/track_job.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include <QMetaObject>

#include "core/base/sha256.h"
#include "core/base/thread_name.h"
#include "ui/analyse/detection_cache.h"

namespace followspot::ui {
namespace {

/// Detections below it are not kept: no tracker asks for them.
constexpr double kFloor = 0.05;

/// Tells models apart by their content, and what else decides the detections that are kept.
Result<std::string> cacheKeyOf(const EngineModel& model) {
  std::filesystem::path file = model.location;
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    file /= "model.pb";
  }
  const auto hash = sha256HexOfFile(file);
  if (!hash) {
    return fail(hash.error());
  }
  constexpr std::size_t kDigits = 16;
  return hash->substr(0, kDigits) + "-floor5";
}

double rateOf(const MediaFile& media) {
  constexpr double kUsualRate = 25;
  return media.frameRate > 0 ? media.frameRate : kUsualRate;
}

}  // namespace

/// One run being made: takes detections, in order, and stores what the tracker says.
class TrackJob::Work final : public TrackSink {
 public:
  Work(TrackJob& job, const TrackJobRequest& request, std::unique_ptr<Tracker> tracker)
      : job_(job), request_(request), tracker_(std::move(tracker)) {}

  Result<void> begin() {
    Run run;
    run.media = request_.media.id;
    run.name = request_.tracker + ", " + request_.model->manifest.name;
    run.model = request_.model->location.string();
    run.tracker = request_.tracker;
    run.settings = "{\"min_score\":" + std::to_string(request_.minScore) + "}";
    run.labels = request_.model->labels;
    const auto added = request_.store->addRun(run);
    if (!added) {
      return fail(added.error());
    }
    run_ = *added;
    return {};
  }

  void keepDetections(const std::string& key) {
    cache_.emplace(*request_.store, request_.media.id, key);
  }

  Result<void> consume(const TrackedFrame& frame) override {
    if (cache_) {
      if (auto kept = cache_->add(frame.detections); !kept) {
        return kept;
      }
    }
    auto tracked = track(frame.detections);
    job_.report(false, done_, std::max(request_.media.frames, done_));
    return tracked;
  }

  Result<void> track(const DetectionSet& detections) {
    believed_ = detections;
    std::erase_if(believed_.items,
                  [this](const Detection& item) { return item.score < request_.minScore; });
    waiting_.push_back(tracker_->update(believed_));
    boxes_ += waiting_.back().items.size();
    ++done_;
    constexpr std::size_t kManyBoxes = 4000;
    constexpr std::size_t kManyPictures = 500;
    return boxes_ >= kManyBoxes || waiting_.size() >= kManyPictures ? flush() : Result<void>();
  }

  Result<RunId> finish() {
    auto done = flush();
    if (done && cache_) {
      done = cache_->finish();
    }
    if (done) {
      done = request_.store->finishRun(run_);
    }
    if (!done) {
      return fail(done.error());
    }
    return run_;
  }

  /// Nothing of it shall stay.
  void takeBack() {
    if (run_ != RunId{}) {
      static_cast<void>(request_.store->removeRun(run_));
    }
  }

  [[nodiscard]] std::int64_t done() const { return done_; }

 private:
  Result<void> flush() {
    auto stored = request_.store->appendPictures(run_, waiting_);
    waiting_.clear();
    boxes_ = 0;
    return stored;
  }

  TrackJob& job_;
  const TrackJobRequest& request_;
  std::unique_ptr<Tracker> tracker_;
  std::optional<DetectionCacheWriter> cache_;
  RunId run_{};
  DetectionSet believed_;
  std::vector<TrackSet> waiting_;
  std::size_t boxes_ = 0;
  std::int64_t done_ = 0;
};

namespace {

Error cancelledError() { return {ErrorCode::Cancelled, "Tracking was cancelled."}; }

}  // namespace

TrackJob::TrackJob(std::shared_ptr<Engine> engine, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {}

TrackJob::~TrackJob() { thread_.request_stop(); }

void TrackJob::start(const TrackJobRequest& request) {
  {
    const std::scoped_lock lock(mutex_);
    if (progress_.running) {
      return;
    }
    progress_ = {.running = true, .total = request.media.frames};
    begun_ = std::chrono::steady_clock::now();
  }
  thread_ = std::jthread([this, request](const std::stop_token& stop) {
    nameThisThread("fs-track-job");
    run(request, stop);
  });
  emit changed();
}

void TrackJob::cancel() { thread_.request_stop(); }

TrackJob::Progress TrackJob::progress() const {
  const std::scoped_lock lock(mutex_);
  return progress_;
}

void TrackJob::report(bool fromCache, std::int64_t done, std::int64_t total) {
  {
    const std::scoped_lock lock(mutex_);
    progress_.fromCache = fromCache;
    progress_.done = done;
    progress_.total = total;
    progress_.elapsed = std::chrono::steady_clock::now() - begun_;
    constexpr std::int64_t kEnough = 5;  // pictures, to tell the time left
    if (done >= kEnough && total >= done) {
      progress_.left =
          progress_.elapsed * (static_cast<double>(total - done) / static_cast<double>(done));
    }
    if (std::exchange(told_, true)) {
      return;
    }
  }
  QMetaObject::invokeMethod(
      this,
      [this] {
        {
          const std::scoped_lock lock(mutex_);
          told_ = false;
        }
        emit changed();
      },
      Qt::QueuedConnection);
}

void TrackJob::end(const Result<RunId>& outcome) {
  QMetaObject::invokeMethod(
      this,
      [this, outcome] {
        {
          const std::scoped_lock lock(mutex_);
          progress_.running = false;
        }
        emit changed();
        if (outcome) {
          emit finished(static_cast<qlonglong>(*outcome));
        } else if (outcome.error().code == ErrorCode::Cancelled) {
          emit cancelled();
        } else {
          emit failed(QString::fromStdString(outcome.error().message));
        }
      },
      Qt::QueuedConnection);
}

void TrackJob::run(const TrackJobRequest& request, const std::stop_token& stop) {
  auto tracker = engine_->makeTracker(request.tracker, rateOf(request.media));
  if (tracker == nullptr) {
    end(fail(ErrorCode::Unsupported, request.tracker + ": there is no such tracker."));
    return;
  }
  const auto key = cacheKeyOf(*request.model);
  if (!key) {
    end(fail(key.error()));
    return;
  }
  auto reader = request.store->openReader();
  if (!reader) {
    end(fail(reader.error()));
    return;
  }
  Work work(*this, request, std::move(tracker));
  const auto go = [&]() -> Result<RunId> {
    // Detections that are damaged are made again.
    const auto cached = readCachedDetections(**reader, request.media.id, *key);
    if (auto begun = work.begin(); !begun) {
      return fail(begun.error());
    }
    if (cached && *cached) {
      const auto total = static_cast<std::int64_t>((*cached)->size());
      for (const DetectionSet& set : **cached) {
        if (stop.stop_requested()) {
          return fail(cancelledError());
        }
        if (auto tracked = work.track(set); !tracked) {
          return fail(tracked.error());
        }
        report(true, work.done(), total);
      }
      return work.finish();
    }
    work.keepDetections(*key);
    OpenRequest open;
    open.input = request.location;
    open.model = request.model;
    open.settings.pacing = Pacing::Recorded;
    open.settings.filter.minScore = kFloor;
    open.sinks = {&work};
    std::mutex mutex;
    std::condition_variable_any news;
    bool any = false;
    auto session = engine_->open(std::move(open), [&] {
      {
        const std::scoped_lock lock(mutex);
        any = true;
      }
      news.notify_one();
    });
    if (!session) {
      return fail(session.error());
    }
    while (true) {
      const SessionState state = (*session)->state();
      if (stop.stop_requested()) {
        session->reset();  // before the sink goes
        return fail(cancelledError());
      }
      if (state == SessionState::Failed || state == SessionState::Finished ||
          state == SessionState::Stopped) {
        const auto error = (*session)->error();
        session->reset();
        if (error) {
          return fail(*error);
        }
        return work.finish();
      }
      static_cast<void>((*session)->takePicture());
      std::unique_lock lock(mutex);
      news.wait(lock, stop, [&] { return std::exchange(any, false); });
    }
  };
  const Result<RunId> outcome = go();
  if (!outcome) {
    work.takeBack();
  }
  end(outcome);
}

}  // namespace followspot::ui
