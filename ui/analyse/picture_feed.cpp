#include "ui/analyse/picture_feed.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QMetaObject>

#include <unistd.h>

#include "core/base/thread_name.h"

namespace followspot::ui {
namespace {

/// A request is finished, whatever comes after it, when nothing was shown for so long.
constexpr std::chrono::milliseconds kLongest{250};

/// An eighth of the machine's memory, within reason.
std::size_t usualCacheBytes() {
  constexpr std::size_t kLeast = std::size_t{256} << 20U;
  constexpr std::size_t kMost = std::size_t{1} << 30U;
  constexpr std::size_t kShare = 8;
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long pageBytes = sysconf(_SC_PAGE_SIZE);
  if (pages <= 0 || pageBytes <= 0) {
    return kLeast;
  }
  return std::clamp(static_cast<std::size_t>(pages) * static_cast<std::size_t>(pageBytes) / kShare,
                    kLeast, kMost);
}

}  // namespace

PictureFeed::PictureFeed(std::shared_ptr<Engine> engine, QObject* parent)
    : QObject(parent), engine_(std::move(engine)), thread_([this](const std::stop_token& stop) {
        nameThisThread("fs-pictures");
        run(stop);
      }) {}

PictureFeed::~PictureFeed() {
  const std::scoped_lock lock(mutex_);
  opening_.request_stop();
  thread_.request_stop();
}

void PictureFeed::open(const QString& location) {
  ++number_;
  {
    const std::scoped_lock lock(mutex_);
    opening_.request_stop();
    opening_ = std::stop_source();
    orders_.open = location.toStdString();
    orders_.frame.reset();
    ordered_ = number_;
    news_.reset();
  }
  wake_.notify_one();
}

void PictureFeed::request(FrameId frame) {
  {
    const std::scoped_lock lock(mutex_);
    orders_.frame = frame;
  }
  wake_.notify_one();
}

void PictureFeed::setViewport(const QSize& devicePixels) {
  {
    const std::scoped_lock lock(mutex_);
    orders_.viewport =
        FrameSize{std::max(1, devicePixels.width()), std::max(1, devicePixels.height())};
  }
  wake_.notify_one();
}

PictureFeed::Orders PictureFeed::waitForOrders(const std::stop_token& stop, bool mayWork) {
  std::unique_lock lock(mutex_);
  const auto any = [this] { return orders_.open || orders_.frame || orders_.viewport; };
  if (!mayWork) {
    wake_.wait(lock, stop, any);
  }
  if (orders_.open) {
    current_ = ordered_;
  }
  return std::exchange(orders_, {});
}

void PictureFeed::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const bool mayWork = navigator_ && (target_ || !prepared_);
    const Orders orders = waitForOrders(stop, mayWork);
    if (stop.stop_requested()) {
      return;
    }
    std::stop_token opening;
    {
      const std::scoped_lock lock(mutex_);
      opening = opening_.get_token();
    }
    if (orders.open) {
      openNow(*orders.open, opening);
    }
    if (orders.viewport) {
      viewport_ = *orders.viewport;
      if (shown_) {
        show(*shown_);
      }
    }
    if (orders.frame) {
      follow(*orders.frame);
    }
    if (navigator_) {
      work(opening);
    }
  }
}

void PictureFeed::openNow(const std::string& location, const std::stop_token& stop) {
  navigator_.reset();
  target_.reset();
  waiting_.reset();
  shown_.reset();
  length_.reset();
  prepared_ = true;
  if (location.empty()) {
    return;
  }
  // Two threads decode a step back sooner; an undamaged file gives the same pictures.
  constexpr int kDecoderThreads = 2;
  auto source = openVideoSource({.location = location, .decoderThreads = kDecoderThreads}, stop);
  if (!source) {
    if (source.error().code != ErrorCode::Cancelled) {
      tell([this, text = QString::fromStdString(source.error().message)] { emit failed(text); });
    }
    return;
  }
  if (!(*source)->info().seekable) {
    tell([this, name = QString::fromStdString((*source)->info().name)] {
      emit failed(
          tr("%1 comes in its own time and cannot be stepped through. Record it first.").arg(name));
    });
    return;
  }
  navigator_.emplace(std::move(*source), FrameNavigator::Options{usualCacheBytes()});
}

void PictureFeed::follow(FrameId frame) {
  const bool shownLately = std::chrono::steady_clock::now() - shownAt_ < kLongest;
  if (!target_ || shownLately || (navigator_ && navigator_->cached(frame) != nullptr)) {
    target_ = frame;
    waiting_.reset();
  } else {
    waiting_ = frame;
  }
}

void PictureFeed::work(const std::stop_token& stop) {
  if (!target_) {
    const auto more = navigator_->prepare(stop);
    prepared_ = !more || !*more;
    reportLength();
    return;
  }
  const auto step = navigator_->stepTowards(*target_, stop);
  reportLength();
  if (!step) {
    const auto count = navigator_->frameCount();
    if (count && *count > 0 && indexOf(*target_) >= *count) {
      target_ = FrameId{*count - 1};
      return;
    }
    target_ = std::exchange(waiting_, std::nullopt);
    if (step.error().code != ErrorCode::Cancelled) {
      tell([this, text = QString::fromStdString(step.error().message)] { emit failed(text); });
    }
    return;
  }
  if (*step == FrameNavigator::Step::There) {
    shown_ = *navigator_->cached(*target_);
    show(*shown_);
    shownAt_ = std::chrono::steady_clock::now();
    target_ = std::exchange(waiting_, std::nullopt);
    prepared_ = false;
  }
}

void PictureFeed::reportLength() {
  if (navigator_->frameCount() != length_) {
    length_ = navigator_->frameCount();
    tell([this, frames = *length_] { emit lengthKnown(frames); });
  }
}

void PictureFeed::tell(std::function<void()> what) {
  QMetaObject::invokeMethod(
      this,
      [this, number = current_, what = std::move(what)] {
        if (number == number_) {
          what();
        }
      },
      Qt::QueuedConnection);
}

QImage PictureFeed::imageOf(FrameSize size) {
  // Images that the window has let go are used again: no allocation per picture.
  for (QImage& image : images_) {
    if (image.isDetached() && image.width() == size.width && image.height() == size.height) {
      return std::exchange(image, {});
    }
  }
  return {size.width, size.height, QImage::Format_RGB32};
}

void PictureFeed::show(const Frame& frame) {
  if (!converter_) {
    converter_ = engine_->makeConverter();
  }
  const FrameSize source = frame.size();
  const double scale = std::min(static_cast<double>(viewport_.width) / source.width,
                                static_cast<double>(viewport_.height) / source.height);
  const FrameSize target{std::max(1, static_cast<int>(std::lround(source.width * scale))),
                         std::max(1, static_cast<int>(std::lround(source.height * scale)))};
  QImage image = imageOf(target);
  if (image.isNull()) {
    tell([this] { emit failed(tr("There is no memory for a picture. Make the window smaller.")); });
    return;
  }
  const auto converted = converter_->convert(
      frame.view(), {target, image.bits(), static_cast<std::ptrdiff_t>(image.bytesPerLine())});
  if (!converted) {
    tell([this, text = QString::fromStdString(converted.error().message)] { emit failed(text); });
    return;
  }
  // Three are remembered: one being painted, one waiting, one being made.
  std::erase_if(images_,
                [&](const QImage& kept) { return kept.isNull() || kept.size() != image.size(); });
  constexpr std::size_t kRemembered = 3;
  if (images_.size() < kRemembered) {
    images_.push_back(image);
  }
  bool told = false;
  {
    const std::scoped_lock lock(mutex_);
    told = news_.has_value();
    news_ = FeedPicture{std::move(image), source, frame.id(), frame.time(), current_};
  }
  if (!told) {
    QMetaObject::invokeMethod(
        this, [this] { deliver(); }, Qt::QueuedConnection);
  }
}

void PictureFeed::deliver() {
  std::optional<FeedPicture> picture;
  {
    const std::scoped_lock lock(mutex_);
    picture = std::exchange(news_, std::nullopt);
  }
  if (picture && picture->number == number_) {
    emit pictureReady(*picture);
  }
}

}  // namespace followspot::ui
