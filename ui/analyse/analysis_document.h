#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QString>

#include "ui/analyse/run_snapshot.h"
#include "ui/analyse/track_filter.h"
#include "ui/analyse/work_thread.h"

namespace followspot::ui {

/// What the Analyse workspace works on: a project with its files and runs, the picture and the
/// tracks looked at, what is selected, and every edit.
///
/// All panels look at this one object and change it; none knows another. The project is read and
/// written on threads of the document's own: a call returns at once, its outcome comes by a signal.
/// An edit that `edited` has told of is stored and survives the end of the process.
/// @threading GUI thread.
class AnalysisDocument : public QObject {
  Q_OBJECT
 public:
  /// @param untitledFolder  where projects are kept that the user has given no name; made when
  ///                        needed.
  explicit AnalysisDocument(QString untitledFolder, QObject* parent = nullptr);
  ~AnalysisDocument() override;

  // The project.
  /// Opens or creates the project of that name.
  void openProject(const QString& file);
  /// Opens a video in a project without a name, the same one whenever it is the same video.
  void openVideo(const QString& location);
  /// Adds a video to the project and shows it; one that is there is only shown.
  void addVideo(const QString& location);
  /// Goes on in a copy of the project under that name; one without a name is no longer kept then.
  void saveAs(const QString& file);
  void close();
  /// Reads anew what others have stored, such as a run.
  /// @param show  a run to go to, if there is one.
  void refresh(std::optional<RunId> show = std::nullopt);

  [[nodiscard]] bool isOpen() const { return store_ != nullptr; }
  [[nodiscard]] bool isUntitled() const { return untitled_; }
  [[nodiscard]] QString projectFile() const { return file_; }
  /// Null while nothing is open. Any thread may write by it; call `refresh` afterwards.
  [[nodiscard]] std::shared_ptr<ProjectStore> store() const { return store_; }
  [[nodiscard]] const std::vector<MediaFile>& media() const { return media_; }
  /// All of the project, by id.
  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }

  // What is looked at.
  /// Null: none.
  [[nodiscard]] const MediaFile* currentMedia() const;
  void showMedia(MediaId media);
  /// Where its pictures are: paths that the project has relative to its folder are made whole.
  [[nodiscard]] QString location() const;
  /// The runs over the media file, by id.
  [[nodiscard]] std::vector<Run> runsOfMedia() const;
  [[nodiscard]] std::optional<RunId> currentRun() const { return run_; }
  /// Shows a run, and its media file. Nothing: no tracks are shown.
  void showRun(std::optional<RunId> run);
  /// Tracks, events and journal of the run; null where there is none or it is still being read.
  [[nodiscard]] const SnapshotHandle& snapshot() const { return snapshot_; }
  [[nodiscard]] FrameId frame() const { return frame_; }
  /// Kept within the media file, where its length is known.
  void showFrame(FrameId frame);
  /// Pictures of the media file; where it does not know, as far as its tracks go. 0: unknown.
  [[nodiscard]] std::int64_t frameCount() const;
  /// Pictures per second, > 0; 25 where unknown.
  [[nodiscard]] double frameRate() const;
  /// Says what a decoder found out about the media file.
  void setFrameCount(std::int64_t frames);
  /// Boxes around the picture; null while there are none. `at(frame())` is what to draw.
  [[nodiscard]] const WindowHandle& boxes() const { return window_; }

  /// The tracks chosen, the one chosen last at the end; edits go by it. Each once, none twice.
  [[nodiscard]] const std::vector<TrackId>& selection() const { return selection_; }
  /// The one chosen last; None: none.
  [[nodiscard]] TrackId selected() const;
  void select(TrackId track);  ///< None: nothing is selected.
  /// The last one counts as chosen last; none twice.
  void selectAll(std::vector<TrackId> tracks);
  /// Adds it as the last, or takes it out.
  void toggleSelected(TrackId track);
  [[nodiscard]] const TrackFilter& filter() const { return filter_; }
  void setFilter(const TrackFilter& filter);
  /// The A-B range; nothing: everything.
  [[nodiscard]] const std::optional<FrameRange>& range() const { return range_; }
  /// An empty or inverted range counts as none.
  void setRange(std::optional<FrameRange> range);

  // Edits.
  void edit(const TrackEdit& edit);
  void undo();
  void redo();

  /// Reads in the project beside the GUI thread.
  /// @param job      runs on a thread of the document's own, one after the other, and returns what
  ///                 is then called on the GUI thread (empty: nothing). It does not hold up edits.
  /// @param context  where it is gone by then, nothing is called.
  using Answer = std::function<void()>;
  void read(QObject* context, std::function<Answer(ProjectReader&)> job);
  /// The same for sorting and laying out what was read: on a thread that reads do not hold up.
  void arrange(QObject* context, std::function<Answer()> job);

 signals:
  /// Another project, or none; its name, files or runs.
  void projectChanged();
  /// Another media file is looked at, or none.
  void mediaChanged();
  /// Another run is looked at, or none; its tracks come with `tracksChanged`.
  void runChanged();
  void tracksChanged();
  void boxesChanged();
  void frameChanged(qint64 frame);
  void frameCountChanged();
  void selectionChanged();
  void filterChanged();
  void rangeChanged();
  /// An edit, undo or redo is stored and shown. Numbers, as Qt cannot carry the id types.
  void edited(const QList<quint64>& tracks);
  /// Something failed; `source` names the part for the issue list.
  void problem(const QString& source, const QString& text);
  /// What had to be said on opening: a backup that was made.
  void note(const QString& text);

 private:
  /// What the front thread works with; one for each project opened. Only that thread looks into it.
  struct Access;
  struct Opened;
  /// What a task leaves to be done on the GUI thread; not done where another project was opened.
  using Finish = std::function<void()>;
  using Change = std::function<Result<std::optional<EditReceipt>>(ProjectStore&, RunId)>;

  void open(const QString& file, bool untitled, const QString& video);
  void takeOpened(Opened opened);
  void takeLists(std::vector<MediaFile> media, std::vector<Run> runs);
  void post(std::function<Finish(Access&)> task, bool onlyNewest = false);
  void onGui(std::function<void()> what);
  void tell(const QString& source, const Error& error);
  void change(const QString& what, Change change);
  void takeEdited(const EditReceipt& receipt, SnapshotHandle snapshot, WindowHandle window);
  void loadRun();
  void loadWindow();
  void setView(std::optional<MediaId> media, std::optional<RunId> run);
  [[nodiscard]] std::optional<RunId> usualRun(MediaId media) const;
  void letGo();

  const QString untitledFolder_;
  QString file_;
  bool untitled_ = false;
  std::shared_ptr<ProjectStore> store_;
  std::shared_ptr<Access> access_;
  std::shared_ptr<std::unique_ptr<ProjectReader>> backReader_;  // only the back thread looks
  std::vector<MediaFile> media_;
  std::vector<Run> runs_;
  std::optional<MediaId> currentMedia_;
  std::optional<RunId> run_;
  SnapshotHandle snapshot_;
  WindowHandle window_;
  FrameId frame_{};
  std::vector<TrackId> selection_;
  TrackFilter filter_;
  std::optional<FrameRange> range_;

  // Last: what they were given is done before the rest goes.
  WorkThread arrange_{"fs-doc-sort"};
  WorkThread back_{"fs-doc-read"};   // long reads
  WorkThread front_{"fs-document"};  // edits and what is looked at
};

}  // namespace followspot::ui
