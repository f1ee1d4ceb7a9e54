#include <random>

#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>

#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/analyse/project_maker.h"
#include "ui/analyse/timeline.h"
#include "ui/analyse/track_list_model.h"
#include "ui/analyse/track_list_panel.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

namespace {

const std::vector<PlannedTrack> kTracks = {
    {.id = 1, .first = 0, .last = 99, .box = {10, 20, 30, 60}},
    {.id = 2, .first = 50, .last = 149, .box = {200, 50, 20, 40}},
    {.id = 3, .first = 100, .last = 199, .box = {300, 90, 50, 50}, .classId = 2}};

RunSnapshot randomRun(std::size_t count, std::int64_t frames) {
  std::mt19937 random(5);
  RunSnapshot run;
  run.run.labels = LabelMap({"person", "bicycle"});
  for (std::size_t i = 0; i < count; ++i) {
    TrackInfo track;
    track.id = TrackId{i + 1};
    track.classId = ClassId{static_cast<int>(random() % 2)};
    track.first = FrameId{static_cast<std::int64_t>(random()) % frames};
    track.last = FrameId{
        std::min(frames - 1, indexOf(track.first) + static_cast<std::int64_t>(random() % 300))};
    track.boxes = static_cast<std::int64_t>(random() % 1000);
    run.tracks.push_back(track);
  }
  return run;
}

/// A document over a project in a file, opened.
struct Fixture {
  TemporaryFolder folder;
  std::unique_ptr<AnalysisDocument> document;
  Result<void> start() {
    const auto made = makeProject(folder / "p.followspot", "clip.mp4", 200, kTracks);
    if (!made) {
      return fail(made.error());
    }
    document = std::make_unique<AnalysisDocument>(QStringLiteral("/nowhere"));
    document->openProject(QString::fromStdString((folder / "p.followspot").string()));
    return {};
  }
};

}  // namespace

class TestTimeline : public QObject {
  Q_OBJECT
 private slots:
  void lanesHoldEachTrackOnceAndNoneTouches() {
    constexpr std::int64_t kFrames = 20'000;
    const RunSnapshot run = randomRun(2000, kFrames);
    const TimelineLayout layout(run, {}, kFrames);
    std::size_t bars = 0;
    for (std::size_t lane = 0; lane < layout.lanes().size(); ++lane) {
      const auto& all = layout.lanes()[lane];
      bars += all.size();
      for (std::size_t i = 0; i < all.size(); ++i) {
        QVERIFY(i == 0 || all[i].first > all[i - 1].last);
        QCOMPARE(layout.laneOf(all[i].track).value_or(999), lane);
        QCOMPARE(run.find(all[i].track)->first, all[i].first);
      }
    }
    QCOMPARE(bars, run.tracks.size());
    // As few lanes as there are tracks at once, counted one by one.
    std::vector<int> alive(kFrames);
    for (const TrackInfo& track : run.tracks) {
      for (auto frame = indexOf(track.first); frame <= indexOf(track.last); ++frame) {
        ++alive[static_cast<std::size_t>(frame)];
      }
    }
    QCOMPARE(static_cast<int>(layout.lanes().size()), *std::ranges::max_element(alive));
    std::mt19937 random(9);
    for (int i = 0; i < 300; ++i) {
      const auto first = static_cast<std::int64_t>(random() % (kFrames - 1));
      const auto end = first + 1 + static_cast<std::int64_t>(random()) % (kFrames - first - 1);
      QCOMPARE(layout.most({FrameId{first}, FrameId{end}}),
               *std::max_element(alive.begin() + first, alive.begin() + end));
    }
  }

  void aHundredThousandTracksAreFewBars() {
    constexpr std::int64_t kFrames = 1'000'000;
    const RunSnapshot run = randomRun(100'000, kFrames);
    const TimelineLayout layout(run, {}, kFrames);
    QCOMPARE(layout.frames(), kFrames);
    // One bar a pixel and lane at most: what painting asks for, done as it does it.
    constexpr int kWidth = 1000;
    for (const auto& lane : layout.lanes()) {
      int bars = 0;
      auto bar = TimelineLayout::firstFrom(lane, FrameId{0});
      while (bar != lane.end()) {
        ++bars;
        const std::int64_t pixel = (indexOf(bar->last) + 1) * kWidth / kFrames + 1;
        bar = std::max(bar + 1, TimelineLayout::firstFrom(lane, FrameId{pixel * 1000}));
      }
      QVERIFY(bars <= kWidth);
    }
  }

  void clicksGoToPicturesAndSelectTracks() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    Timeline timeline(*f.document);
    timeline.resize(800, 200);
    timeline.show();
    QTRY_VERIFY(timeline.tracks() != nullptr && timeline.endShown() == 200);
    timeline.grab();
    QCOMPARE(timeline.barsPainted(), 3);
    // 4 pixels a picture.
    QTest::mouseClick(&timeline, Qt::LeftButton, {}, {482, 5});
    QCOMPARE(indexOf(f.document->frame()), std::int64_t{120});
    // Track 3 begins after track 1 has ended: the same lane.
    QTest::mouseClick(&timeline, Qt::LeftButton, {}, {602, timeline.topOf(0) + 4});
    QCOMPARE(f.document->selected(), TrackId{3});
    QCOMPARE(indexOf(f.document->frame()), std::int64_t{150});
    QTest::mouseClick(&timeline, Qt::LeftButton, Qt::ControlModifier, {302, timeline.topOf(1) + 4});
    QCOMPARE(f.document->selected(), TrackId{2});
    QCOMPARE(f.document->selection().size(), std::size_t{2});
    // Dragging along the ruler.
    QTest::mousePress(&timeline, Qt::LeftButton, {}, {100, 5});
    QTest::mouseMove(&timeline, {200, 5});
    QCOMPARE(indexOf(f.document->frame()), std::int64_t{50});
    QTest::mouseRelease(&timeline, Qt::LeftButton, {}, {200, 5});
    // Zoomed in around picture 100, which stays where it is.
    QWheelEvent wheel(QPointF(400, 50), QPointF(400, 50), {}, {0, 240}, Qt::NoButton,
                      Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&timeline, &wheel);
    QVERIFY(timeline.endShown() - timeline.firstShown() < 130);
    QVERIFY(std::abs(timeline.xOf(100) - 400) < 1);
    timeline.grab();
    // A picture out of sight is followed.
    f.document->showFrame(FrameId{199});
    QVERIFY(timeline.endShown() >= 200 && timeline.firstShown() > 60);
  }

  void arrangingIsWhatSortingByHandGives() {
    const RunSnapshot run = randomRun(500, 5000);
    const auto rows =
        arrangedTracks(run, {.classId = ClassId{1}}, TrackListModel::Boxes, Qt::DescendingOrder);
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < run.tracks.size(); ++i) {
      if (run.tracks[i].classId == ClassId{1}) {
        expected.push_back(i);
      }
    }
    std::ranges::stable_sort(expected, [&](std::uint32_t a, std::uint32_t b) {
      return run.tracks[a].boxes > run.tracks[b].boxes;
    });
    QVERIFY(!rows.empty());
    QVERIFY(rows == expected);
  }

  void theTableFiltersSortsSelectsAndRenames() {
    Fixture f;
    FS_VERIFY_OK(f.start());
    TrackListPanel panel(*f.document);
    panel.resize(600, 400);
    panel.show();
    auto* const model = panel.findChild<TrackListModel*>();
    QTRY_COMPARE(model->rowCount(), 3);
    panel.table().sortByColumn(TrackListModel::From, Qt::DescendingOrder);
    QTRY_COMPARE(model->trackAt(0), TrackId{3});
    QTest::keyClicks(panel.findChild<QLineEdit*>(QStringLiteral("trackListFilter")),
                     QStringLiteral("person"));
    QTRY_COMPARE(model->rowCount(), 2);
    QCOMPARE(model->trackAt(0), TrackId{2});
    // Selected here is selected everywhere, and the other way round.
    panel.table().selectRow(1);
    QCOMPARE(f.document->selected(), TrackId{1});
    f.document->select(TrackId{2});
    QCOMPARE(panel.table().selectionModel()->selectedRows().size(), 1);
    QCOMPARE(panel.table().selectionModel()->selectedRows().front().row(), 0);
    model->setData(model->index(0, TrackListModel::Name), QStringLiteral("Ada"));
    QTRY_COMPARE(model->index(0, TrackListModel::Name).data().toString(), QStringLiteral("Ada"));
    QCOMPARE(f.document->snapshot()->find(TrackId{2})->name, std::string("Ada"));
    QTRY_COMPARE(panel.table().selectionModel()->selectedRows().size(), 1);
    const QRect row = panel.table().visualRect(model->index(0, TrackListModel::Id));
    QTest::mouseClick(panel.table().viewport(), Qt::LeftButton, {}, row.center());
    QTest::mouseDClick(panel.table().viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(indexOf(f.document->frame()), std::int64_t{50});
  }
};

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
