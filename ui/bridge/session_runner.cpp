#include "ui/bridge/session_runner.h"

#include <algorithm>
#include <utility>

#include "ui/bridge/session_worker.h"

namespace followspot::ui {

DetectionFilter filterFor(const WantedDetections& wanted, const EngineModel* model) {
  DetectionFilter filter;
  filter.minScore = wanted.minScore;
  if (model == nullptr || wanted.excludedClasses.empty()) {
    return filter;
  }
  const auto& names = model->labels.names();
  bool anyExcluded = false;
  for (std::size_t index = model->manifest.hasBackground ? 1 : 0; index < names.size(); ++index) {
    if (std::ranges::find(wanted.excludedClasses, names[index]) == wanted.excludedClasses.end()) {
      filter.classes.push_back(ClassId{static_cast<int>(index)});
    } else {
      anyExcluded = true;
    }
  }
  if (!anyExcluded) {
    filter.classes.clear();
  } else if (filter.classes.empty()) {
    filter.classes.push_back(ClassId::Unknown);  // An empty list would mean all of them.
  }
  return filter;
}

SessionRunner::SessionRunner(std::shared_ptr<Engine> engine, QObject* parent)
    : QObject(parent), worker_(std::make_unique<Worker>(std::move(engine), [this] {
        QMetaObject::invokeMethod(
            this, [this] { deliver(); }, Qt::QueuedConnection);
      })) {}

SessionRunner::~SessionRunner() = default;

void SessionRunner::open(const PlayRequest& request) {
  worker_->post([request](Worker& worker) { worker.open(request); });
}

void SessionRunner::close() {
  worker_->post([](Worker& worker) { worker.close(); });
}

void SessionRunner::chooseModel(const model::ModelLocation& location) {
  worker_->post([location](Worker& worker) { worker.chooseModel(location); });
}

void SessionRunner::setWanted(const WantedDetections& wanted) {
  worker_->post([wanted](Worker& worker) { worker.setWanted(wanted); });
}

void SessionRunner::pause() {
  worker_->post([](Worker& worker) { worker.pause(); });
}

void SessionRunner::resume() {
  worker_->post([](Worker& worker) { worker.resume(); });
}

void SessionRunner::step() {
  worker_->post([](Worker& worker) { worker.step(); });
}

void SessionRunner::stepBack() {
  worker_->post([](Worker& worker) { worker.stepBack(); });
}

void SessionRunner::seek(FrameId frame) {
  worker_->postSeek([frame](const Worker&) { return frame; });
}

void SessionRunner::seekBy(Seconds distance) {
  worker_->postSeek([distance](const Worker& worker) { return worker.frameAfter(distance); });
}

void SessionRunner::setPacing(Pacing pacing) {
  worker_->post([pacing](Worker& worker) { worker.setPacing(pacing); });
}

void SessionRunner::setViewport(std::optional<FrameSize> size) { worker_->setViewport(size); }

void SessionRunner::savePicture(const QString& path, const OverlayStyle& style,
                                const Trails& trails) {
  worker_->post([path, style, trails](Worker& worker) { worker.savePicture(path, style, trails); });
}

void SessionRunner::refresh() {
  worker_->post([](Worker&) {});
}

void SessionRunner::deliver() {
  Worker::News news = worker_->takeNews();
  snapshot_ = std::move(news.snapshot);
  for (const Worker::Event& event : news.events) {
    if (const auto* const loaded = std::get_if<Worker::ModelLoaded>(&event)) {
      model_ = loaded->model;
      emit modelChanged();
    } else if (const auto* const saved = std::get_if<Worker::PictureSaved>(&event)) {
      emit pictureSaved(saved->path);
    } else if (const auto* const failed = std::get_if<Worker::Problem>(&event)) {
      emit problem(failed->source, failed->text);
    }
  }
  emit changed();
  if (news.picture) {
    emit pictureReady(*news.picture);
  }
}

}  // namespace followspot::ui
