#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include <QTest>

#include "core/project/project_store.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

constexpr FrameRange kAll = {FrameId{0}, FrameId{1'000'000'000}};

Track track(std::uint64_t id, Box box, int classId = 0) {
  Track made;
  made.id = TrackId{id};
  made.box = box;
  made.score = 0.5;
  made.classId = ClassId{classId};
  return made;
}

TrackSet picture(std::int64_t frame, std::vector<Track> items) {
  TrackSet set;
  set.frame = FrameId{frame};
  set.time = timestampAt(static_cast<double>(frame) / 25);
  set.size = {640, 480};
  set.items = std::move(items);
  return set;
}

/// A project with one media file and one run.
struct Fixture {
  TemporaryFolder folder;
  OpenedProject project;
  RunId run{};

  static Result<RunId> addRun(ProjectStore& store, const char* location) {
    const auto media = store.putMedia({{}, location, {640, 480}, 25, 100});
    if (!media) {
      return fail(media.error());
    }
    Run run;
    run.media = *media;
    run.name = "first";
    run.model = "ssd";
    run.tracker = "auto";
    run.settings = R"({"minScore":0.5})";
    run.labels = LabelMap({"", "person",
                           "Stra\xC3\x9F"
                           "e, \"quoted\""});
    return store.addRun(run);
  }
  Result<void> open() {
    auto opened = openProject(folder / "p.followspot", ProjectMode::OpenOrCreate);
    if (!opened) {
      return fail(opened.error());
    }
    project = std::move(*opened);
    return {};
  }
  Result<void> start() {
    if (auto opened = open(); !opened) {
      return opened;
    }
    const auto added = addRun(*project.store, "clip.mp4");
    if (!added) {
      return fail(added.error());
    }
    run = *added;
    return {};
  }
  /// Everything, as stored now.
  [[nodiscard]] std::vector<BoxRow> rows() const {
    std::vector<BoxRow> rows;
    const auto reader = project.store->openReader();
    if (!reader || !(*reader)->boxes(run, kAll, rows)) {
      return {BoxRow{}};
    }
    return rows;
  }
};

}  // namespace

class TestProjectStore : public QObject {
  Q_OBJECT
 private slots:
  void aCopyIsWholeAndReplacesWhatIsThere() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    FS_VERIFY_OK(
        f.project.store->appendPictures(f.run, std::vector{picture(0, {track(1, {1, 2, 3, 4})})}));
    const auto copy = f.folder / "copy.followspot";
    {
      // What is there is in use, with a journal beside it.
      auto other = openProject(copy, ProjectMode::Create);
      FS_VERIFY_OK(other);
      FS_VERIFY_OK(other->store->putSetting("of", "the other"));
      FS_VERIFY_OK(f.project.store->copyTo(copy));
    }
    FS_VERIFY_OK(f.project.store->putSetting("made", "after the copy"));
    const std::vector<BoxRow> rows = f.rows();
    FS_VERIFY_ERROR(f.project.store->copyTo(f.folder / "p.followspot"), ErrorCode::InvalidArgument,
                    "itself");
    FS_VERIFY_ERROR(f.project.store->copyTo(f.folder / "no/copy.followspot"),
                    ErrorCode::Unavailable, "copy.followspot");
    const auto opened = openProject(copy, ProjectMode::OpenExisting);
    FS_VERIFY_OK(opened);
    const auto reader = opened->store->openReader();
    FS_VERIFY_OK(reader);
    std::vector<BoxRow> copied;
    FS_VERIFY_OK((*reader)->boxes(f.run, kAll, copied));
    QCOMPARE(copied.size(), std::size_t{1});
    QVERIFY(copied == rows);
    for (const char* const key : {"of", "made"}) {
      const auto setting = (*reader)->setting(key);
      FS_VERIFY_OK(setting);
      QVERIFY(!setting->has_value());
    }
  }

  void whatWasStoredComesBack() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    FS_VERIFY_OK(f.project.store->putSetting("theme", "dark"));
    FS_VERIFY_OK(f.project.store->putSetting("theme", "light"));
    const std::vector<ProjectEvent> events = {
        {0, FrameId{7}, timestampAt(0.28), TrackId{3}, "crossing", R"({"line":"door"})"},
        {0, FrameId{2}, timestampAt(0.08), TrackId::None, "note", ""}};
    FS_VERIFY_OK(f.project.store->addEvents(f.run, events));
    f.project.store.reset();
    FS_VERIFY_OK(f.open());
    const auto reader = f.project.store->openReader();
    FS_VERIFY_OK(reader);
    const auto media = (*reader)->media();
    FS_VERIFY_OK(media);
    QCOMPARE(media->size(), std::size_t{1});
    QCOMPARE(media->front().location, std::string("clip.mp4"));
    QCOMPARE(media->front().size.height, 480);
    QCOMPARE(media->front().frameRate, 25.0);
    const auto runs = (*reader)->runs();
    FS_VERIFY_OK(runs);
    QCOMPARE(runs->size(), std::size_t{1});
    const Run& run = runs->front();
    QCOMPARE(run.settings, std::string(R"({"minScore":0.5})"));
    QCOMPARE(run.labels.names().size(), std::size_t{3});
    QCOMPARE(run.labels.names()[2], std::string("Stra\xC3\x9F"
                                                "e, \"quoted\""));
    const auto age = std::chrono::system_clock::now() - run.made;
    QVERIFY(age >= std::chrono::seconds(0) && age < std::chrono::minutes(5));
    const auto setting = (*reader)->setting("theme");
    FS_VERIFY_OK(setting);
    QCOMPARE(setting->value_or(""), std::string("light"));
    QVERIFY(!(*reader)->setting("other")->has_value());
    const auto found = (*reader)->events(f.run, {FrameId{0}, FrameId{8}});
    FS_VERIFY_OK(found);
    QCOMPARE(found->size(), std::size_t{2});
    QCOMPARE((*found)[1].details, std::string(R"({"line":"door"})"));
    QCOMPARE((*found)[1].track, TrackId{3});
    QCOMPARE((*reader)->events(f.run, {FrameId{3}, FrameId{7}})->size(), std::size_t{0});
  }

  void aMediaFileKeepsItsId() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    const auto first = f.project.store->putMedia({{}, "a.mp4", {}, 0, 0});
    const auto again = f.project.store->putMedia({{}, "a.mp4", {1, 2}, 30, 9});
    FS_VERIFY_OK(first);
    FS_VERIFY_OK(again);
    QCOMPARE(*first, *again);
    FS_VERIFY_OK(f.project.store->putMedia({{}, "a.mp4", {}, 25, 5}));
    const auto reader = f.project.store->openReader();
    FS_VERIFY_OK(reader);
    const auto media = (*reader)->media();
    FS_VERIFY_OK(media);
    QCOMPARE(media->back().size.height, 2);
    QCOMPARE(media->back().frameRate, 25.0);
    QCOMPARE(media->back().frames, std::int64_t{9});
  }

  void windowsAreThoseOfASearchByHand() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    std::mt19937 random(5);
    std::vector<BoxRow> expected;
    std::vector<TrackSet> batch;
    for (std::int64_t frame = 0; frame < 300; ++frame) {
      TrackSet set = picture(frame, {});
      for (std::uint64_t id = 1; id <= 12; ++id) {
        if (random() % 3 == 0) {
          const Box box = {static_cast<double>(random()) / 7, -static_cast<double>(random() % 1000),
                           1.0 / static_cast<double>(1 + random() % 9), 4};
          set.items.push_back(track(id, box));
          expected.push_back({FrameId{frame}, TrackId{id}, {box, 0.5, BoxOrigin::Detected}});
        }
      }
      batch.push_back(std::move(set));
      if (batch.size() == 37) {
        FS_VERIFY_OK(f.project.store->appendPictures(f.run, batch));
        batch.clear();
      }
    }
    FS_VERIFY_OK(f.project.store->appendPictures(f.run, batch));
    const auto reader = f.project.store->openReader();
    FS_VERIFY_OK(reader);
    std::vector<BoxRow> found;
    for (int k = 0; k < 100; ++k) {
      const auto first = static_cast<std::int64_t>(random() % 320);
      const auto end = first + static_cast<std::int64_t>(random() % 50);
      FS_VERIFY_OK((*reader)->boxes(f.run, {FrameId{first}, FrameId{end}}, found));
      std::vector<BoxRow> wanted;
      std::ranges::copy_if(expected, std::back_inserter(wanted), [&](const BoxRow& row) {
        return indexOf(row.frame) >= first && indexOf(row.frame) < end;
      });
      QVERIFY(found == wanted);
    }
    const auto tracks = (*reader)->tracks(f.run);
    FS_VERIFY_OK(tracks);
    for (const TrackInfo& info : *tracks) {
      std::vector<BoxRow> wanted;
      std::ranges::copy_if(expected, std::back_inserter(wanted),
                           [&](const BoxRow& row) { return row.track == info.id; });
      FS_VERIFY_OK((*reader)->boxesOf(f.run, info.id, found));
      QVERIFY(found == wanted);
      QCOMPARE(info.boxes, static_cast<std::int64_t>(wanted.size()));
      QCOMPARE(info.first, wanted.front().frame);
      QCOMPARE(info.last, wanted.back().frame);
    }
    std::vector<PictureTime> times;
    FS_VERIFY_OK((*reader)->pictures(f.run, {FrameId{10}, FrameId{13}}, times));
    QCOMPARE(times.size(), std::size_t{3});
    QCOMPARE(times[2].time, timestampAt(12.0 / 25));
    FS_VERIFY_OK((*reader)->check());
  }

  void onlyConfirmedTracksAreStored() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    Track coasting = track(2, {1, 1, 1, 1});
    coasting.state = TrackState::Coasting;
    const std::vector<TrackSet> pictures = {picture(0, {track(1, {1, 2, 3, 4}), coasting})};
    FS_VERIFY_OK(f.project.store->appendPictures(f.run, pictures));
    QCOMPARE(f.rows().size(), std::size_t{1});
  }

  void aBatchThatFailsStoresNothing_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("a picture that is there") << 0;
    QTest::newRow("a track twice on a picture") << 1;
    QTest::newRow("not finite") << 2;
    QTest::newRow("no track") << 3;
    QTest::newRow("a picture before the first") << 4;
  }
  void aBatchThatFailsStoresNothing() {
    QFETCH(const int, kind);
    Fixture f;
    FS_VERIFY_OK(f.start());
    const std::vector<TrackSet> good = {picture(5, {track(1, {1, 2, 3, 4})})};
    FS_VERIFY_OK(f.project.store->appendPictures(f.run, good));
    std::vector<TrackSet> bad = {picture(6, {track(9, {1, 2, 3, 4})})};
    switch (kind) {
      case 0:
        bad.push_back(picture(5, {}));
        break;
      case 1:
        bad.push_back(picture(7, {track(1, {1, 2, 3, 4}), track(1, {1, 2, 3, 4})}));
        break;
      case 2:
        bad.push_back(picture(7, {track(1, {std::nan(""), 2, 3, 4})}));
        break;
      case 3:
        bad.push_back(picture(7, {track(0, {1, 2, 3, 4})}));
        break;
      default:
        bad.push_back(picture(-1, {}));
    }
    const auto done = f.project.store->appendPictures(f.run, bad);
    FS_VERIFY_ERROR(done, ErrorCode::InvalidArgument, "icture");
    QCOMPARE(f.rows().size(), std::size_t{1});
    const auto reader = f.project.store->openReader();
    FS_VERIFY_OK(reader);
    QCOMPARE((*reader)->tracks(f.run)->size(), std::size_t{1});
    bad.resize(1);
    FS_VERIFY_OK(f.project.store->appendPictures(f.run, bad));
  }

  void whatIsNotThereIsSaid() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    const std::vector<TrackSet> pictures = {picture(5, {})};
    FS_VERIFY_ERROR(f.project.store->appendPictures(RunId{99}, pictures), ErrorCode::NotFound,
                    "no run 99");
    FS_VERIFY_ERROR(f.project.store->addEvents(RunId{99}, {}), ErrorCode::NotFound, "no run 99");
    Run run;
    run.media = MediaId{77};
    FS_VERIFY_ERROR(f.project.store->addRun(run), ErrorCode::NotFound, "no media file 77");
    run.frameStep = 0;
    FS_VERIFY_ERROR(f.project.store->addRun(run), ErrorCode::InvalidArgument, "at least 1");
  }

  void aRunGoesWithAllThatIsItsOwn() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    const auto other = Fixture::addRun(*f.project.store, "other.mp4");
    FS_VERIFY_OK(other);
    const std::vector<TrackSet> pictures = {picture(5, {track(1, {1, 2, 3, 4})})};
    const std::vector<ProjectEvent> events = {{0, FrameId{5}, {}, TrackId{1}, "note", ""}};
    for (const RunId run : {f.run, *other}) {
      FS_VERIFY_OK(f.project.store->appendPictures(run, pictures));
      FS_VERIFY_OK(f.project.store->addEvents(run, events));
    }
    FS_VERIFY_OK(f.project.store->removeRun(f.run));
    const auto reader = f.project.store->openReader();
    FS_VERIFY_OK(reader);
    QCOMPARE((*reader)->runs()->size(), std::size_t{1});
    QVERIFY(f.rows().empty());
    QVERIFY((*reader)->events(f.run, kAll)->empty());
    QVERIFY((*reader)->tracks(f.run)->empty());
    QCOMPARE((*reader)->events(*other, kAll)->size(), std::size_t{1});
    QCOMPARE((*reader)->tracks(*other)->size(), std::size_t{1});
  }

  /// Each thread stores runs of its own while readers look: nobody waits for long, every batch is
  /// seen whole or not at all.
  void threadsWriteAndRead() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    constexpr int kWriters = 3;
    constexpr int kBatches = 20;
    constexpr std::int64_t kPictures = 5;
    std::atomic<int> failures{0};
    std::atomic<bool> finished{false};
    std::vector<RunId> runs;
    for (int k = 0; k < kWriters; ++k) {
      const auto run = Fixture::addRun(*f.project.store, "clip.mp4");
      FS_VERIFY_OK(run);
      runs.push_back(*run);
    }
    std::jthread looker([&] {
      const auto reader = f.project.store->openReader();
      std::vector<BoxRow> rows;
      while (reader && !finished) {
        for (const RunId run : runs) {
          failures += (*reader)->boxes(run, kAll, rows) ? 0 : 1;
          failures += rows.size() % (2 * kPictures) == 0 ? 0 : 1;
        }
      }
      failures += reader ? 0 : 1;
    });
    {
      std::vector<std::jthread> writers;
      for (const RunId run : runs) {
        writers.emplace_back([&, run] {
          for (std::int64_t batch = 0; batch < kBatches; ++batch) {
            std::vector<TrackSet> pictures;
            for (std::int64_t k = 0; k < kPictures; ++k) {
              pictures.push_back(
                  picture(batch * kPictures + k, {track(1, {1, 2, 3, 4}), track(2, {1, 2, 3, 4})}));
            }
            failures += f.project.store->appendPictures(run, pictures) ? 0 : 1;
          }
        });
      }
    }
    finished = true;
    looker.join();
    QCOMPARE(failures.load(), 0);
    const auto reader = f.project.store->openReader();
    FS_VERIFY_OK(reader);
    for (const RunId run : runs) {
      QCOMPARE((*reader)->tracks(run)->back().boxes, kBatches * kPictures);
    }
  }

  /// Two programs, one project: they take turns.
  void twoStoresShareAFile() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    auto other = openProject(f.folder / "p.followspot", ProjectMode::OpenExisting);
    FS_VERIFY_OK(other);
    for (std::int64_t k = 0; k < 20; ++k) {
      const std::vector<TrackSet> pictures = {picture(k, {track(1, {1, 2, 3, 4})})};
      ProjectStore& store = k % 2 == 0 ? *f.project.store : *other->store;
      FS_VERIFY_OK(store.appendPictures(f.run, pictures));
    }
    QCOMPARE(f.rows().size(), std::size_t{20});
  }
};

QTEST_GUILESS_MAIN(TestProjectStore)
#include "tst_project_store.moc"
