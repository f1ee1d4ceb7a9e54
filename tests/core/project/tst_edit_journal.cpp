#include <QTest>

#include "core/project/project_store.h"
#include "core/project/sql/sql_connection.h"
#include "tests/core/project/store_book.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::test;

namespace {

struct Fixture {
  TemporaryFolder folder;
  std::unique_ptr<ProjectStore> store;
  RunId run{};

  Result<void> open() {
    store.reset();
    auto opened = openProject(folder / "p.followspot", ProjectMode::OpenOrCreate);
    if (!opened) {
      return fail(opened.error());
    }
    store = std::move(opened->store);
    return {};
  }
  Result<void> start() {
    if (auto opened = open(); !opened) {
      return opened;
    }
    const auto added = addScriptedRun(*store);
    if (!added) {
      return fail(added.error());
    }
    run = *added;
    return {};
  }
  [[nodiscard]] Result<TrackBook> book() const {
    const auto reader = store->openReader();
    return reader ? bookOf(**reader, run) : Result<TrackBook>(fail(reader.error()));
  }
};

}  // namespace

class TestEditJournal : public QObject {
  Q_OBJECT
 private slots:
  void everyStepIsThatOfTheScript_data() {
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 100; seed < 106; ++seed) {
      QTest::addRow("seed %u", seed) << seed;
    }
  }
  void everyStepIsThatOfTheScript() {
    QFETCH(const unsigned, seed);
    Fixture f;
    FS_VERIFY_OK(f.start());
    EditScript script(seed);
    const TrackBook first = script.book();
    QVERIFY(*f.book() == first);
    for (int k = 0; k < 60; ++k) {
      const EditScript::Step step = script.next();
      const auto done = perform(*f.store, f.run, step);
      FS_VERIFY_OK(done);
      QCOMPARE(*done, script.perform(step));
      const auto book = f.book();
      FS_VERIFY_OK(book);
      QVERIFY(*book == script.book());
      if (k % 20 == 19) {
        FS_VERIFY_OK(f.open());
      }
    }
    const auto last = f.book();
    FS_VERIFY_OK(last);
    const auto reader = f.store->openReader();
    FS_VERIFY_OK(reader);
    QCOMPARE((*reader)->edits(f.run)->size(), script.journalSize());
    std::size_t undone = 0;
    for (auto step = f.store->undo(f.run); step && *step; step = f.store->undo(f.run)) {
      ++undone;
    }
    QCOMPARE(undone, script.undoable());
    QVERIFY(*f.book() == first);
    FS_VERIFY_OK(f.open());
    for (std::size_t k = 0; k < undone; ++k) {
      const auto step = f.store->redo(f.run);
      FS_VERIFY_OK(step);
      QVERIFY(step->has_value());
    }
    QVERIFY(*f.book() == *last);
    FS_VERIFY_OK((*reader)->check());
  }

  void theReceiptNamesWhatHappened() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    const auto split = f.store->edit(f.run, SplitTrack{TrackId{2}, FrameId{10}});
    FS_VERIFY_OK(split);
    QCOMPARE(split->number, std::int64_t{1});
    QCOMPARE(split->tracks, (std::vector<TrackId>{TrackId{2}, TrackId{7}}));
    QCOMPARE(split->subject.kind, EditKind::Split);
    QCOMPARE(split->subject.frame, FrameId{10});
    const auto undone = f.store->undo(f.run);
    FS_VERIFY_OK(undone);
    QCOMPARE((*undone)->number, std::int64_t{1});
    QCOMPARE((*undone)->tracks.size(), std::size_t{2});
    const auto reader = f.store->openReader();
    FS_VERIFY_OK(reader);
    QVERIFY((*reader)->edits(f.run)->front().undone);
    // Another edit: what was undone is forgotten, but its id is not given again.
    const auto added = f.store->edit(f.run, AddTrack{ClassId{1}, FrameId{3}, {1, 2, 3, 4}});
    FS_VERIFY_OK(added);
    QCOMPARE(added->tracks, std::vector<TrackId>{TrackId{8}});
    QCOMPARE((*reader)->edits(f.run)->size(), std::size_t{1});
    const auto redone = f.store->redo(f.run);
    FS_VERIFY_OK(redone);
    QVERIFY(!redone->has_value());
  }

  void onlyFinishedRunsAreEdited() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    FS_VERIFY_ERROR(f.store->appendPictures(f.run, scriptedPictures()), ErrorCode::InvalidArgument,
                    "finished");
    Run another;
    another.media = MediaId{1};
    const auto open = f.store->addRun(another);
    FS_VERIFY_OK(open);
    FS_VERIFY_ERROR(f.store->edit(*open, DeleteTrack{TrackId{1}}), ErrorCode::InvalidArgument,
                    "still being tracked");
    FS_VERIFY_ERROR(f.store->edit(RunId{50}, DeleteTrack{TrackId{1}}), ErrorCode::NotFound,
                    "no run 50");
    FS_VERIFY_ERROR(f.store->finishRun(RunId{50}), ErrorCode::NotFound, "no run 50");
  }

  void aJournalThatDoesNotFitChangesNothing() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    FS_VERIFY_OK(f.store->edit(f.run, SplitTrack{TrackId{2}, FrameId{10}}));
    f.store.reset();
    {
      auto connection = SqlConnection::open(f.folder / "p.followspot", SqlConnection::Use::Write);
      FS_VERIFY_OK(connection);
      FS_VERIFY_OK((*connection)->run("DELETE FROM box WHERE track=7 AND frame=20"));
      FS_VERIFY_OK((*connection)->run("UPDATE edit SET delta=delta || x'00' WHERE number=9"));
    }
    FS_VERIFY_OK(f.open());
    const auto before = f.book();
    FS_VERIFY_OK(before);
    FS_VERIFY_ERROR(f.store->undo(f.run), ErrorCode::CorruptData, "does not fit");
    QVERIFY(*f.book() == *before);
    f.store.reset();
    {
      auto connection = SqlConnection::open(f.folder / "p.followspot", SqlConnection::Use::Write);
      FS_VERIFY_OK(connection);
      FS_VERIFY_OK((*connection)->run("UPDATE edit SET delta=x'0102030405'"));
    }
    FS_VERIFY_OK(f.open());
    FS_VERIFY_ERROR(f.store->undo(f.run), ErrorCode::CorruptData, "damaged");
    QVERIFY(*f.book() == *before);
  }
};

QTEST_GUILESS_MAIN(TestEditJournal)
#include "tst_edit_journal.moc"
