#include "ui/analyse/analysis_document.h"

#include <algorithm>
#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QMetaObject>

#include "core/media/location.h"
#include "ui/analyse/project_access.h"

namespace followspot::ui {
namespace {

constexpr double kUsualRate = 25;
// Boxes are asked for again when the picture comes this near to the end of those at hand.
constexpr std::int64_t kNear = 24;

QString qt(const std::string& text) { return QString::fromStdString(text); }

QString absoluteLocation(const QString& location) {
  return schemeOf(location.toStdString()).empty() ? QFileInfo(location).absoluteFilePath()
                                                  : location;
}

}  // namespace

struct AnalysisDocument::Access : ProjectAccess {};

struct AnalysisDocument::Opened {
  QString file;
  bool untitled = false;
  std::shared_ptr<Access> access;
  std::shared_ptr<ProjectStore> store;
  std::vector<std::string> notes;
  std::vector<MediaFile> media;
  std::vector<Run> runs;
  std::optional<MediaId> wanted;
};

AnalysisDocument::AnalysisDocument(QString untitledFolder, QObject* parent)
    : QObject(parent), untitledFolder_(std::move(untitledFolder)) {}

AnalysisDocument::~AnalysisDocument() { letGo(); }

void AnalysisDocument::letGo() {
  store_.reset();
  if (access_) {
    front_.post([access = std::move(access_)] {
      access->reader.reset();
      access->store.reset();
    });
  }
  if (backReader_) {
    back_.post([reader = std::move(backReader_)] { reader->reset(); });
  }
}

void AnalysisDocument::onGui(std::function<void()> what) {
  QMetaObject::invokeMethod(this, std::move(what), Qt::QueuedConnection);
}

void AnalysisDocument::tell(const QString& source, const Error& error) {
  onGui([this, source, text = qt(error.message)] { emit problem(source, text); });
}

void AnalysisDocument::post(std::function<Finish(Access&)> task, bool onlyNewest) {
  if (!access_) {
    return;
  }
  auto work = [this, access = access_, task = std::move(task)] {
    if (!access->store) {
      return;  // closed meanwhile
    }
    if (Finish finish = task(*access)) {
      onGui([this, access, finish = std::move(finish)] {
        if (access == access_) {
          finish();
        }
      });
    }
  };
  if (onlyNewest) {
    front_.postNewest(std::move(work));
  } else {
    front_.post(std::move(work));
  }
}

// --- Opening and closing ---

void AnalysisDocument::openProject(const QString& file) {
  open(QFileInfo(file).absoluteFilePath(), false, {});
}

void AnalysisDocument::openVideo(const QString& location) {
  const QString whole = absoluteLocation(location);
  const auto file = untitledProjectOf(untitledFolder_.toStdString(), whole.toStdString());
  open(qt(file.string()), true, whole);
}

void AnalysisDocument::open(const QString& file, bool untitled, const QString& video) {
  front_.post([this, file, untitled, video] {
    if (untitled) {
      QDir().mkpath(QFileInfo(file).absolutePath());
    }
    auto project = accessProject(file.toStdString());
    if (!project) {
      tell(tr("Project"), project.error());
      return;
    }
    Opened opened;
    opened.file = file;
    opened.untitled = untitled;
    if (!video.isEmpty()) {
      const auto added = findOrAddVideo(*project, video.toStdString());
      if (!added) {
        tell(tr("Video"), added.error());
        return;
      }
      opened.wanted = *added;
    }
    auto media = project->reader->media();
    auto runs = project->reader->runs();
    if (!media || !runs) {
      tell(tr("Project"), media ? runs.error() : media.error());
      return;
    }
    opened.media = std::move(*media);
    opened.runs = std::move(*runs);
    opened.notes = std::move(project->notes);
    opened.store = project->store;
    opened.access = std::make_shared<Access>();
    opened.access->store = std::move(project->store);
    opened.access->reader = std::move(project->reader);
    onGui([this, opened] { takeOpened(opened); });
  });
}

void AnalysisDocument::takeOpened(Opened opened) {
  letGo();
  file_ = opened.file;
  untitled_ = opened.untitled;
  store_ = std::move(opened.store);
  access_ = std::move(opened.access);
  backReader_ = std::make_shared<std::unique_ptr<ProjectReader>>();
  media_ = std::move(opened.media);
  runs_ = std::move(opened.runs);
  currentMedia_.reset();
  run_.reset();
  snapshot_.reset();
  window_.reset();
  for (const std::string& text : opened.notes) {
    emit note(qt(text));
  }
  emit projectChanged();
  std::optional<MediaId> wanted = opened.wanted;
  if (!wanted && !media_.empty()) {
    wanted = media_.front().id;
  }
  setView(wanted, wanted ? usualRun(*wanted) : std::nullopt);
}

void AnalysisDocument::addVideo(const QString& location) {
  if (!isOpen()) {
    openVideo(location);
    return;
  }
  const QString whole = absoluteLocation(location);
  post([this, whole](Access& access) -> Finish {
    const auto added = findOrAddVideo(access, whole.toStdString());
    if (!added) {
      tell(tr("Video"), added.error());
      return {};
    }
    auto media = access.reader->media();
    auto runs = access.reader->runs();
    if (!media || !runs) {
      tell(tr("Project"), media ? runs.error() : media.error());
      return {};
    }
    return [this, media = std::move(*media), runs = std::move(*runs), id = *added] {
      takeLists(media, runs);
      showMedia(id);
    };
  });
}

void AnalysisDocument::saveAs(const QString& file) {
  const QString whole = QFileInfo(file).absoluteFilePath();
  const QString before = file_;
  post([this, whole, before, wasUntitled = untitled_](Access& access) -> Finish {
    if (auto copied = access.store->copyTo(whole.toStdString()); !copied) {
      tell(tr("Project"), copied.error());
      return {};
    }
    auto project = accessProject(whole.toStdString());
    if (!project) {
      tell(tr("Project"), project.error());
      return {};
    }
    // From here on, what is asked of this project is done in the copy.
    access.reader = std::move(project->reader);
    std::shared_ptr<ProjectStore> old = std::exchange(access.store, project->store);
    return [this, whole, before, wasUntitled, old = std::move(old),
            store = std::move(project->store)]() mutable {
      store_ = store;
      file_ = whole;
      untitled_ = false;
      if (backReader_) {
        back_.post([reader = std::exchange(backReader_,
                                           std::make_shared<std::unique_ptr<ProjectReader>>())] {
          reader->reset();
        });
      }
      emit projectChanged();
      // Unless somebody still writes into it, the project without a name has done its duty.
      front_.post([old = std::move(old), before, wasUntitled]() mutable {
        const std::weak_ptr<ProjectStore> rest = old;
        old.reset();
        if (wasUntitled && rest.expired()) {
          for (const char* const part : {"", "-wal", "-shm"}) {
            QFile::remove(before + QLatin1String(part));
          }
        }
      });
    };
  });
}

void AnalysisDocument::close() {
  if (!isOpen()) {
    return;
  }
  letGo();
  file_.clear();
  untitled_ = false;
  media_.clear();
  runs_.clear();
  emit projectChanged();
  setView({}, {});
}

void AnalysisDocument::refresh(std::optional<RunId> show) {
  post([this, show](Access& access) -> Finish {
    auto media = access.reader->media();
    auto runs = access.reader->runs();
    if (!media || !runs) {
      tell(tr("Project"), media ? runs.error() : media.error());
      return {};
    }
    return [this, show, media = std::move(*media), runs = std::move(*runs)] {
      takeLists(media, runs);
      if (show) {
        showRun(show);
      }
    };
  });
  loadRun();
}

void AnalysisDocument::takeLists(std::vector<MediaFile> media, std::vector<Run> runs) {
  media_ = std::move(media);
  runs_ = std::move(runs);
  emit projectChanged();
  if (run_ && std::ranges::find(runs_, *run_, &Run::id) == runs_.end()) {
    setView(currentMedia_, currentMedia_ ? usualRun(*currentMedia_) : std::nullopt);
  }
  if (currentMedia_) {
    emit frameCountChanged();
  }
}

// --- What is looked at ---

const MediaFile* AnalysisDocument::currentMedia() const {
  const auto found =
      currentMedia_ ? std::ranges::find(media_, *currentMedia_, &MediaFile::id) : media_.end();
  return found == media_.end() ? nullptr : &*found;
}

QString AnalysisDocument::location() const {
  const MediaFile* const media = currentMedia();
  if (media == nullptr) {
    return {};
  }
  QString location = qt(media->location);
  if (!schemeOf(media->location).empty() || QFileInfo::exists(location) ||
      QFileInfo(location).isAbsolute()) {
    return location;
  }
  return QFileInfo(file_).dir().absoluteFilePath(location);
}

std::vector<Run> AnalysisDocument::runsOfMedia() const {
  std::vector<Run> found;
  std::ranges::copy_if(runs_, std::back_inserter(found), [&](const Run& run) {
    return currentMedia_ && run.media == *currentMedia_;
  });
  return found;
}

std::optional<RunId> AnalysisDocument::usualRun(MediaId media) const {
  // The newest that is whole.
  const auto found = std::find_if(runs_.rbegin(), runs_.rend(), [&](const Run& run) {
    return run.media == media && run.finished;
  });
  return found == runs_.rend() ? std::nullopt : std::optional(found->id);
}

void AnalysisDocument::showMedia(MediaId media) {
  if (currentMedia_ != media) {
    setView(media, usualRun(media));
  }
}

void AnalysisDocument::showRun(std::optional<RunId> run) {
  const auto found = run ? std::ranges::find(runs_, *run, &Run::id) : runs_.end();
  setView(found == runs_.end() ? currentMedia_ : found->media,
          found == runs_.end() ? std::nullopt : run);
}

void AnalysisDocument::setView(std::optional<MediaId> media, std::optional<RunId> run) {
  const bool otherMedia = media != currentMedia_;
  const bool otherRun = run != run_;
  currentMedia_ = media;
  run_ = run;
  if (otherMedia) {
    frame_ = FrameId{0};
    emit mediaChanged();
    emit frameCountChanged();
    emit frameChanged(indexOf(frame_));
    setRange(std::nullopt);
  }
  if (!otherMedia && !otherRun) {
    return;
  }
  snapshot_.reset();
  window_.reset();
  select(TrackId::None);
  setFilter({});
  emit runChanged();
  emit tracksChanged();
  emit boxesChanged();
  loadRun();
}

void AnalysisDocument::loadRun() {
  if (!run_) {
    return;
  }
  post([this, run = *run_, frame = frame_](Access& access) -> Finish {
    auto snapshot = readSnapshot(*access.reader, run);
    auto window = readWindow(*access.reader, run, frame);
    if (!snapshot || !window) {
      tell(tr("Tracks"), snapshot ? window.error() : snapshot.error());
      return {};
    }
    return [this, run, snapshot = std::move(*snapshot), window = std::move(*window)] {
      if (run_ == run) {
        snapshot_ = snapshot;
        window_ = window;
        emit tracksChanged();
        emit boxesChanged();
        emit frameCountChanged();
        showFrame(frame_);  // it may have moved meanwhile
      }
    };
  });
}

void AnalysisDocument::loadWindow() {
  const auto task = [this, run = *run_, frame = frame_](Access& access) -> Finish {
    auto window = readWindow(*access.reader, run, frame);
    if (!window) {
      tell(tr("Tracks"), window.error());
      return {};
    }
    return [this, run, window = std::move(*window)] {
      if (run_ == run) {
        window_ = window;
        emit boxesChanged();
      }
    };
  };
  post(task, true);
}

void AnalysisDocument::showFrame(FrameId frame) {
  const std::int64_t count = frameCount();
  const std::int64_t last = count > 0 ? count - 1 : INT64_MAX;
  const FrameId kept{std::clamp<std::int64_t>(indexOf(frame), 0, last)};
  if (kept != frame_) {
    frame_ = kept;
    emit frameChanged(indexOf(frame_));
  }
  if (!run_) {
    return;
  }
  const std::int64_t at = indexOf(frame_);
  const bool atHand = window_ && window_->holds(FrameId{std::max<std::int64_t>(0, at - kNear)}) &&
                      window_->holds(FrameId{at + kNear});
  if (!atHand) {
    loadWindow();
  }
}

std::int64_t AnalysisDocument::frameCount() const {
  const MediaFile* const media = currentMedia();
  if (media == nullptr) {
    return 0;
  }
  if (media->frames > 0 || !snapshot_) {
    return media->frames;
  }
  std::int64_t count = 0;
  for (const TrackInfo& track : snapshot_->tracks) {
    count = std::max(count, indexOf(track.last) + 1);
  }
  return count;
}

double AnalysisDocument::frameRate() const {
  const MediaFile* const media = currentMedia();
  return media != nullptr && media->frameRate > 0 ? media->frameRate : kUsualRate;
}

void AnalysisDocument::setFrameCount(std::int64_t frames) {
  const auto found =
      currentMedia_ ? std::ranges::find(media_, *currentMedia_, &MediaFile::id) : media_.end();
  if (found == media_.end() || found->frames == frames || frames <= 0) {
    return;
  }
  found->frames = frames;
  post([this, media = *found](Access& access) -> Finish {
    if (const auto put = access.store->putMedia(media); !put) {
      tell(tr("Project"), put.error());
    }
    return {};
  });
  emit frameCountChanged();
  showFrame(frame_);
}

TrackId AnalysisDocument::selected() const {
  return selection_.empty() ? TrackId::None : selection_.back();
}

void AnalysisDocument::select(TrackId track) {
  selectAll(track == TrackId::None ? std::vector<TrackId>() : std::vector{track});
}

void AnalysisDocument::selectAll(std::vector<TrackId> tracks) {
  if (tracks != selection_) {
    selection_ = std::move(tracks);
    emit selectionChanged();
  }
}

void AnalysisDocument::toggleSelected(TrackId track) {
  if (track == TrackId::None) {
    return;
  }
  if (std::erase(selection_, track) == 0) {
    selection_.push_back(track);
  }
  emit selectionChanged();
}

void AnalysisDocument::setFilter(const TrackFilter& filter) {
  if (!(filter == filter_)) {
    filter_ = filter;
    emit filterChanged();
  }
}

void AnalysisDocument::setRange(std::optional<FrameRange> range) {
  if (range && range->end <= range->first) {
    range.reset();
  }
  const bool same = range.has_value() == range_.has_value() &&
                    (!range || (range->first == range_->first && range->end == range_->end));
  if (!same) {
    range_ = range;
    emit rangeChanged();
  }
}

// --- Edits and reads ---

void AnalysisDocument::edit(const TrackEdit& edit) {
  change(tr("Edit"), [edit](ProjectStore& store, RunId run) -> Result<std::optional<EditReceipt>> {
    auto receipt = store.edit(run, edit);
    if (!receipt) {
      return fail(receipt.error());
    }
    return std::optional<EditReceipt>(std::move(*receipt));
  });
}

void AnalysisDocument::undo() {
  change(tr("Undo"), [](ProjectStore& store, RunId run) { return store.undo(run); });
}

void AnalysisDocument::redo() {
  change(tr("Redo"), [](ProjectStore& store, RunId run) { return store.redo(run); });
}

void AnalysisDocument::change(const QString& what, Change change) {
  if (!run_) {
    return;
  }
  post([this, what, change = std::move(change), run = *run_,
        frame = frame_](Access& access) -> Finish {
    const auto receipt = change(*access.store, run);
    if (!receipt) {
      tell(what, receipt.error());
      return {};
    }
    if (!*receipt) {
      return {};
    }
    auto snapshot = readSnapshot(*access.reader, run);
    auto window = readWindow(*access.reader, run, frame);
    if (!snapshot || !window) {
      tell(what, snapshot ? window.error() : snapshot.error());
      return {};
    }
    return [this, run, receipt = **receipt, snapshot = std::move(*snapshot),
            window = std::move(*window)] {
      if (run_ == run) {
        takeEdited(receipt, snapshot, window);
      }
    };
  });
}

void AnalysisDocument::takeEdited(const EditReceipt& receipt, SnapshotHandle snapshot,
                                  WindowHandle window) {
  snapshot_ = std::move(snapshot);
  window_ = std::move(window);
  const auto gone = [this](TrackId track) { return snapshot_->find(track) == nullptr; };
  bool otherSelection = std::erase_if(selection_, gone) > 0;
  QList<quint64> tracks;
  for (const TrackId track : receipt.tracks) {
    tracks.push_back(numberOf(track));
    if (selection_.empty() && !gone(track)) {
      selection_.push_back(track);
      otherSelection = true;
    }
  }
  emit tracksChanged();
  emit boxesChanged();
  if (otherSelection) {
    emit selectionChanged();
  }
  emit edited(tracks);
  showFrame(frame_);  // it may have moved meanwhile
}

void AnalysisDocument::read(QObject* context, std::function<Answer(ProjectReader&)> job) {
  if (!isOpen()) {
    return;
  }
  back_.post([this, context = QPointer<QObject>(context), job = std::move(job), store = store_,
              reader = backReader_] {
    if (!*reader) {
      auto made = store->openReader();
      if (!made) {
        tell(tr("Project"), made.error());
        return;
      }
      *reader = std::move(*made);
    }
    if (Answer answer = job(**reader)) {
      onGui([context, answer = std::move(answer)] {
        if (context) {
          answer();
        }
      });
    }
  });
}

void AnalysisDocument::arrange(QObject* context, std::function<Answer()> job) {
  arrange_.post([this, context = QPointer<QObject>(context), job = std::move(job)] {
    if (Answer answer = job()) {
      onGui([context, answer = std::move(answer)] {
        if (context) {
          answer();
        }
      });
    }
  });
}

}  // namespace followspot::ui
