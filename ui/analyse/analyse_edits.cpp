#include <algorithm>
#include <vector>

#include <QAction>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>

#include "ui/analyse/analyse_workspace.h"
#include "ui/analyse/analysis_view.h"

namespace followspot::ui {
namespace {

/// An edit as an undo menu names it.
QString nameOfEdit(const EditSubject& subject) {
  const auto number = static_cast<qulonglong>(numberOf(subject.track));
  const auto other = static_cast<qulonglong>(numberOf(subject.other));
  switch (subject.kind) {
    case EditKind::Split:
      return QObject::tr("split of %1").arg(number);
    case EditKind::Merge:
      return QObject::tr("merge of %1 and %2").arg(number).arg(other);
    case EditKind::Swap:
      return QObject::tr("swap of %1 and %2").arg(number).arg(other);
    case EditKind::Delete:
      return QObject::tr("deletion of %1").arg(number);
    case EditKind::Trim:
      return QObject::tr("cut of %1").arg(number);
    case EditKind::Extend:
      return QObject::tr("extension of %1").arg(number);
    case EditKind::Rename:
      return QObject::tr("name of %1").arg(number);
    case EditKind::SetClass:
      return QObject::tr("class of %1").arg(number);
    case EditKind::SetReview:
      return QObject::tr("review of %1").arg(number);
    case EditKind::SetKeyBox:
      return QObject::tr("box of %1").arg(number);
    case EditKind::Add:
      return QObject::tr("new track");
    case EditKind::FillGaps:
      return QObject::tr("filling of %1").arg(number);
  }
  return {};
}

}  // namespace

void AnalyseWorkspace::connectEdits() {
  const auto on = [this](QAction* action, auto&& slot) {
    connect(action, &QAction::triggered, this, slot);
  };
  on(actions_.undo, [this] { document_.undo(); });
  on(actions_.redo, [this] { document_.redo(); });
  on(actions_.split, [this] {
    if (const auto track = oneTrack()) {
      document_.edit(SplitTrack{*track, document_.frame()});
    }
  });
  on(actions_.merge, [this] { mergeSelected(); });
  on(actions_.swap, [this] { swapSelected(); });
  on(actions_.remove, [this] { removeSelected(); });
  on(actions_.beginHere, [this] { trimSelected(true); });
  on(actions_.endHere, [this] { trimSelected(false); });
  on(actions_.extendHere, [this] { extendSelected(); });
  on(actions_.fillGaps, [this] {
    if (const auto track = oneTrack()) {
      document_.edit(FillGaps{*track});
    }
  });
  on(actions_.rename, [this] { renameSelected(); });
  on(actions_.newTrack, [this] {
    shuttle_.pause();
    view_->beginNewTrack();
    shell_.say(tr("Draw the box of the new track with the mouse; Esc lets it be."));
  });
  on(actions_.accept, [this] { reviewSelected(Review::Accepted); });
  on(actions_.reject, [this] { reviewSelected(Review::Rejected); });
  connect(view_, &AnalysisView::boxDrawn, this, &AnalyseWorkspace::takeBox);
}

void AnalyseWorkspace::updateCommands() {
  const bool isOpen = document_.isOpen();
  const SnapshotHandle& snapshot = document_.snapshot();
  const auto count = document_.selection().size();
  for (QAction* const action : {actions_.saveAs, actions_.closeProject}) {
    action->setEnabled(isOpen);
  }
  for (QAction* const action :
       {actions_.split, actions_.remove, actions_.beginHere, actions_.endHere, actions_.extendHere,
        actions_.fillGaps, actions_.rename, actions_.accept, actions_.reject}) {
    action->setEnabled(snapshot && count >= 1);
  }
  classMenu_->setEnabled(snapshot && count >= 1 && !classMenu_->isEmpty());
  for (QAction* const action : {actions_.merge, actions_.swap}) {
    action->setEnabled(snapshot && count >= 2);
  }
  actions_.newTrack->setEnabled(snapshot != nullptr);
  actions_.rangeClear->setEnabled(document_.range().has_value());
  const EditEntry* const undoable = snapshot ? snapshot->undoable() : nullptr;
  const EditEntry* const redoable = snapshot ? snapshot->redoable() : nullptr;
  actions_.undo->setEnabled(undoable != nullptr);
  actions_.undo->setText(undoable != nullptr ? tr("&Undo %1").arg(nameOfEdit(undoable->subject))
                                             : tr("&Undo"));
  actions_.undo->setIconText(tr("Undo"));
  actions_.redo->setEnabled(redoable != nullptr);
  actions_.redo->setText(redoable != nullptr ? tr("&Redo %1").arg(nameOfEdit(redoable->subject))
                                             : tr("&Redo"));
  actions_.redo->setIconText(tr("Redo"));
  if (!snapshot) {
    status_->setText(isOpen ? tr("No tracks yet") : QString());
    return;
  }
  const auto reviewed = std::ranges::count_if(
      snapshot->tracks, [](const TrackInfo& track) { return track.review != Review::Open; });
  status_->setText(tr("%1 tracks, %2 looked at, %3 edits, all stored")
                       .arg(snapshot->tracks.size())
                       .arg(reviewed)
                       .arg(std::ranges::count(snapshot->edits, false, &EditEntry::undone)));
}

std::optional<TrackId> AnalyseWorkspace::oneTrack() {
  if (document_.selected() == TrackId::None) {
    shell_.say(tr("Select a track first: click its box, or its row in the table."));
    return std::nullopt;
  }
  return document_.selected();
}

std::optional<std::pair<TrackId, TrackId>> AnalyseWorkspace::twoTracks() {
  const auto& selection = document_.selection();
  if (selection.size() < 2) {
    shell_.say(tr("Select two tracks first: Ctrl+click adds the second one."));
    return std::nullopt;
  }
  return std::pair(selection[selection.size() - 2], selection.back());
}

void AnalyseWorkspace::mergeSelected() {
  if (const auto pair = twoTracks()) {
    document_.edit(MergeTracks{pair->first, pair->second});
  }
}

void AnalyseWorkspace::swapSelected() {
  if (const auto pair = twoTracks()) {
    document_.edit(SwapTracks{pair->first, pair->second, document_.frame()});
  }
}

void AnalyseWorkspace::removeSelected() {
  for (const TrackId track : std::vector<TrackId>(document_.selection())) {
    document_.edit(DeleteTrack{track});
  }
}

void AnalyseWorkspace::trimSelected(bool begin) {
  const auto track = oneTrack();
  if (!track) {
    return;
  }
  const FrameId here = document_.frame();
  const FrameRange keep = begin ? FrameRange{here, FrameId{INT64_MAX}}
                                : FrameRange{FrameId{0}, FrameId{indexOf(here) + 1}};
  document_.edit(TrimTrack{*track, keep});
}

void AnalyseWorkspace::extendSelected() {
  if (const auto track = oneTrack()) {
    document_.edit(ExtendTrack{*track, document_.frame()});
  }
}

void AnalyseWorkspace::renameSelected() {
  const auto track = oneTrack();
  const TrackInfo* const info =
      track && document_.snapshot() ? document_.snapshot()->find(*track) : nullptr;
  if (info == nullptr) {
    return;
  }
  // Not modal: the picture stays in sight and in use.
  auto* const dialog = new QInputDialog(this);
  dialog->setObjectName(QStringLiteral("renameDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Rename track %1").arg(static_cast<qulonglong>(numberOf(*track))));
  dialog->setLabelText(tr("Name of the track; empty: none"));
  dialog->setTextValue(QString::fromStdString(info->name));
  connect(dialog, &QInputDialog::textValueSelected, this, [this, id = *track](const QString& name) {
    document_.edit(RenameTrack{id, name.toStdString()});
  });
  dialog->show();
}

void AnalyseWorkspace::reviewSelected(Review review) {
  for (const TrackId track : std::vector<TrackId>(document_.selection())) {
    const TrackInfo* const info =
        document_.snapshot() ? document_.snapshot()->find(track) : nullptr;
    if (info != nullptr) {
      // The same once more takes it back.
      document_.edit(ReviewTrack{track, info->review == review ? Review::Open : review});
    }
  }
}

void AnalyseWorkspace::fillClasses() {
  classMenu_->clear();
  if (!document_.snapshot()) {
    return;
  }
  const auto& names = document_.snapshot()->run.labels.names();
  for (std::size_t line = 0; line < names.size(); ++line) {
    QString text = QString::fromStdString(names[line]);
    text.replace(QLatin1Char('&'), QLatin1String("&&"));
    QAction* const action = classMenu_->addAction(text);
    connect(action, &QAction::triggered, this, [this, id = ClassId{static_cast<int>(line)}] {
      for (const TrackId track : std::vector<TrackId>(document_.selection())) {
        document_.edit(SetTrackClass{track, id});
      }
    });
  }
}

void AnalyseWorkspace::takeBox(const Box& box, bool newTrack) {
  const auto frame = view_->shownFrame();
  if (!frame) {
    return;
  }
  if (!newTrack) {
    document_.edit(SetKeyBox{document_.selected(), *frame, box});
    return;
  }
  // Of the class that was edited last; the menu changes it.
  const TrackInfo* const like =
      document_.snapshot() ? document_.snapshot()->find(document_.selected()) : nullptr;
  const bool hasClasses = document_.snapshot() && document_.snapshot()->run.labels.size() > 1;
  const ClassId usual = hasClasses ? ClassId{1} : ClassId{0};
  document_.select(TrackId::None);
  document_.edit(AddTrack{like != nullptr ? like->classId : usual, *frame, box});
}

}  // namespace followspot::ui
