#include <QSignalSpy>
#include <QTest>

#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/analyse/project_maker.h"
#include "ui/analyse/analysis_document.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

namespace {

const std::vector<PlannedTrack> kTracks = {
    {.id = 3, .first = 0, .last = 99, .box = {10, 20, 30, 60}},
    {.id = 7, .first = 40, .last = 180, .box = {200, 50, 20, 40}, .step = 1},
    {.id = 9, .first = 150, .last = 199, .box = {300, 90, 50, 50}, .classId = 2}};

QString qt(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

}  // namespace

class TestAnalysisDocument : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    folder_.emplace();
    file_ = *folder_ / "p.followspot";
    FS_VERIFY_OK(makeProject(file_, "clip.mp4", 200, kTracks));
  }

  void aProjectShowsItsNewestRun() {
    AnalysisDocument document(qt(*folder_ / "untitled"));
    const QSignalSpy changed(&document, &AnalysisDocument::projectChanged);
    QVERIFY(!document.isOpen());
    document.openProject(qt(file_));
    QTRY_VERIFY(document.snapshot() != nullptr);
    QCOMPARE(changed.count(), 1);
    QVERIFY(!document.isUntitled());
    QCOMPARE(document.frameCount(), std::int64_t{200});
    QCOMPARE(document.location(), qt(*folder_ / "clip.mp4"));
    QCOMPARE(document.snapshot()->tracks.size(), std::size_t{3});
    QCOMPARE(document.snapshot()->find(TrackId{7})->first, FrameId{40});
    QVERIFY(document.snapshot()->find(TrackId{8}) == nullptr);
    QCOMPARE(document.boxes()->at(FrameId{0}).size(), std::size_t{1});
  }

  void boxesFollowThePicture() {
    AnalysisDocument document(qt(*folder_ / "untitled"));
    document.openProject(qt(file_));
    QTRY_VERIFY(document.snapshot() != nullptr);
    for (const std::int64_t frame : {199, 45, 160, 0}) {
      document.showFrame(FrameId{frame});
      QTRY_VERIFY(document.boxes()->holds(FrameId{frame}));
      std::size_t expected = 0;
      for (const PlannedTrack& track : kTracks) {
        if (frame >= track.first && frame <= track.last) {
          const BoxRow& row = document.boxes()->at(FrameId{frame})[expected];
          QCOMPARE(row.track, TrackId{track.id});
          QCOMPARE(row.value.box.x, track.at(frame).x);
          ++expected;
        }
      }
      QCOMPARE(document.boxes()->at(FrameId{frame}).size(), expected);
    }
    document.showFrame(FrameId{5000});
    QCOMPARE(document.frame(), FrameId{199});
    document.showFrame(FrameId{-7});
    QCOMPARE(document.frame(), FrameId{0});
  }

  void editsAreStoredAndUndoneAfterARestart() {
    {
      AnalysisDocument document(qt(*folder_ / "untitled"));
      document.openProject(qt(file_));
      QTRY_VERIFY(document.snapshot() != nullptr);
      QVERIFY(document.snapshot()->undoable() == nullptr);
      document.select(TrackId{3});
      const QSignalSpy edited(&document, &AnalysisDocument::edited);
      document.edit(SplitTrack{TrackId{3}, FrameId{50}});
      QTRY_COMPARE(edited.count(), 1);
      QCOMPARE(document.snapshot()->tracks.size(), std::size_t{4});
      QCOMPARE(document.snapshot()->find(TrackId{3})->last, FrameId{49});
      QCOMPARE(document.selected(), TrackId{3});
      QCOMPARE(document.snapshot()->undoable()->subject.kind, EditKind::Split);
      // Not waited for: closing does what was asked for.
      document.edit(DeleteTrack{TrackId{3}});
    }
    AnalysisDocument document(qt(*folder_ / "untitled"));
    document.openProject(qt(file_));
    QTRY_VERIFY(document.snapshot() != nullptr);
    QCOMPARE(document.snapshot()->tracks.size(), std::size_t{3});
    QCOMPARE(document.snapshot()->undoable()->subject.kind, EditKind::Delete);
    document.undo();
    QTRY_COMPARE(document.snapshot()->tracks.size(), std::size_t{4});
    QCOMPARE(document.selected(), TrackId{3});  // What came back is selected.
    document.undo();
    QTRY_COMPARE(document.snapshot()->tracks.size(), std::size_t{3});
    QCOMPARE(document.snapshot()->find(TrackId{3})->last, FrameId{99});
    QVERIFY(document.snapshot()->undoable() == nullptr);
    document.redo();
    QTRY_COMPARE(document.snapshot()->tracks.size(), std::size_t{4});
    QCOMPARE(document.snapshot()->redoable()->subject.kind, EditKind::Delete);
  }

  void anEditThatMakesNoSenseIsSaid() {
    AnalysisDocument document(qt(*folder_ / "untitled"));
    document.openProject(qt(file_));
    QTRY_VERIFY(document.snapshot() != nullptr);
    QSignalSpy problem(&document, &AnalysisDocument::problem);
    document.edit(DeleteTrack{TrackId{77}});
    QTRY_COMPARE(problem.count(), 1);
    QVERIFY(problem.front().at(1).toString().contains(QLatin1String("77")));
    QCOMPARE(document.snapshot()->tracks.size(), std::size_t{3});
  }

  void aProjectThatCannotBeOpenedLeavesThisOne() {
    AnalysisDocument document(qt(*folder_ / "untitled"));
    document.openProject(qt(file_));
    QTRY_VERIFY(document.snapshot() != nullptr);
    const QSignalSpy problem(&document, &AnalysisDocument::problem);
    document.openProject(qt(folder_->path() / "no" / "such.followspot"));
    document.openVideo(QStringLiteral("/nowhere/clip.mp4"));
    QTRY_COMPARE(problem.count(), 2);
    QCOMPARE(document.projectFile(), qt(file_));
    QVERIFY(document.snapshot() != nullptr);
  }

  void aVideoGetsAProjectOfItsOwnThatSaveAsMoves() {
    const std::filesystem::path clip = *folder_ / "walk.avi";
    FS_MAKE_CLIP("-f lavfi -i testsrc=size=64x48:rate=10:duration=2 -c:v mpeg4", clip);
    const QString untitled = qt(*folder_ / "untitled");
    QString first;
    {
      AnalysisDocument document(untitled);
      document.openVideo(qt(clip));
      QTRY_VERIFY(document.currentMedia() != nullptr);
      QVERIFY(document.isUntitled());
      first = document.projectFile();
      QCOMPARE(document.frameCount(), std::int64_t{20});
      QCOMPARE(document.frameRate(), 10.0);
      FS_VERIFY_OK(addPlannedRun(*document.store(), document.currentMedia()->id, 20,
                                 {{.id = 1, .first = 0, .last = 9, .box = {1, 2, 3, 4}}}));
      document.refresh();
      QTRY_COMPARE(document.runs().size(), std::size_t{1});
    }
    AnalysisDocument document(untitled);
    document.openVideo(qt(clip));
    QTRY_VERIFY(document.snapshot() != nullptr);
    QCOMPARE(document.projectFile(), first);  // Nothing was lost.
    const QString named = qt(*folder_ / "named.followspot");
    document.saveAs(named);
    document.edit(RenameTrack{TrackId{1}, "Ada"});  // Goes into the copy.
    QTRY_COMPARE(document.projectFile(), named);
    QVERIFY(!document.isUntitled());
    QTRY_COMPARE(document.snapshot()->find(TrackId{1})->name, std::string("Ada"));
    QTRY_VERIFY(!QFile::exists(first));
    AnalysisDocument again(untitled);
    again.openProject(named);
    QTRY_VERIFY(again.snapshot() != nullptr);
    QCOMPARE(again.snapshot()->find(TrackId{1})->name, std::string("Ada"));
  }

  void readsRunBesideTheWindow() {
    AnalysisDocument document(qt(*folder_ / "untitled"));
    document.openProject(qt(file_));
    QTRY_VERIFY(document.isOpen());
    std::size_t rows = 0;
    document.read(this, [&rows](ProjectReader& reader) -> AnalysisDocument::Answer {
      std::vector<BoxRow> boxes;
      if (!reader.boxesOf(RunId{1}, TrackId{7}, boxes)) {
        return {};
      }
      return [&rows, count = boxes.size()] { rows = count; };
    });
    QTRY_COMPARE(rows, std::size_t{141});
    // An answer for somebody who has gone is not given.
    auto listener = std::make_unique<QObject>();
    document.read(listener.get(), [&rows](ProjectReader&) -> AnalysisDocument::Answer {
      return [&rows] { rows = 0; };
    });
    listener.reset();
    bool done = false;
    document.read(this, [&done](ProjectReader&) -> AnalysisDocument::Answer {
      return [&done] { done = true; };
    });
    QTRY_VERIFY(done);
    QCOMPARE(rows, std::size_t{141});
  }

  void filtersAndSelection() {
    AnalysisDocument document(qt(*folder_ / "untitled"));
    document.openProject(qt(file_));
    QTRY_VERIFY(document.snapshot() != nullptr);
    const auto wanted = [&](const TrackFilter& filter) {
      QList<int> ids;
      for (const TrackInfo& track : document.snapshot()->tracks) {
        if (filter.wants(track, document.snapshot()->run.labels)) {
          ids.push_back(static_cast<int>(numberOf(track.id)));
        }
      }
      return ids;
    };
    QCOMPARE(wanted({}), QList<int>({3, 7, 9}));
    QCOMPARE(wanted({.text = QStringLiteral("BICY 9")}), QList<int>({9}));
    QCOMPARE(wanted({.classId = ClassId{1}}), QList<int>({3, 7}));
    QCOMPARE(wanted({.review = Review::Accepted}), QList<int>());
    QCOMPARE(wanted({.within = FrameRange{FrameId{100}, FrameId{150}}}), QList<int>({7}));
    const QSignalSpy selection(&document, &AnalysisDocument::selectionChanged);
    document.select(TrackId{3});
    document.toggleSelected(TrackId{9});
    QCOMPARE(document.selected(), TrackId{9});
    document.toggleSelected(TrackId{9});
    QCOMPARE(document.selected(), TrackId{3});
    QCOMPARE(selection.count(), 3);
    document.setRange(FrameRange{FrameId{9}, FrameId{9}});
    QVERIFY(!document.range());
  }

 private:
  std::optional<TemporaryFolder> folder_;
  std::filesystem::path file_;
};

QTEST_MAIN(TestAnalysisDocument)
#include "tst_analysis_document.moc"
