#include "ui/watch/watch_workspace.h"

#include <algorithm>
#include <chrono>

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QStackedWidget>
#include <QStandardPaths>

#include "core/base/output_file.h"
#include "ui/actions.h"
#include "ui/dialogs/dialog_service.h"
#include "ui/panels/detection_panel.h"
#include "ui/panels/track_panel.h"
#include "ui/settings/ui_settings.h"
#include "ui/sources/location.h"
#include "ui/sources/model_library.h"
#include "ui/theme/icon.h"
#include "ui/video/video_view.h"
#include "ui/watch/outage.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/demo_card.h"
#include "ui/widgets/status_strip.h"
#include "ui/widgets/transport_bar.h"
#include "ui/widgets/welcome_page.h"

namespace followspot::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 250ms;  // Numbers and table; nobody reads faster.
constexpr auto kTransportShown = 2500ms;

bool hasEnded(SessionState state) {
  return state == SessionState::Finished || state == SessionState::Stopped ||
         state == SessionState::Failed;
}

}  // namespace

WatchWorkspace::WatchWorkspace(Shell& shell)
    : Workspace("watchWorkspace", tr("Watch"), QStringLiteral("play")),
      shell_(shell),
      actions_(this),
      runner_(new SessionRunner(shell.engine(), this)) {
  connectActions();
  buildCentre();
  buildDocks();
  buildMenus();
  connectParts();
  restoreChoices();
  tick_.setInterval(kTick);
  transportHider_.setInterval(kTransportShown);
  transportHider_.setSingleShot(true);
  sinceTableRefresh_.start();
  updateWelcome();
  applyStyle();
  onChanged();
}

WatchWorkspace::~WatchWorkspace() = default;

void WatchWorkspace::refreshChoices() {
  detection_->setInstalledModels(installedModels(shell_.modelFolders()));
  updateWelcome();
}

void WatchWorkspace::play(const QString& location) {
  shell_.settings().addRecent(location);
  demoBanner_->hide();
  begin(location);
}

void WatchWorkspace::playDemo(const Demo& demo) {
  if (!demo.model.isEmpty() && runner_->model() == nullptr && shell_.settings().model().isEmpty()) {
    shell_.useModel(demo.model);
  }
  demoBanner_->show();
  begin(demo.clip);
}

void WatchWorkspace::setDemoPlaces(const DemoPlaces& places) { welcome_->demo().setPlaces(places); }

void WatchWorkspace::begin(const QString& location) {
  PlayRequest request;
  request.input = location.toStdString();
  request.pacing = isLiveLocation(location) ? Pacing::Live : shell_.settings().pacing();
  sourceWanted_ = true;
  emit documentNamed(shortName(location));
  view_->clear();
  view_->setNotice(tr("Opening %1 ...").arg(shortName(location)));
  pages_->setCurrentWidget(view_);
  view_->setFocus();
  runner_->open(request);
  updateWelcome();
}

void WatchWorkspace::loadModel(const QString& location) {
  model::ModelLocation wanted;
  wanted.package = location.toStdString();
  if (!location.isEmpty()) {
    detection_->setLoading(shortName(location));
  }
  runner_->chooseModel(wanted);
}

bool WatchWorkspace::takes(TargetKind kind) const {
  return kind == TargetKind::Video || kind == TargetKind::Pictures || kind == TargetKind::Live;
}

void WatchWorkspace::take(TargetKind /*kind*/, const QStringList& locations) {
  play(locations.front());
  if (locations.size() > 1) {
    shell_.report({Issue::Severity::Info, tr("Watch"),
                   tr("%n videos were given; the first one plays. Watch shows one at a time.", "",
                      static_cast<int>(locations.size()))});
  }
}

void WatchWorkspace::modelChanged(const ModelHandle& model) {
  detection_->setModel(model);
  std::shared_ptr<const LabelMap> names;
  if (model) {
    names = std::shared_ptr<const LabelMap>(model, &model->labels);
  }
  OverlayStyle style = view_->overlayStyle();
  style.classNames = names;
  view_->setStyle(style);
  tracks_->tracks().setClassNames(names);
  updateWelcome();
}

void WatchWorkspace::entered() {
  shell_.actions().fullScreen->setShortcuts({Qt::Key_F11, Qt::Key_F});
  (pages_->currentWidget() == view_ ? static_cast<QWidget*>(view_) : welcome_)->setFocus();
}

void WatchWorkspace::left() {
  shell_.actions().fullScreen->setShortcuts({QKeySequence(Qt::Key_F11)});
  if (isPlaying() && !isLiveLocation(QString::fromStdString(runner_->snapshot().input))) {
    runner_->pause();  // Nobody sees it, and where it stood is wanted again.
  }
}

void WatchWorkspace::shutDown() { runner_->close(); }

void WatchWorkspace::setBare(bool bare) {
  Workspace::setBare(bare);
  transport_->setVisible(!bare);
  if (bare) {
    demoBanner_->hide();
  }
  view_->setMouseTracking(bare);
  if (bare) {
    view_->setFocus();
  } else {
    transportHider_.stop();
    view_->unsetCursor();
  }
}

void WatchWorkspace::revealTransport() {
  if (isBare()) {
    view_->unsetCursor();
    transport_->show();
    transportHider_.start();
  }
}

bool WatchWorkspace::eventFilter(QObject* watched, QEvent* event) {
  if (watched == view_ && event->type() == QEvent::MouseMove) {
    revealTransport();
  }
  return Workspace::eventFilter(watched, event);
}

void WatchWorkspace::exportTracks() {
  if (!tracks_->hasRows()) {
    shell_.report(
        {Issue::Severity::Info, tr("Export"), tr("The track table is empty: nothing to save.")});
    return;
  }
  const QString folder = shell_.settings().folder(QStringLiteral("export"));
  shell_.dialogs().saveFile(
      this, tr("Export track table"),
      QDir(folder.isEmpty() ? QDir::homePath() : folder).filePath(QStringLiteral("tracks.csv")),
      QStringLiteral("csv"), [this](const QString& path) {
        shell_.settings().setFolder(QStringLiteral("export"), QFileInfo(path).absolutePath());
        const auto written = writeFile(path.toStdString(), tracks_->toCsv().toStdString());
        if (written) {
          shell_.say(tr("Saved %1").arg(path));
        } else {
          shell_.report({Issue::Severity::Error, tr("Export"),
                         QString::fromStdString(written.error().message)});
        }
      });
}

void WatchWorkspace::saveSnapshot() {
  if (!view_->picture()) {
    return;
  }
  QString folder = shell_.settings().folder(QStringLiteral("snapshot"));
  if (folder.isEmpty()) {
    folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation) +
             QStringLiteral("/Followspot");
  }
  QDir().mkpath(folder);
  const QString name =
      QFileInfo(QString::fromStdString(runner_->snapshot().input)).completeBaseName();
  const QString base = QStringLiteral("%1_%2")
                           .arg(name.isEmpty() ? QStringLiteral("snapshot") : name)
                           .arg(numberOf(view_->picture()->tracks.frame), 6, 10, QLatin1Char('0'));
  QString path = QDir(folder).filePath(base + QStringLiteral(".png"));
  for (int again = 2; QFileInfo::exists(path); ++again) {
    path = QDir(folder).filePath(QStringLiteral("%1-%2.png").arg(base).arg(again));
  }
  OverlayStyle style = view_->overlayStyle();
  style.selected = TrackId::None;
  runner_->savePicture(path, style, view_->trails());
}

void WatchWorkspace::chooseTrack(quint64 trackNumber) {
  const TrackId id{trackNumber};
  OverlayStyle style = view_->overlayStyle();
  style.selected = id;
  view_->setStyle(style);
  tracks_->refresh();
  tracks_->select(id);
  const auto row = tracks_->tracks().rowOf(id);
  if (row && tracks_->tracks().row(*row).inPicture) {
    const Box& box = tracks_->tracks().row(*row).box;
    view_->centerOn({box.x + box.w / 2, box.y + box.h / 2});
  }
}

void WatchWorkspace::jumpTo(qint64 frameIndex) { runner_->seek(FrameId{frameIndex}); }

void WatchWorkspace::toEnd() {
  const auto& source = runner_->snapshot().source;
  if (source && source->seekable && source->frameCount) {
    runner_->pause();
    runner_->seek(FrameId{std::max<std::int64_t>(0, *source->frameCount - 1)});
  }
}

bool WatchWorkspace::isPlaying() const {
  const SessionSnapshot& now = runner_->snapshot();
  return now.active && (now.state == SessionState::Running || now.state == SessionState::Opening ||
                        now.state == SessionState::Draining);
}

void WatchWorkspace::togglePlay() {
  if (isPlaying()) {
    runner_->pause();
  } else if (runner_->snapshot().active) {
    runner_->resume();
  } else {
    shell_.actions().openFile->trigger();
  }
}

void WatchWorkspace::applyStyle() {
  OverlayStyle style = view_->overlayStyle();
  style.boxes = actions_.boxes->isChecked();
  style.labels = actions_.labels->isChecked();
  style.trails = actions_.trails->isChecked();
  view_->setStyle(style);
  shell_.settings().setFlag(QStringLiteral("boxes"), style.boxes);
  shell_.settings().setFlag(QStringLiteral("labels"), style.labels);
  shell_.settings().setFlag(QStringLiteral("trails"), style.trails);
}

void WatchWorkspace::updateWelcome() {
  welcome_->setRecent(shell_.settings().recent());
  welcome_->setModelLine(
      runner_->model()
          ? tr("Model in use: %1").arg(QString::fromStdString(runner_->model()->manifest.name))
          : tr("No model is in use: videos play without boxes. Open a model "
               "folder (it holds a file "
               "model.json), or import one with: followspot-cli model import"));
}

QString WatchWorkspace::noticeFor(const SessionSnapshot& snapshot) const {
  if (snapshot.state == SessionState::Failed && snapshot.error) {
    return QString::fromStdString(snapshot.error->message);
  }
  if (!view_->picture() && !hasEnded(snapshot.state)) {
    return tr("Opening %1 ...").arg(shortName(QString::fromStdString(snapshot.input)));
  }
  return outageText(snapshot, std::chrono::steady_clock::now());
}

void WatchWorkspace::showNotice(const SessionSnapshot& snapshot) {
  view_->setNotice(noticeFor(snapshot));
  view_->setDimmed(!outageText(snapshot, std::chrono::steady_clock::now()).isEmpty());
}

void WatchWorkspace::onChanged() {
  const SessionSnapshot& now = runner_->snapshot();
  if (now.sessionNumber != sessionNumber_) {
    sessionNumber_ = now.sessionNumber;
    tracks_->tracks().clear();
    painted_.clear();
    pictureAge_.reset();
    OverlayStyle style = view_->overlayStyle();
    style.selected = TrackId::None;
    view_->setStyle(style);
  }
  if (now.active) {
    showNotice(now);
  } else if (!sourceWanted_) {
    emit documentNamed({});
    pages_->setCurrentWidget(welcome_);
    view_->clear();
    view_->setNotice({});
    tracks_->tracks().clear();
    transport_->setSnapshot(now);
  } else if (sessionNumber_ > 0 && !view_->picture()) {
    view_->setNotice(tr("Nothing could be opened. The list of issues says why."));
  }
  if (now.active) {
    transport_->setSnapshot(now);
  }
  const bool playing = isPlaying();
  const bool seekable = now.source && now.source->seekable;
  actions_.playPause->setText(playing ? tr("&Pause") : tr("&Play"));
  actions_.playPause->setIcon(icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
  actions_.playPause->setToolTip(playing ? tr("Pause (Space)") : tr("Play (Space)"));
  actions_.stepForward->setEnabled(now.active && !hasEnded(now.state));
  for (QAction* const action :
       {actions_.stepBack, actions_.back1, actions_.forward1, actions_.back5, actions_.forward5,
        actions_.back60, actions_.forward60, actions_.toStart, actions_.toEnd}) {
    action->setEnabled(seekable);
  }
  actions_.snapshot->setEnabled(view_->picture().has_value());
  actions_.closeSource->setEnabled(sourceWanted_);
  if (playing && !tick_.isActive()) {
    tick_.start();
  } else if (!playing && tick_.isActive()) {
    tick_.stop();
    tracks_->refresh();
  }
  status_->show(now, runner_->model(),
                {painted_.rate(std::chrono::steady_clock::now()), pictureAge_});
}

void WatchWorkspace::onPicture(const ShownPicture& picture) {
  if (picture.sessionNumber != sessionNumber_) {
    return;  // Left over from a source that was replaced.
  }
  view_->setPicture(picture);
  showNotice(runner_->snapshot());
  transport_->setPosition(picture.tracks.frame, picture.tracks.time);
  actions_.snapshot->setEnabled(true);
  if (picture.repeated) {
    return;
  }
  if (picture.tracks.frame != shownFrame_) {  // Else the same picture with better boxes.
    shownFrame_ = picture.tracks.frame;
    newPicture_ = true;
  }
  if (!picture.predicted) {  // The table tells what was detected, not what is guessed meanwhile.
    tracks_->tracks().take(picture.tracks, picture.colors);
  }
  if (!isPlaying() || sinceTableRefresh_.hasExpired(std::chrono::milliseconds(kTick).count())) {
    sinceTableRefresh_.restart();
    tracks_->refresh();
  }
}

}  // namespace followspot::ui
