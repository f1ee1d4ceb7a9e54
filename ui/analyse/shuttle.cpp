#include "ui/analyse/shuttle.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace followspot::ui {
namespace {

constexpr int kTick = 10;  // ms

}  // namespace

Shuttle::Shuttle(AnalysisDocument& document, QObject* parent)
    : QObject(parent), document_(document) {
  timer_.setInterval(kTick);
  timer_.setTimerType(Qt::PreciseTimer);
  connect(&timer_, &QTimer::timeout, this, &Shuttle::tick);
  // Whoever goes elsewhere while it plays, plays on from there.
  connect(&document_, &AnalysisDocument::frameChanged, this, [this](qint64 frame) {
    if (!moving_) {
      position_ = static_cast<double>(frame);
    }
  });
  connect(&document_, &AnalysisDocument::mediaChanged, this, &Shuttle::pause);
}

void Shuttle::play() {
  const std::int64_t count = document_.frameCount();
  const auto& range = document_.range();
  const std::int64_t last = range ? indexOf(range->end) - 1 : count - 1;
  if (count > 0 && indexOf(document_.frame()) >= last) {
    document_.showFrame(range ? range->first : FrameId{0});
  }
  start(1);
}

void Shuttle::pause() {
  if (direction_ != 0) {
    direction_ = 0;
    timer_.stop();
    emit changed();
  }
}

void Shuttle::toggle() {
  if (isPlaying()) {
    pause();
  } else {
    play();
  }
}

void Shuttle::shuttle(int direction) {
  if (direction_ == direction) {
    changeSpeed(2);
    return;
  }
  speed_ = 1;
  start(direction);
}

void Shuttle::changeSpeed(double factor) {
  const double speed = std::clamp(speed_ * factor, kSlowest, kFastest);
  if (speed != speed_) {
    speed_ = speed;
    emit changed();
  }
}

void Shuttle::start(int direction) {
  if (document_.currentMedia() == nullptr) {
    return;
  }
  direction_ = direction;
  position_ = static_cast<double>(indexOf(document_.frame()));
  sinceTick_.start();
  timer_.start();
  emit changed();
}

void Shuttle::tick() {
  const double milliseconds = static_cast<double>(sinceTick_.restart());
  // After a pause of the whole program it does not leap.
  constexpr double kLongest = 250;
  advance(std::min(milliseconds, kLongest) / 1000);
}

void Shuttle::advance(double seconds) {
  position_ += seconds * direction_ * speed_ * document_.frameRate();
  const std::int64_t count = document_.frameCount();
  const auto& range = document_.range();
  const double first = range ? static_cast<double>(indexOf(range->first)) : 0;
  const double end = range       ? static_cast<double>(indexOf(range->end))
                     : count > 0 ? static_cast<double>(count)
                                 : std::numeric_limits<double>::max();
  bool atEnd = false;
  if (direction_ > 0 && position_ >= end) {
    position_ = range ? first : end - 1;
    atEnd = !range;
  } else if (direction_ < 0 && position_ < first) {
    position_ = range ? end - 1 : first;
    atEnd = !range;
  }
  moving_ = true;
  document_.showFrame(FrameId{static_cast<std::int64_t>(std::floor(position_))});
  moving_ = false;
  if (atEnd) {
    pause();
  }
}

}  // namespace followspot::ui
