#include "ui/main_window.h"

#include <algorithm>
#include <chrono>

#include <QAction>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenu>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>

#include "core/base/output_file.h"
#include "ui/panels/detection_panel.h"
#include "ui/panels/issue_panel.h"
#include "ui/panels/track_panel.h"
#include "ui/sources/location.h"
#include "ui/sources/model_library.h"
#include "ui/theme/icon.h"
#include "ui/video/video_view.h"
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

MainWindow::MainWindow(const MainWindowParts& parts, QWidget* parent)
    : QMainWindow(parent),
      parts_(parts),
      actions_(this),
      runner_(new SessionRunner(parts.engine, this)),
      cameraMenu_(new QMenu(this)) {
  setObjectName(QStringLiteral("mainWindow"));
  setWindowTitle(tr("Followspot"));
  setWindowIcon(applicationIcon());
  setAcceptDrops(true);
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
  connectActions();
  buildCentre();
  buildDocks();
  buildMenus();
  buildToolBar();
  connectParts();
  restoreLook();
  detection_->setWanted(parts_.settings->wanted());
  runner_->setWanted(parts_.settings->wanted());
  tick_.setInterval(kTick);
  transportHider_.setInterval(kTransportShown);
  transportHider_.setSingleShot(true);
  sinceTableRefresh_.start();
  updateWelcome();
  applyStyle();
  onChanged();
  view_->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::startUp(const QString& model) {
  const auto installed = installedModels(parts_.modelFolders);
  detection_->setInstalledModels(installed);
  if (!model.isEmpty()) {
    useModel(model);
  } else if (parts_.settings->hasModelChoice()) {
    const QString last = parts_.settings->model();
    if (!last.isEmpty() && QFileInfo::exists(last)) {
      useModel(last);
    } else if (!last.isEmpty()) {
      report({Issue::Severity::Warning, tr("Model"),
              tr("%1 is not there any more. Choose another model.").arg(last)});
    }
  } else if (!installed.empty()) {
    useModel(installed.front().location);
  }
  updateWelcome();
}

void MainWindow::open(const QString& location) {
  PlayRequest request;
  request.input = location.toStdString();
  request.pacing = isLiveLocation(location) ? Pacing::Live : parts_.settings->pacing();
  parts_.settings->addRecent(location);
  sourceWanted_ = true;
  setWindowTitle(tr("%1 - Followspot").arg(shortName(location)));
  view_->clear();
  view_->setNotice(tr("Opening %1 ...").arg(shortName(location)));
  pages_->setCurrentWidget(view_);
  view_->setFocus();
  runner_->open(request);
  updateWelcome();
}

void MainWindow::useModel(const QString& location) {
  model::ModelLocation wanted;
  wanted.package = location.toStdString();
  if (!location.isEmpty()) {
    detection_->setLoading(shortName(location));
  }
  runner_->chooseModel(wanted);
}

void MainWindow::report(const Issue& issue) {
  issues_->issues().add(issue);
  if (layoutBeforeFullScreen_.isEmpty() && issue.severity != Issue::Severity::Info) {
    issueDock_->show();
  }
  statusBar()->showMessage(issue.text, 8000);
}

void MainWindow::browseVideo() {
  parts_.dialogs->openFile(
      this, tr("Open video"), parts_.settings->folder(QStringLiteral("video")),
      {tr("Videos and pictures (*.mp4 *.m4v *.mkv *.webm *.mov *.avi *.mpg *.mpeg *.ts *.m2ts "
          "*.wmv "
          "*.flv *.ogv *.3gp *.mjpeg *.h264 *.h265 *.y4m *.gif *.png *.jpg *.jpeg *.bmp)"),
       tr("All files (*)")},
      [this](const QString& file) {
        parts_.settings->setFolder(QStringLiteral("video"), QFileInfo(file).absolutePath());
        open(file);
      });
}

void MainWindow::browseFolder() {
  parts_.dialogs->openFolder(this, tr("Open folder of pictures"),
                             parts_.settings->folder(QStringLiteral("video")),
                             [this](const QString& folder) { open(folder); });
}

void MainWindow::browseModel() {
  parts_.dialogs->openFolder(
      this, tr("Open model folder"), parts_.settings->folder(QStringLiteral("model")),
      [this](const QString& folder) {
        parts_.settings->setFolder(QStringLiteral("model"), QFileInfo(folder).absolutePath());
        useModel(folder);
      });
}

void MainWindow::exportTracks() {
  if (!tracks_->hasRows()) {
    report({Issue::Severity::Info, tr("Export"), tr("The track table is empty: nothing to save.")});
    return;
  }
  const QString folder = parts_.settings->folder(QStringLiteral("export"));
  parts_.dialogs->saveFile(
      this, tr("Export track table"),
      QDir(folder.isEmpty() ? QDir::homePath() : folder).filePath(QStringLiteral("tracks.csv")),
      QStringLiteral("csv"), [this](const QString& path) {
        parts_.settings->setFolder(QStringLiteral("export"), QFileInfo(path).absolutePath());
        const auto written = writeFile(path.toStdString(), tracks_->toCsv().toStdString());
        if (written) {
          statusBar()->showMessage(tr("Saved %1").arg(path), 6000);
        } else {
          report({Issue::Severity::Error, tr("Export"),
                  QString::fromStdString(written.error().message)});
        }
      });
}

void MainWindow::saveSnapshot() {
  if (!view_->picture()) {
    return;
  }
  QString folder = parts_.settings->folder(QStringLiteral("snapshot"));
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

void MainWindow::chooseTrack(quint64 trackNumber) {
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

void MainWindow::jumpTo(qint64 frameIndex) { runner_->seek(FrameId{frameIndex}); }

void MainWindow::toEnd() {
  const auto& source = runner_->snapshot().source;
  if (source && source->seekable && source->frameCount) {
    runner_->pause();
    runner_->seek(FrameId{std::max<std::int64_t>(0, *source->frameCount - 1)});
  }
}

bool MainWindow::isPlaying() const {
  const SessionSnapshot& now = runner_->snapshot();
  return now.active && (now.state == SessionState::Running || now.state == SessionState::Opening ||
                        now.state == SessionState::Draining);
}

void MainWindow::togglePlay() {
  if (isPlaying()) {
    runner_->pause();
  } else if (runner_->snapshot().active) {
    runner_->resume();
  } else {
    browseVideo();
  }
}

void MainWindow::applyTheme(Theme theme) {
  parts_.settings->setTheme(theme);
  parts_.theme->apply(theme);
}

void MainWindow::applyStyle() {
  OverlayStyle style = view_->overlayStyle();
  style.boxes = actions_.boxes->isChecked();
  style.labels = actions_.labels->isChecked();
  style.trails = actions_.trails->isChecked();
  view_->setStyle(style);
  parts_.settings->setFlag(QStringLiteral("boxes"), style.boxes);
  parts_.settings->setFlag(QStringLiteral("labels"), style.labels);
  parts_.settings->setFlag(QStringLiteral("trails"), style.trails);
}

void MainWindow::updateWelcome() {
  welcome_->setRecent(parts_.settings->recent());
  welcome_->setModelLine(
      runner_->model()
          ? tr("Model in use: %1").arg(QString::fromStdString(runner_->model()->manifest.name))
          : tr("No model is in use: videos play without boxes. Open a model "
               "folder (it holds a file "
               "model.json), or import one with: followspot-cli model import"));
}

void MainWindow::onModel() {
  const ModelHandle& model = runner_->model();
  detection_->setModel(model);
  std::shared_ptr<const LabelMap> names;
  if (model) {
    names = std::shared_ptr<const LabelMap>(model, &model->labels);
  }
  OverlayStyle style = view_->overlayStyle();
  style.classNames = names;
  view_->setStyle(style);
  tracks_->tracks().setClassNames(names);
  parts_.settings->setModel(model ? QString::fromStdString(model->location.string()) : QString());
  updateWelcome();
}

QString MainWindow::noticeFor(const SessionSnapshot& snapshot) const {
  if (snapshot.state == SessionState::Failed && snapshot.error) {
    return QString::fromStdString(snapshot.error->message);
  }
  if (!view_->picture() && !hasEnded(snapshot.state)) {
    return tr("Opening %1 ...").arg(shortName(QString::fromStdString(snapshot.input)));
  }
  return {};
}

void MainWindow::onChanged() {
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
    view_->setNotice(noticeFor(now));
  } else if (!sourceWanted_) {
    setWindowTitle(tr("Followspot"));
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

void MainWindow::onPicture(const ShownPicture& picture) {
  if (picture.sessionNumber != sessionNumber_) {
    return;  // Left over from a source that was replaced.
  }
  view_->setPicture(picture);
  view_->setNotice(noticeFor(runner_->snapshot()));
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

void MainWindow::onTick() { runner_->refresh(); }

}  // namespace followspot::ui
