#pragma once

#include <optional>
#include <utility>

#include "ui/analyse/analyse_actions.h"
#include "ui/analyse/analysis_document.h"
#include "ui/analyse/moment_search.h"
#include "ui/analyse/picture_feed.h"
#include "ui/analyse/shuttle.h"
#include "ui/shell/shell.h"
#include "ui/shell/workspace.h"

class QComboBox;
class QLabel;
class QStackedWidget;

namespace followspot::ui {

class AnalysisView;
class Timeline;
class TrackJobPanel;
class TrackListPanel;

/// Analyse: recorded videos and their tracks, picture by picture; a project of many.
///
/// analyse_layout.cpp puts it together, analyse_edits.cpp is what is done to tracks,
/// analyse_workspace.cpp the rest. Panels look at `document` only.
/// @threading GUI thread, which never waits for a project or a decoder.
class AnalyseWorkspace : public Workspace {
  Q_OBJECT
 public:
  explicit AnalyseWorkspace(Shell& shell);
  ~AnalyseWorkspace() override;

  [[nodiscard]] AnalysisDocument& document() { return document_; }
  [[nodiscard]] AnalyseActions& actions() { return actions_; }
  [[nodiscard]] Shuttle& shuttle() { return shuttle_; }

  [[nodiscard]] QList<QAction*> fileActions() const override;
  [[nodiscard]] QList<QAction*> viewActions() const override;
  [[nodiscard]] QList<QMenu*> menus() const override;
  [[nodiscard]] QList<QAction*> toolActions() const override;
  [[nodiscard]] std::vector<ActionSection> keySections() const override;
  [[nodiscard]] QWidget* statusWidget() override;
  [[nodiscard]] bool takes(TargetKind kind) const override;
  void take(TargetKind kind, const QStringList& locations) override;
  void modelChanged(const ModelHandle& model) override;
  void left() override;
  void shutDown() override;

 private:
  void buildCentre();
  [[nodiscard]] QWidget* buildHead();
  [[nodiscard]] QWidget* buildTransport();
  [[nodiscard]] QWidget* buildEmptyPage();
  void buildDocks();
  void buildMenus();
  void connectActions();
  void connectEdits();
  void connectParts();

  void openProject();
  void saveAs();
  void openPictures();
  void stepBy(std::int64_t pictures);
  void toTrackEnd(bool last);
  void toMoment(const std::optional<SuspiciousMoment>& moment);
  void setRangeStart();
  void setRangeEnd();
  void fillFiles();
  void fillRuns();
  void showPosition();
  void updateCommands();
  void followTrack();

  /// The track selected last; says so where none is.
  [[nodiscard]] std::optional<TrackId> oneTrack();
  /// The two selected last, the earlier selected one first.
  [[nodiscard]] std::optional<std::pair<TrackId, TrackId>> twoTracks();
  void mergeSelected();
  void swapSelected();
  void removeSelected();
  void trimSelected(bool begin);
  void extendSelected();
  void renameSelected();
  void reviewSelected(Review review);
  void fillClasses();
  void takeBox(const Box& box, bool newTrack);

  Shell& shell_;
  AnalyseActions actions_;
  AnalysisDocument document_;
  PictureFeed feed_;
  Shuttle shuttle_;
  MomentSearch moments_;
  QMenu* playMenu_ = nullptr;
  QMenu* trackMenu_ = nullptr;
  QMenu* classMenu_ = nullptr;
  QStackedWidget* pages_ = nullptr;
  AnalysisView* view_ = nullptr;
  Timeline* timeline_ = nullptr;
  TrackListPanel* trackList_ = nullptr;
  TrackJobPanel* trackJob_ = nullptr;
  QComboBox* files_ = nullptr;
  QComboBox* runs_ = nullptr;
  QLabel* position_ = nullptr;
  QLabel* speed_ = nullptr;
  QLabel* status_ = nullptr;
};

}  // namespace followspot::ui
