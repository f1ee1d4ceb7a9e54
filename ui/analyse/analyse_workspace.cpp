#include "ui/analyse/analyse_workspace.h"

#include <algorithm>

#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QStackedWidget>

#include "ui/analyse/analysis_view.h"
#include "ui/analyse/timeline.h"
#include "ui/analyse/track_job_panel.h"
#include "ui/analyse/track_list_panel.h"
#include "ui/dialogs/dialog_service.h"
#include "ui/settings/ui_settings.h"
#include "ui/sources/location.h"
#include "ui/theme/icon.h"
#include "ui/widgets/time_text.h"

namespace followspot::ui {
namespace {

const char* const kFolderPurpose = "project";

}  // namespace

AnalyseWorkspace::AnalyseWorkspace(Shell& shell)
    : Workspace("analyse", tr("Analyse"), QStringLiteral("search")),
      shell_(shell),
      actions_(this),
      document_(shell.settings().folderBeside(QStringLiteral("untitled"))),
      feed_(shell.engine()),
      shuttle_(document_),
      moments_(document_) {
  buildCentre();
  buildDocks();
  buildMenus();
  connectActions();
  connectEdits();
  connectParts();
  updateCommands();
  showPosition();
}

AnalyseWorkspace::~AnalyseWorkspace() = default;

bool AnalyseWorkspace::takes(TargetKind kind) const {
  return kind == TargetKind::Project || kind == TargetKind::Video || kind == TargetKind::Pictures;
}

void AnalyseWorkspace::take(TargetKind kind, const QStringList& locations) {
  if (kind == TargetKind::Project) {
    document_.openProject(locations.front());
    shell_.settings().addRecent(locations.front(), RecentKind::Project);
    return;
  }
  // Into the project that is open and has a name; one without is that of its video.
  const bool adds = document_.isOpen() && !document_.isUntitled();
  for (const QString& location : locations) {
    if (adds) {
      document_.addVideo(location);
    } else if (location == locations.front()) {
      document_.openVideo(location);
    }
    shell_.settings().addRecent(location);
  }
  if (!adds && locations.size() > 1) {
    shell_.say(tr("One video was opened. Save its project under a name to put more into it."));
  }
}

void AnalyseWorkspace::modelChanged(const ModelHandle& model) { trackJob_->setModel(model); }

void AnalyseWorkspace::left() { shuttle_.pause(); }

void AnalyseWorkspace::shutDown() {
  shuttle_.pause();
  trackJob_->shutDown();
  feed_.open({});
  document_.close();
}

void AnalyseWorkspace::connectActions() {
  const auto on = [this](QAction* action, auto&& slot) {
    connect(action, &QAction::triggered, this, slot);
  };
  on(actions_.openProject, [this] { openProject(); });
  on(actions_.saveAs, [this] { saveAs(); });
  on(actions_.closeProject, [this] { document_.close(); });
  on(actions_.playPause, [this] { shuttle_.toggle(); });
  on(actions_.shuttleBack, [this] { shuttle_.shuttle(-1); });
  on(actions_.shuttleStop, [this] { shuttle_.pause(); });
  on(actions_.shuttleOn, [this] { shuttle_.shuttle(1); });
  on(actions_.slower, [this] { shuttle_.changeSpeed(0.5); });
  on(actions_.faster, [this] { shuttle_.changeSpeed(2); });
  constexpr std::int64_t kMany = 10;
  on(actions_.stepBack, [this] { stepBy(-1); });
  on(actions_.stepOn, [this] { stepBy(1); });
  on(actions_.stepBack10, [this] { stepBy(-kMany); });
  on(actions_.stepOn10, [this] { stepBy(kMany); });
  on(actions_.trackStart, [this] { toTrackEnd(false); });
  on(actions_.trackEnd, [this] { toTrackEnd(true); });
  on(actions_.nextMoment, [this] { toMoment(moments_.after(document_.frame())); });
  on(actions_.previousMoment, [this] { toMoment(moments_.before(document_.frame())); });
  on(actions_.findTrack, [this] { trackList_->focusFilter(); });
  on(actions_.rangeStart, [this] { setRangeStart(); });
  on(actions_.rangeEnd, [this] { setRangeEnd(); });
  on(actions_.rangeClear, [this] { document_.setRange(std::nullopt); });
  constexpr double kZoomStep = 1.25;
  on(actions_.zoomIn, [this] { view_->zoomBy(kZoomStep); });
  on(actions_.zoomOut, [this] { view_->zoomBy(1 / kZoomStep); });
  on(actions_.zoomFit, [this] { view_->zoomToFit(); });
  on(actions_.lockView, [this] { followTrack(); });
  const auto applyStyle = [this] {
    OverlayStyle style = view_->overlayStyle();
    style.labels = actions_.labels->isChecked();
    style.trails = actions_.trails->isChecked();
    view_->setStyle(style);
  };
  connect(actions_.labels, &QAction::toggled, this, applyStyle);
  connect(actions_.trails, &QAction::toggled, this, applyStyle);
  applyStyle();
}

void AnalyseWorkspace::connectParts() {
  connect(&document_, &AnalysisDocument::projectChanged, this, [this] {
    pages_->setCurrentIndex(document_.isOpen() ? 1 : 0);
    fillFiles();
    fillRuns();
    updateCommands();
    const QString name = document_.isUntitled() ? shortName(document_.location())
                                                : QFileInfo(document_.projectFile()).fileName();
    emit documentNamed(name);
  });
  connect(&document_, &AnalysisDocument::mediaChanged, this, [this] {
    fillFiles();
    fillRuns();
    openPictures();
    if (document_.isUntitled()) {
      emit documentNamed(shortName(document_.location()));
    }
  });
  connect(&document_, &AnalysisDocument::runChanged, this, [this] { fillRuns(); });
  connect(&document_, &AnalysisDocument::tracksChanged, this, [this] {
    fillClasses();
    updateCommands();
  });
  connect(&document_, &AnalysisDocument::selectionChanged, this, [this] { updateCommands(); });
  connect(&document_, &AnalysisDocument::frameCountChanged, this, [this] { showPosition(); });
  connect(&document_, &AnalysisDocument::rangeChanged, this,
          [this] { actions_.rangeClear->setEnabled(document_.range().has_value()); });
  connect(&document_, &AnalysisDocument::frameChanged, this,
          [this](qint64 frame) { feed_.request(FrameId{frame}); });
  connect(&document_, &AnalysisDocument::problem, this,
          [this](const QString& source, const QString& text) {
            shell_.report({Issue::Severity::Warning, source, text});
          });
  connect(&document_, &AnalysisDocument::note, this, [this](const QString& text) {
    shell_.report({Issue::Severity::Info, tr("Project"), text});
  });
  connect(&feed_, &PictureFeed::pictureReady, this, [this](const FeedPicture& picture) {
    view_->setNotice({});
    view_->showPicture(picture);
    showPosition();
    followTrack();
  });
  connect(&feed_, &PictureFeed::lengthKnown, this,
          [this](qint64 frames) { document_.setFrameCount(frames); });
  connect(&feed_, &PictureFeed::failed, this, [this](const QString& text) {
    shell_.report({Issue::Severity::Warning, tr("Picture"), text});
    if (!view_->hasPicture()) {
      view_->setNotice(text);
    }
  });
  connect(trackJob_, &TrackJobPanel::problem, this,
          [this](const QString& source, const QString& text) {
            shell_.report({Issue::Severity::Warning, source, text});
          });
  connect(&moments_, &MomentSearch::changed, this,
          [this] { timeline_->setMoments(moments_.moments()); });
  connect(view_, &VideoView::viewportWanted, &feed_, &PictureFeed::setViewport);
  connect(view_, &VideoView::trackClicked, this, [this](quint64 number) {
    if (QGuiApplication::keyboardModifiers() & Qt::ControlModifier) {
      document_.toggleSelected(TrackId{number});
    } else {
      document_.select(TrackId{number});
    }
  });
  connect(&shuttle_, &Shuttle::changed, this, [this] {
    const bool playing = shuttle_.isPlaying();
    actions_.playPause->setIcon(icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
    actions_.playPause->setText(playing ? tr("&Pause") : tr("&Play"));
    showPosition();
  });
  connect(files_, &QComboBox::activated, this, [this](int index) {
    document_.showMedia(MediaId{files_->itemData(index).toLongLong()});
  });
  connect(runs_, &QComboBox::activated, this, [this](int index) {
    const qlonglong run = runs_->itemData(index).toLongLong();
    document_.showRun(run > 0 ? std::optional(RunId{run}) : std::nullopt);
  });
}

void AnalyseWorkspace::openProject() {
  shell_.dialogs().openFile(
      this, tr("Open project"), shell_.settings().folder(QLatin1String(kFolderPurpose)),
      {tr("Projects (*.followspot)"), tr("All files (*)")}, [this](const QString& file) {
        shell_.settings().setFolder(QLatin1String(kFolderPurpose), QFileInfo(file).absolutePath());
        shell_.open({file});
      });
}

void AnalyseWorkspace::saveAs() {
  if (!document_.isOpen()) {
    return;
  }
  const QString name = document_.isUntitled()
                           ? QFileInfo(document_.location()).completeBaseName()
                           : QFileInfo(document_.projectFile()).completeBaseName();
  const QString folder = shell_.settings().folder(QLatin1String(kFolderPurpose));
  shell_.dialogs().saveFile(
      this, tr("Save project as"), folder + QLatin1Char('/') + name + QStringLiteral(".followspot"),
      QStringLiteral("followspot"), [this](const QString& file) {
        shell_.settings().setFolder(QLatin1String(kFolderPurpose), QFileInfo(file).absolutePath());
        shell_.settings().addRecent(file);
        document_.saveAs(file);
      });
}

void AnalyseWorkspace::openPictures() {
  feed_.open(document_.location());
  if (const MediaFile* const media = document_.currentMedia()) {
    if (media->size.width > 0) {
      view_->showGround(media->size);  // Until there are pictures, or where there are none.
    }
    feed_.request(document_.frame());
  }
}

void AnalyseWorkspace::stepBy(std::int64_t pictures) {
  shuttle_.pause();
  document_.showFrame(FrameId{indexOf(document_.frame()) + pictures});
}

void AnalyseWorkspace::toTrackEnd(bool last) {
  const SnapshotHandle& snapshot = document_.snapshot();
  const TrackInfo* const track = snapshot ? snapshot->find(document_.selected()) : nullptr;
  shuttle_.pause();
  if (track != nullptr) {
    document_.showFrame(last ? track->last : track->first);
  } else if (document_.frameCount() > 0) {
    document_.showFrame(FrameId{last ? document_.frameCount() - 1 : 0});
  }
}

void AnalyseWorkspace::toMoment(const std::optional<SuspiciousMoment>& moment) {
  shuttle_.pause();
  if (!moment) {
    shell_.say(moments_.isDone() ? tr("No more suspicious moments this way.")
                                 : tr("Suspicious moments are still being looked for."));
    return;
  }
  document_.showFrame(moment->frame);
  document_.selectAll(moment->other == TrackId::None ? std::vector{moment->track}
                                                     : std::vector{moment->track, moment->other});
  shell_.say(textOf(*moment));
}

void AnalyseWorkspace::setRangeStart() {
  const FrameId here = document_.frame();
  const auto& range = document_.range();
  const FrameId end = range && range->end > here ? range->end : FrameId{document_.frameCount()};
  document_.setRange(FrameRange{here, end});
}

void AnalyseWorkspace::setRangeEnd() {
  const FrameId end{indexOf(document_.frame()) + 1};
  const auto& range = document_.range();
  document_.setRange(FrameRange{range && range->first < end ? range->first : FrameId{0}, end});
}

void AnalyseWorkspace::fillFiles() {
  files_->clear();
  for (const MediaFile& media : document_.media()) {
    files_->addItem(shortName(QString::fromStdString(media.location)),
                    static_cast<qlonglong>(media.id));
    if (document_.currentMedia() == &media) {
      files_->setCurrentIndex(files_->count() - 1);
    }
  }
}

void AnalyseWorkspace::fillRuns() {
  runs_->clear();
  for (const Run& run : document_.runsOfMedia()) {
    QString name = QString::fromStdString(run.name.empty() ? run.tracker : run.name);
    if (!run.finished) {
      name = tr("%1 (not finished)").arg(name);
    }
    runs_->addItem(name, static_cast<qlonglong>(run.id));
    if (document_.currentRun() == run.id) {
      runs_->setCurrentIndex(runs_->count() - 1);
    }
  }
  runs_->addItem(tr("No tracks"), qlonglong{0});
  if (!document_.currentRun()) {
    runs_->setCurrentIndex(runs_->count() - 1);
  }
}

void AnalyseWorkspace::showPosition() {
  if (document_.currentMedia() == nullptr) {
    position_->clear();
    speed_->clear();
    return;
  }
  const FrameId frame = view_->shownFrame().value_or(document_.frame());
  const std::int64_t count = document_.frameCount();
  const QString picture = count > 0 ? tr("picture %1 of %2").arg(numberOf(frame)).arg(count)
                                    : tr("picture %1").arg(numberOf(frame));
  // As the timeline and the table count, also where the file's own rate is not the project's.
  const double seconds = static_cast<double>(indexOf(frame)) / document_.frameRate();
  position_->setText(timeText(seconds) + QStringLiteral("   ") + picture);
  speed_->setText(shuttle_.direction() < 0 ? tr("backward, speed %1").arg(shuttle_.speed())
                                           : tr("speed %1").arg(shuttle_.speed()));
}

void AnalyseWorkspace::followTrack() {
  if (!actions_.lockView->isChecked() || !view_->picture()) {
    return;
  }
  const auto& items = view_->picture()->tracks.items;
  const auto found = std::ranges::find(items, document_.selected(), &Track::id);
  if (found != items.end()) {
    view_->centerOn({found->box.x + found->box.w / 2, found->box.y + found->box.h / 2});
  }
}

}  // namespace followspot::ui
