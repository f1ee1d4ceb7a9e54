#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/actions.h"
#include "ui/analyse/analyse_workspace.h"
#include "ui/analyse/analysis_view.h"
#include "ui/analyse/timeline.h"
#include "ui/analyse/track_job_panel.h"
#include "ui/analyse/track_list_panel.h"
#include "ui/widgets/action_button.h"

namespace followspot::ui {
namespace {

QComboBox* chooser(const char* name, const QString& accessibleName, const QString& tip) {
  auto* const box = new QComboBox;
  box->setObjectName(QLatin1String(name));
  box->setAccessibleName(accessibleName);
  box->setToolTip(tip);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  constexpr int kLetters = 18;
  box->setMinimumContentsLength(kLetters);
  return box;
}

}  // namespace

QWidget* AnalyseWorkspace::buildHead() {
  files_ = chooser("analyseFiles", tr("Video"), tr("The videos of the project"));
  runs_ = chooser("analyseRuns", tr("Run"),
                  tr("The runs over this video: each a model and a tracker, or an import"));
  auto* const head = new QWidget;
  auto* const layout = new QHBoxLayout(head);
  layout->setContentsMargins(8, 4, 8, 4);
  auto* const filesLabel = new QLabel(tr("Video"));
  auto* const runsLabel = new QLabel(tr("Run"));
  layout->addWidget(filesLabel);
  layout->addWidget(files_, 2);
  layout->addSpacing(8);
  layout->addWidget(runsLabel);
  layout->addWidget(runs_, 2);
  layout->addStretch(1);
  return head;
}

QWidget* AnalyseWorkspace::buildTransport() {
  position_ = new QLabel;
  position_->setObjectName(QStringLiteral("analysePosition"));
  position_->setTextFormat(Qt::PlainText);
  speed_ = new QLabel;
  speed_->setObjectName(QStringLiteral("analyseSpeed"));
  auto* const bar = new QWidget;
  auto* const layout = new QHBoxLayout(bar);
  layout->setContentsMargins(8, 4, 8, 4);
  layout->setSpacing(4);
  constexpr int kSmall = 20;
  constexpr int kLarge = 26;
  layout->addWidget(actionButton(actions_.stepBack, kSmall));
  layout->addWidget(actionButton(actions_.playPause, kLarge));
  layout->addWidget(actionButton(actions_.stepOn, kSmall));
  layout->addSpacing(8);
  layout->addWidget(position_);
  layout->addStretch(1);
  layout->addWidget(speed_);
  layout->addSpacing(8);
  layout->addWidget(actionButton(shell_.actions().fullScreen, kSmall));
  return bar;
}

QWidget* AnalyseWorkspace::buildEmptyPage() {
  auto* const page = new QWidget;
  auto* const heading = new QLabel(tr("Look into a video, picture by picture"));
  QFont large = heading->font();
  large.setPointSizeF(large.pointSizeF() * 1.6);
  heading->setFont(large);
  auto* const text = new QLabel(
      tr("Open a video to track it, step through it and put its tracks right, or a project that "
         "you made before. Dropping one here does the same. Everything you do is stored at once."));
  text->setWordWrap(true);
  constexpr int kTextWidth = 460;
  text->setMaximumWidth(kTextWidth);
  const auto button = [](const char* name, QAction* action) {
    auto* const made = new QPushButton(action->icon(), action->text());
    made->setObjectName(QLatin1String(name));
    connect(made, &QPushButton::clicked, action, &QAction::trigger);
    return made;
  };
  auto* const buttons = new QHBoxLayout;
  buttons->addWidget(button("analyseOpenVideo", shell_.actions().openFile));
  buttons->addWidget(button("analyseOpenProject", actions_.openProject));
  buttons->addStretch(1);
  auto* const column = new QVBoxLayout;
  column->addStretch(1);
  column->addWidget(heading);
  column->addSpacing(8);
  column->addWidget(text);
  column->addSpacing(12);
  column->addLayout(buttons);
  column->addStretch(2);
  auto* const row = new QHBoxLayout(page);
  row->addStretch(1);
  row->addLayout(column);
  row->addStretch(1);
  return page;
}

void AnalyseWorkspace::buildCentre() {
  view_ = new AnalysisView(document_);
  auto* const work = new QWidget;
  auto* const layout = new QVBoxLayout(work);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(buildHead());
  layout->addWidget(view_, 1);
  layout->addWidget(buildTransport());
  pages_ = new QStackedWidget;
  pages_->setObjectName(QStringLiteral("analysePages"));
  pages_->addWidget(buildEmptyPage());
  pages_->addWidget(work);
  setCentralWidget(pages_);
  status_ = new QLabel;
  status_->setObjectName(QStringLiteral("analyseStatus"));
  status_->setTextFormat(Qt::PlainText);
}

void AnalyseWorkspace::buildDocks() {
  timeline_ = new Timeline(document_);
  trackList_ = new TrackListPanel(document_);
  QDockWidget* const timelineDock =
      addDock(Qt::BottomDockWidgetArea, "timelineDock", tr("Timeline"), timeline_);
  trackJob_ = new TrackJobPanel(document_, shell_.engine());
  trackJob_->setModel(shell_.model());
  addDock(Qt::RightDockWidgetArea, "trackJobDock", tr("Track"), trackJob_);
  QDockWidget* const tracksDock =
      addDock(Qt::RightDockWidgetArea, "trackListDock", tr("Tracks"), trackList_);
  resize(1280, 720);  // Whatever it is: shares of it are given out.
  resizeDocks({timelineDock}, {timeline_->sizeHint().height()}, Qt::Vertical);
  resizeDocks({tracksDock}, {trackList_->sizeHint().width()}, Qt::Horizontal);
}

void AnalyseWorkspace::buildMenus() {
  playMenu_ = new QMenu(tr("&Playback"), this);
  playMenu_->setObjectName(QStringLiteral("analysePlayMenu"));
  playMenu_->addActions({actions_.playPause, actions_.shuttleBack, actions_.shuttleStop,
                         actions_.shuttleOn, actions_.slower, actions_.faster});
  playMenu_->addSeparator();
  playMenu_->addActions(
      {actions_.stepBack, actions_.stepOn, actions_.stepBack10, actions_.stepOn10});
  playMenu_->addSeparator();
  playMenu_->addActions(
      {actions_.trackStart, actions_.trackEnd, actions_.nextMoment, actions_.previousMoment});
  playMenu_->addSeparator();
  playMenu_->addActions({actions_.rangeStart, actions_.rangeEnd, actions_.rangeClear});

  trackMenu_ = new QMenu(tr("&Track"), this);
  trackMenu_->setObjectName(QStringLiteral("analyseTrackMenu"));
  classMenu_ = new QMenu(tr("&Class"), trackMenu_);
  classMenu_->setObjectName(QStringLiteral("analyseClassMenu"));
  trackMenu_->addActions({actions_.undo, actions_.redo});
  trackMenu_->addSeparator();
  trackMenu_->addActions({actions_.accept, actions_.reject});
  trackMenu_->addSeparator();
  trackMenu_->addActions({actions_.split, actions_.merge, actions_.swap, actions_.remove});
  trackMenu_->addSeparator();
  trackMenu_->addActions(
      {actions_.beginHere, actions_.endHere, actions_.extendHere, actions_.fillGaps});
  trackMenu_->addSeparator();
  trackMenu_->addAction(actions_.rename);
  trackMenu_->addMenu(classMenu_);
  trackMenu_->addAction(actions_.newTrack);
}

QList<QAction*> AnalyseWorkspace::fileActions() const {
  return {actions_.openProject, actions_.saveAs, nullptr, actions_.closeProject};
}

QList<QAction*> AnalyseWorkspace::viewActions() const {
  return {actions_.labels,  actions_.trails,  actions_.lockView, nullptr,           actions_.zoomIn,
          actions_.zoomOut, actions_.zoomFit, nullptr,           actions_.findTrack};
}

QList<QMenu*> AnalyseWorkspace::menus() const { return {playMenu_, trackMenu_}; }

QList<QAction*> AnalyseWorkspace::toolActions() const {
  return {actions_.undo,  actions_.redo,    nullptr,          actions_.split,
          actions_.merge, actions_.swap,    actions_.remove,  actions_.accept,
          nullptr,        actions_.zoomOut, actions_.zoomFit, actions_.zoomIn};
}

std::vector<ActionSection> AnalyseWorkspace::keySections() const { return actions_.sections(); }

QWidget* AnalyseWorkspace::statusWidget() { return status_; }

}  // namespace followspot::ui
