#include "ui/bridge/session_worker.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include <QFileInfo>
#include <QPainter>
#include <QSaveFile>

#include "core/media/location.h"
#include "ui/video/overlay_painter.h"

namespace followspot::ui {
namespace {

/// A file's picture is shown this much later, at most, so that it comes with its own boxes and not
/// with predicted ones first. Cameras are shown at once.
constexpr auto kPatience = std::chrono::milliseconds(80);

QString nameOfInput(const std::string& input) {
  const QString text = QString::fromStdString(publicName(input));
  const QString name = QFileInfo(text).fileName();
  return name.isEmpty() ? text : name;
}

}  // namespace

SessionRunner::Worker::Worker(std::shared_ptr<Engine> engine, std::function<void()> onNews)
    : engine_(std::move(engine)),
      onNews_(std::move(onNews)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

SessionRunner::Worker::~Worker() = default;

void SessionRunner::Worker::post(Command command) {
  {
    const std::scoped_lock lock(mutex_);
    commands_.push_back(std::move(command));
  }
  wake_.notify_one();
}

void SessionRunner::Worker::postSeek(std::function<FrameId(const Worker&)> target) {
  {
    const std::scoped_lock lock(mutex_);
    seek_ = std::move(target);
  }
  wake_.notify_one();
}

void SessionRunner::Worker::setViewport(std::optional<FrameSize> size) {
  {
    const std::scoped_lock lock(mutex_);
    if (viewport_ == size) {
      return;
    }
    viewport_ = size;
    viewportChanged_ = true;
  }
  wake_.notify_one();
}

SessionRunner::Worker::News SessionRunner::Worker::takeNews() {
  const std::scoped_lock lock(mutex_);
  guiTold_ = false;
  News taken{std::move(news_.picture), news_.snapshot, std::move(news_.events)};
  news_.picture.reset();
  news_.events.clear();
  return taken;
}

void SessionRunner::Worker::run(const std::stop_token& stop) {
  while (true) {
    std::vector<Command> commands;
    std::function<FrameId(const Worker&)> seek;
    bool resized = false;
    {
      std::unique_lock lock(mutex_);
      const auto hasWork = [this] {
        return !commands_.empty() || seek_ || sessionNews_ || viewportChanged_;
      };
      if (held_) {
        wake_.wait_until(lock, stop, heldUntil_, hasWork);
      } else {
        wake_.wait(lock, stop, hasWork);
      }
      if (stop.stop_requested()) {
        break;
      }
      commands = std::exchange(commands_, {});
      seek = std::exchange(seek_, {});
      sessionNews_ = false;
      resized = std::exchange(viewportChanged_, false);
    }
    try {
      for (const Command& command : commands) {
        command(*this);
      }
      if (seek && session_) {
        seekTo(seek(*this));
      }
      pump();
      if (resized && last_ && session_) {
        show(true);
      }
      publishState();
    } catch (const std::exception& error) {
      publish(Problem{QObject::tr("Window"),
                      QObject::tr("An operation failed: %1. Close and open the source again.")
                          .arg(QString::fromUtf8(error.what()))});
    }
  }
  session_.reset();
}

void SessionRunner::Worker::open(const PlayRequest& request) {
  close();
  request_ = request;
  ++sessionNumber_;
  palette_.reset();
  failureTold_ = false;
  startAt_ = request.startAt;
  awaited_ = request.startAt;

  OpenRequest wanted;
  wanted.input = request.input;
  wanted.model = model_;
  wanted.settings.pacing = request.pacing;
  wanted.settings.startPaused = request.startPaused;
  wanted.settings.filter = filterFor(wanted_, model_.get());
  auto opened = engine_->open(std::move(wanted), [this] {
    {
      const std::scoped_lock lock(mutex_);
      sessionNews_ = true;
    }
    wake_.notify_one();
  });
  if (!opened) {
    publish(Problem{nameOfInput(request.input), QString::fromStdString(opened.error().message)});
    request_.reset();
    return;
  }
  session_ = std::move(*opened);
}

void SessionRunner::Worker::close() {
  session_.reset();
  request_.reset();
  last_.reset();
  startAt_.reset();
  awaited_.reset();
  seekTarget_.reset();
  held_.reset();
  const std::scoped_lock lock(mutex_);
  news_.picture.reset();
}

void SessionRunner::Worker::chooseModel(const model::ModelLocation& location) {
  if (location.package.empty()) {
    model_.reset();
  } else {
    auto loaded = engine_->loadModel(location);
    if (!loaded) {
      publish(Problem{QObject::tr("Model"), QString::fromStdString(loaded.error().message)});
      publish(ModelLoaded{model_});  // Nothing has changed: choosers go back.
      return;
    }
    model_ = std::move(*loaded);
  }
  publish(ModelLoaded{model_});
  if (request_) {
    const bool paused = session_ && session_->state() == SessionState::Paused;
    reopenAt(last_ ? last_->frame.id() : FrameId{}, paused);
  }
}

void SessionRunner::Worker::setWanted(const WantedDetections& wanted) {
  wanted_ = wanted;
  if (session_) {
    session_->setFilter(filterFor(wanted_, model_.get()));
  }
}

void SessionRunner::Worker::pause() {
  if (session_) {
    session_->pause();
  }
}

void SessionRunner::Worker::resume() {
  if (!session_) {
    return;
  }
  if (isAtEnd()) {
    reopenAt(FrameId{}, false);
  } else {
    session_->resume();
  }
}

void SessionRunner::Worker::step() {
  if (session_ && !isAtEnd()) {
    session_->pause();
    session_->step();
  }
}

void SessionRunner::Worker::stepBack() {
  if (session_ && last_) {
    session_->pause();
    const FrameId from = seekTarget_.value_or(last_->frame.id());
    seekTo(FrameId{std::max<std::int64_t>(0, indexOf(from) - 1)});
  }
}

void SessionRunner::Worker::seekTo(FrameId frame) {
  const auto source = session_->source();
  if (!source) {
    startAt_ = frame;
    awaited_ = frame;
    return;
  }
  if (!source->seekable) {
    return;
  }
  if (isAtEnd()) {
    reopenAt(frame, true);
    return;
  }
  session_->seek(frame);
  seekTarget_ = frame;
}

void SessionRunner::Worker::setPacing(Pacing pacing) {
  if (!request_ || request_->pacing == pacing) {
    return;
  }
  const bool paused = session_ && session_->state() == SessionState::Paused;
  request_->pacing = pacing;
  reopenAt(last_ ? last_->frame.id() : FrameId{}, paused);
}

FrameId SessionRunner::Worker::frameAfter(Seconds distance) const {
  const auto source = session_ ? session_->source() : std::nullopt;
  if (!source || !last_) {
    return {};
  }
  const double rate = source->frameRate > 0 ? source->frameRate : 25;
  auto target =
      indexOf(seekTarget_.value_or(last_->frame.id())) + std::llround(distance.count() * rate);
  if (source->frameCount) {
    target = std::min<std::int64_t>(target, *source->frameCount - 1);
  }
  return FrameId{std::max<std::int64_t>(0, target)};
}

bool SessionRunner::Worker::isAtEnd() const {
  const SessionState state = session_->state();
  return state == SessionState::Finished || state == SessionState::Stopped ||
         state == SessionState::Failed;
}

void SessionRunner::Worker::reopenAt(FrameId frame, bool paused) {
  PlayRequest again = *request_;
  const auto source = session_ ? session_->source() : std::nullopt;
  again.startPaused = paused;
  again.startAt.reset();
  if (indexOf(frame) > 0 && (!source || source->seekable)) {
    again.startAt = frame;
  }
  open(again);
}

void SessionRunner::Worker::pump() {
  if (!session_) {
    return;
  }
  if (startAt_) {
    const SessionState state = session_->state();
    if (state == SessionState::Running || state == SessionState::Paused) {
      const auto source = session_->source();
      if (source && source->seekable) {
        session_->seek(*startAt_);
      } else {
        awaited_.reset();
      }
      startAt_.reset();
    } else if (isAtEnd()) {
      startAt_.reset();
      awaited_.reset();
    }
  }
  if (auto picture = session_->takePicture()) {
    if (awaited_ && picture->frame.id() < *awaited_ && !isAtEnd()) {
      return;  // From before the jump.
    }
    if (held_ && held_->frame.id() != picture->frame.id()) {
      showNow(std::move(*held_));  // Its detections did not come in time.
    }
    held_.reset();
    if (picture->predicted && mayWaitForDetection()) {
      held_ = std::move(picture);
      heldUntil_ = std::chrono::steady_clock::now() + kPatience;
    } else {
      showNow(std::move(*picture));
    }
  }
  if (held_ && std::chrono::steady_clock::now() >= heldUntil_) {
    showNow(std::move(*held_));
    held_.reset();
  }
}

bool SessionRunner::Worker::mayWaitForDetection() const {
  if (request_->pacing != Pacing::Live || session_->state() != SessionState::Running) {
    return false;
  }
  const auto source = session_->source();
  return source && !source->live;
}

void SessionRunner::Worker::showNow(TrackedFrame picture) {
  awaited_.reset();
  seekTarget_.reset();
  last_ = std::move(picture);
  palette_.update(last_->tracks);
  show(false);
}

QImage SessionRunner::Worker::imageOf(FrameSize size) {
  // Images that the window has let go are used again: no allocation per picture.
  for (QImage& image : images_) {
    if (image.isDetached() && image.width() == size.width && image.height() == size.height) {
      return std::exchange(image, {});
    }
  }
  return {size.width, size.height, QImage::Format_RGB32};
}

void SessionRunner::Worker::show(bool repeated) {
  std::optional<FrameSize> size;
  {
    const std::scoped_lock lock(mutex_);
    size = viewport_;
  }
  ShownPicture shown;
  shown.frameSize = last_->frame.size();
  shown.tracks = last_->tracks;
  shown.colors.reserve(shown.tracks.items.size());
  for (const Track& track : shown.tracks.items) {
    shown.colors.push_back(palette_.colorOf(track.id));
  }
  shown.predicted = last_->predicted;
  shown.captured = last_->captured;
  shown.sessionNumber = sessionNumber_;
  shown.repeated = repeated;
  if (size && !last_->frame.empty()) {
    if (!converter_) {
      converter_ = engine_->makeConverter();
    }
    // The view gives the box to fit into; the picture keeps its shape.
    const FrameSize source = shown.frameSize;
    const double scale = std::min(static_cast<double>(size->width) / source.width,
                                  static_cast<double>(size->height) / source.height);
    const FrameSize target{std::max(1, static_cast<int>(std::lround(source.width * scale))),
                           std::max(1, static_cast<int>(std::lround(source.height * scale)))};
    QImage image = imageOf(target);
    if (image.isNull()) {
      publish(Problem{QObject::tr("Picture"),
                      QObject::tr("There is no memory for a picture of %1 x %2. Make the window "
                                  "smaller.")
                          .arg(target.width)
                          .arg(target.height)});
      return;
    }
    const auto converted = converter_->convert(
        last_->frame.view(),
        {target, image.bits(), static_cast<std::ptrdiff_t>(image.bytesPerLine())});
    if (!converted) {
      publish(Problem{QObject::tr("Picture"), QString::fromStdString(converted.error().message)});
      return;
    }
    shown.image = image;
    // Remember three: one being painted, one waiting, one being made.
    std::erase_if(images_,
                  [&](const QImage& kept) { return kept.isNull() || kept.size() != image.size(); });
    if (images_.size() < 3) {
      images_.push_back(std::move(image));
    }
  }
  const std::scoped_lock lock(mutex_);
  news_.picture = std::move(shown);
}

void SessionRunner::Worker::savePicture(const QString& path, const OverlayStyle& style,
                                        const Trails& trails) {
  if (!last_ || last_->frame.empty()) {
    return;
  }
  const FrameSize size = last_->frame.size();
  QImage image(size.width, size.height, QImage::Format_RGB32);
  const auto problem = [&](const QString& why) { publish(Problem{QObject::tr("Snapshot"), why}); };
  if (image.isNull()) {
    problem(QObject::tr("There is no memory for a picture of %1 x %2.")
                .arg(size.width)
                .arg(size.height));
    return;
  }
  const auto converter = engine_->makeConverter();
  const auto converted = converter->convert(
      last_->frame.view(), {size, image.bits(), static_cast<std::ptrdiff_t>(image.bytesPerLine())});
  if (!converted) {
    problem(QString::fromStdString(converted.error().message));
    return;
  }
  {
    std::vector<Rgb> colors;
    for (const Track& track : last_->tracks.items) {
      colors.push_back(palette_.colorOf(track.id));
    }
    QPainter painter(&image);
    paintOverlay(painter, last_->tracks, colors, trails, style, {},
                 std::max(1.5, size.height / 400.0));
  }
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || !image.save(&file, "PNG") || !file.commit()) {
    problem(QObject::tr("%1 cannot be written: %2. Choose another folder in the File menu.")
                .arg(path, file.errorString()));
    return;
  }
  publish(PictureSaved{path});
}

void SessionRunner::Worker::publish(Event event) {
  const std::scoped_lock lock(mutex_);
  news_.events.push_back(std::move(event));
}

void SessionRunner::Worker::publishState() {
  SessionSnapshot now;
  now.sessionNumber = sessionNumber_;
  if (session_) {
    now.active = true;
    now.input = request_->input;
    now.pacing = request_->pacing;
    now.state = session_->state();
    now.error = session_->error();
    now.source = session_->source();
    now.stats = session_->stats();
    if (now.state == SessionState::Failed && now.error && !std::exchange(failureTold_, true) &&
        now.error->code != ErrorCode::Cancelled) {
      publish(Problem{
          now.source ? QString::fromStdString(now.source->name) : nameOfInput(request_->input),
          QString::fromStdString(now.error->message)});
    }
  }
  {
    const std::scoped_lock lock(mutex_);
    news_.snapshot = std::move(now);
    if (std::exchange(guiTold_, true)) {
      return;
    }
  }
  onNews_();
}

}  // namespace followspot::ui
