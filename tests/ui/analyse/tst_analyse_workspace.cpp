#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "app/gui/real_engine.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/ui/analyse/project_maker.h"
#include "tests/ui/window_stage.h"
#include "ui/analyse/analyse_workspace.h"
#include "ui/analyse/analysis_view.h"

using namespace followspot;
using namespace followspot::test;

namespace {

constexpr std::int64_t kFrames = 150;
const std::vector<PlannedTrack> kTracks = {
    {.id = 3, .first = 0, .last = 99, .box = {40, 100, 60, 120}},
    {.id = 7, .first = 40, .last = 149, .box = {300, 200, 80, 160}, .step = 0},
    {.id = 9, .first = 110, .last = 149, .box = {20, 300, 50, 50}, .step = 0, .classId = 2}};

/// The real window with the real decoder, on a project made for it.
class Fixture {
 public:
  Result<void> start(const std::string& clipArguments) {
    clip = stage.folder.filePath(QStringLiteral("clip.mp4"));
    if (!makeClip(clipArguments, clip.toStdString())) {
      return fail(ErrorCode::Unavailable, "no ffmpeg");
    }
    project = stage.folder.filePath(QStringLiteral("p.followspot"));
    const auto made = makeProject(project.toStdString(), clip.toStdString(), kFrames, kTracks);
    if (!made) {
      return fail(made.error());
    }
    stage.window.reset();  // Only one window is active.
    window = std::make_unique<MainWindow>(MainWindowParts{
        std::make_shared<RealEngine>(), stage.settings.get(), &stage.dialogs, &stage.theme, {}});
    window->addWorkspace(new AnalyseWorkspace(*window));
    window->resize(1100, 800);
    window->show();
    QApplication::setActiveWindow(window.get());
    window->open({project});
    return {};
  }
  AnalyseWorkspace& workspace() { return *window->findChild<AnalyseWorkspace*>(); }
  AnalysisDocument& document() { return workspace().document(); }
  AnalysisView& view() { return *window->findChild<AnalysisView*>(); }
  std::int64_t shown() { return view().shownFrame() ? indexOf(*view().shownFrame()) : -1; }
  bool ready() {
    return document().snapshot() && shown() == indexOf(document().frame()) &&
           document().boxes()->holds(document().frame());
  }
  void key(int which, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(window.get(), static_cast<Qt::Key>(which), modifiers);
  }
  /// Where a point of the source picture is in the view.
  QPoint at(double x, double y) { return view().toWidget().map(QPointF(x, y)).toPoint(); }
  void click(double x, double y, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mouseClick(&view(), Qt::LeftButton, modifiers, at(x, y));
  }
  /// The number painted into the picture that is on the screen.
  std::int64_t painted() {
    const QImage& image = view().picture()->image;
    std::int64_t number = 0;
    for (int bit = 0; bit < 8; ++bit) {
      const int x = static_cast<int>((bit + 0.5) * image.width() / 8);
      number |= static_cast<std::int64_t>(qGray(image.pixel(x, image.height() / 2)) > 128) << bit;
    }
    return number;
  }

  Stage stage;
  QString clip;
  QString project;
  std::unique_ptr<MainWindow> window;
};

/// 640x480 pictures in one long group; bit k of the number is column 80 k .. 80 k + 79.
const char* const kNumbered =
    "-f lavfi -i color=size=640x480:rate=25:duration=6 -vf "
    "format=gray,scale=64:48,geq=lum='if(mod(floor(N/pow(2\\,floor(X/8)))\\,2)\\,235\\,16)',"
    "scale=640:480:flags=neighbor,format=yuv420p -c:v libx264 -preset ultrafast -g 300 -bf 2";

}  // namespace

#define START(f, arguments)                                  \
  if (const auto started = (f).start(arguments); !started) { \
    QSKIP("needs the ffmpeg program with libx264");          \
  }                                                          \
  QTRY_VERIFY((f).ready())

class TestAnalyseWorkspace : public QObject {
  Q_OBJECT
 private slots:
  void keysStepToThatVeryPicture() {
    Fixture f;
    START(f, kNumbered);
    QCOMPARE(f.window->current(), &f.workspace());
    QCOMPARE(f.painted(), std::int64_t{0});
    const auto arrivesAt = [&f](std::int64_t frame) {
      return QTest::qWaitFor([&] { return f.shown() == frame && f.painted() == frame; });
    };
    f.key(Qt::Key_Right);
    QVERIFY(arrivesAt(1));
    f.key(Qt::Key_F);
    QVERIFY(arrivesAt(2));
    f.key(Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(arrivesAt(12));
    f.key(Qt::Key_Left);
    QVERIFY(arrivesAt(11));
    f.key(Qt::Key_D, Qt::ShiftModifier);
    QVERIFY(arrivesAt(1));
    f.key(Qt::Key_End);
    QVERIFY(arrivesAt(kFrames - 1));
    for (std::int64_t frame = kFrames - 2; frame >= kFrames - 30; --frame) {
      f.key(Qt::Key_D);
      QVERIFY(arrivesAt(frame));
    }
    f.key(Qt::Key_Home);
    QVERIFY(arrivesAt(0));
    QCOMPARE(f.document().frameCount(), kFrames);
    QVERIFY(f.window->findChild<QLabel*>(QStringLiteral("analysePosition"))
                ->text()
                .contains(QStringLiteral("picture 1 of 150")));
  }

  void boxesAreThoseOfThePicture() {
    Fixture f;
    START(f, kNumbered);
    f.document().showFrame(FrameId{120});
    QTRY_COMPARE(f.shown(), std::int64_t{120});
    QTRY_COMPARE(f.view().picture()->tracks.items.size(), std::size_t{2});
    QCOMPARE(f.view().picture()->tracks.items[0].box, kTracks[1].at(120));
    QCOMPARE(f.view().picture()->tracks.items[1].box, kTracks[2].at(120));
    f.document().setFilter({.classId = ClassId{2}});
    QCOMPARE(f.view().picture()->tracks.items.size(), std::size_t{1});
  }

  void tracksAreEditedByKeysAndMouse() {
    Fixture f;
    START(f, kNumbered);
    f.document().showFrame(FrameId{50});
    QTRY_VERIFY(f.ready());
    // Split track 3 at picture 50.
    f.click(kTracks[0].at(50).x + 20, 160);
    QCOMPARE(f.document().selected(), TrackId{3});
    f.key(Qt::Key_S, Qt::ShiftModifier);
    QTRY_COMPARE(f.document().snapshot()->tracks.size(), std::size_t{4});
    QCOMPARE(f.document().snapshot()->find(TrackId{3})->last, FrameId{49});
    // Its ends are where Home and End go.
    f.key(Qt::Key_End);
    QTRY_COMPARE(f.shown(), std::int64_t{49});
    // The two parts are merged again: the second one is added with Ctrl.
    const TrackId second = f.document().snapshot()->tracks.back().id;
    f.document().select(TrackId{3});
    f.document().showFrame(FrameId{60});
    QTRY_VERIFY(f.ready());
    f.click(kTracks[0].at(60).x + 20, 160, Qt::ControlModifier);
    QCOMPARE(f.document().selected(), second);
    f.key(Qt::Key_G);
    QTRY_COMPARE(f.document().snapshot()->tracks.size(), std::size_t{3});
    QCOMPARE(f.document().snapshot()->find(TrackId{3})->last, FrameId{99});
    // Swap with track 7 from here on, accept, and take all of it back.
    f.document().select(TrackId{3});
    f.document().toggleSelected(TrackId{7});
    f.key(Qt::Key_X);
    QTRY_COMPARE(f.document().snapshot()->find(TrackId{3})->last, FrameId{149});
    f.key(Qt::Key_Return);
    QTRY_COMPARE(f.document().snapshot()->find(TrackId{7})->review, Review::Accepted);
    QTRY_COMPARE(f.document().snapshot()->find(TrackId{3})->review, Review::Accepted);
    f.key(Qt::Key_Delete);
    QTRY_COMPARE(f.document().snapshot()->tracks.size(), std::size_t{1});
    const std::size_t edits = f.document().snapshot()->edits.size();
    QCOMPARE(edits, std::size_t{7});
    for (std::size_t i = 0; i < edits; ++i) {
      const EditEntry* const before = f.document().snapshot()->undoable();
      const std::int64_t number = before != nullptr ? before->number : -1;
      f.key(Qt::Key_Z, Qt::ControlModifier);
      QTRY_VERIFY(f.document().snapshot()->undoable() == nullptr ||
                  f.document().snapshot()->undoable()->number != number);
    }
    QCOMPARE(f.document().snapshot()->tracks.size(), std::size_t{3});
    QCOMPARE(f.document().snapshot()->find(TrackId{3})->last, FrameId{99});
    f.key(Qt::Key_Y, Qt::ControlModifier);
    QTRY_COMPARE(f.document().snapshot()->tracks.size(), std::size_t{4});
  }

  void aBoxIsMovedAndSizedByTheMouse() {
    Fixture f;
    START(f, kNumbered);
    f.document().showFrame(FrameId{60});
    QTRY_VERIFY(f.ready());
    f.document().select(TrackId{7});
    const double scale = f.view().toWidget().m11();
    // Its lower right corner goes 40 x 20 source pixels out.
    QTest::mousePress(&f.view(), Qt::LeftButton, Qt::NoModifier, f.at(380, 360));
    QTest::mouseMove(&f.view(), f.at(400, 370));
    QTest::mouseMove(&f.view(), f.at(420, 380));
    QVERIFY(f.view().drawnBox());
    QTest::mouseRelease(&f.view(), Qt::LeftButton, Qt::NoModifier, f.at(420, 380));
    const auto boxOf7 = [&f]() -> std::optional<BoxRow> {
      for (const BoxRow& row : f.document().boxes()->at(FrameId{60})) {
        if (row.track == TrackId{7}) {
          return row;
        }
      }
      return std::nullopt;
    };
    QTRY_VERIFY(boxOf7() && boxOf7()->value.origin == BoxOrigin::Key);
    const Box sized = boxOf7()->value.box;
    QVERIFY(std::abs(sized.w - 120) <= 2 / scale && std::abs(sized.h - 180) <= 2 / scale);
    QCOMPARE(sized.x, 300.0);
    QVERIFY(!f.view().drawnBox());
    // Dragged by its middle it moves and keeps its size.
    QTest::mousePress(&f.view(), Qt::LeftButton, Qt::NoModifier, f.at(350, 280));
    QTest::mouseMove(&f.view(), f.at(330, 270));
    QTest::mouseMove(&f.view(), f.at(310, 260));
    QTest::mouseRelease(&f.view(), Qt::LeftButton, Qt::NoModifier, f.at(310, 260));
    QTRY_VERIFY(std::abs(boxOf7()->value.box.x - 260) <= 2 / scale);
    QCOMPARE(boxOf7()->value.box.w, sized.w);
    // Escape lets a drag be.
    QTest::mousePress(&f.view(), Qt::LeftButton, Qt::NoModifier, f.at(300, 280));
    QTest::mouseMove(&f.view(), f.at(340, 270));
    QTest::keyClick(&f.view(), Qt::Key_Escape);
    QVERIFY(!f.view().drawnBox());
    QTest::mouseRelease(&f.view(), Qt::LeftButton, Qt::NoModifier, f.at(340, 270));
    QCOMPARE(f.document().snapshot()->edits.size(), std::size_t{2});
    // A new track, drawn by hand.
    f.key(Qt::Key_Insert);
    QTest::mousePress(&f.view(), Qt::LeftButton, Qt::NoModifier, f.at(500, 100));
    QTest::mouseMove(&f.view(), f.at(520, 130));
    QTest::mouseMove(&f.view(), f.at(560, 180));
    QTest::mouseRelease(&f.view(), Qt::LeftButton, Qt::NoModifier, f.at(560, 180));
    QTRY_COMPARE(f.document().snapshot()->tracks.size(), std::size_t{4});
    QCOMPARE(f.document().selected(), f.document().snapshot()->tracks.back().id);
  }

  void playingForwardBackwardAndInARange() {
    Fixture f;
    START(f, kNumbered);
    f.key(Qt::Key_Space);
    QVERIFY(f.workspace().shuttle().isPlaying());
    QTRY_VERIFY(f.shown() >= 10);
    QCOMPARE(f.painted(), f.shown());
    f.key(Qt::Key_Space);
    QVERIFY(!f.workspace().shuttle().isPlaying());
    f.document().showFrame(FrameId{60});
    f.key(Qt::Key_J);
    f.key(Qt::Key_J);
    QCOMPARE(f.workspace().shuttle().speed(), 2.0);
    QTRY_VERIFY(indexOf(f.document().frame()) < 55);
    f.key(Qt::Key_K);
    QVERIFY(!f.workspace().shuttle().isPlaying());
    f.key(Qt::Key_BracketRight);
    QCOMPARE(f.workspace().shuttle().speed(), 4.0);
    f.document().showFrame(FrameId{100});
    f.key(Qt::Key_I);
    f.document().showFrame(FrameId{109});
    f.key(Qt::Key_O);
    QCOMPARE(indexOf(f.document().range()->first), std::int64_t{100});
    QCOMPARE(indexOf(f.document().range()->end), std::int64_t{110});
    std::int64_t least = kFrames;
    std::int64_t most = 0;
    int rounds = 0;
    std::int64_t last = 0;
    connect(&f.document(), &AnalysisDocument::frameChanged, this, [&](qint64 frame) {
      least = std::min<std::int64_t>(least, frame);
      most = std::max<std::int64_t>(most, frame);
      rounds += frame < last ? 1 : 0;
      last = frame;
    });
    f.key(Qt::Key_Space);
    QTRY_VERIFY(rounds >= 2);
    QVERIFY(least >= 100 && most <= 109);
    f.key(Qt::Key_K);
    f.document().disconnect(this);
  }

  void aVideoWithoutTracksIsOpenedInAProjectOfItsOwn() {
    Fixture f;
    START(f, kNumbered);
    f.workspace().actions().closeProject->trigger();
    QVERIFY(!f.document().isOpen());
    f.window->open({f.clip});
    QTRY_VERIFY(f.document().isUntitled());
    QTRY_COMPARE(f.shown(), std::int64_t{0});
    QVERIFY(f.window->windowTitle().startsWith(QStringLiteral("clip.mp4")));
    QCOMPARE(f.window->findChild<QComboBox*>(QStringLiteral("analyseRuns"))->currentText(),
             QStringLiteral("No tracks"));
  }

  void tracksAreShownWithoutTheirVideo() {
    Fixture f;
    START(f, kNumbered);
    f.workspace().actions().closeProject->trigger();
    QVERIFY(QFile::remove(f.clip));
    f.window->open({f.project});
    QTRY_VERIFY(f.document().snapshot() != nullptr);
    QTRY_VERIFY(!f.view().notice().isEmpty());
    QVERIFY(f.view().picture()->tracks.items.size() == 1);
  }
};

QTEST_MAIN(TestAnalyseWorkspace)
#include "tst_analyse_workspace.moc"
