#include <limits>
#include <random>
#include <vector>

#include <QTest>

#include "core/media/overlay.h"

using namespace followspot;

namespace {

/// A mid-gray picture with bytes around it that nobody may touch.
struct Canvas {
  explicit Canvas(FrameSize size, PackedFormat format = PackedFormat::Bgr)
      : bytes(static_cast<std::size_t>(size.width * size.height * bytesPerPixel(format)) + 128,
              kGray) {
    picture = {bytes.data() + 64, std::ptrdiff_t{size.width} * bytesPerPixel(format), size, format};
  }
  [[nodiscard]] Rgb at(int x, int y) const {
    const std::uint8_t* const pixel =
        picture.pixels + y * picture.stride + x * bytesPerPixel(picture.format);
    return {pixel[2], pixel[1], pixel[0]};
  }
  [[nodiscard]] bool untouched(int x, int y) const { return at(x, y) == Rgb{kGray, kGray, kGray}; }
  [[nodiscard]] std::int64_t touched() const {
    std::int64_t count = 0;
    for (int y = 0; y < picture.size.height; ++y) {
      for (int x = 0; x < picture.size.width; ++x) {
        count += untouched(x, y) ? 0 : 1;
      }
    }
    return count;
  }
  [[nodiscard]] bool frameIntact() const {
    return std::all_of(bytes.begin(), bytes.begin() + 64, [](auto b) { return b == kGray; }) &&
           std::all_of(bytes.end() - 64, bytes.end(), [](auto b) { return b == kGray; });
  }
  static constexpr std::uint8_t kGray = 100;
  std::vector<std::uint8_t> bytes;
  PackedPicture picture;
};

TrackSet oneTrack(Box box, TrackState state = TrackState::Confirmed, FrameSize size = {}) {
  TrackSet set;
  set.size = size;
  Track track;
  track.id = TrackId{1};
  track.box = box;
  track.state = state;
  track.score = 0.5;
  set.items.push_back(track);
  return set;
}

Overlay bare() { return {LabelMap(), {.labels = false, .scores = false, .trail = Seconds(0)}}; }

}  // namespace

class TestOverlay : public QObject {
  Q_OBJECT

 private slots:
  void drawsTheBoxWithItsHalo() {
    for (const auto format : {PackedFormat::Bgr, PackedFormat::Bgra}) {
      Canvas canvas({640, 480}, format);
      Overlay overlay = bare();
      overlay.draw(oneTrack({100, 80, 200, 150}), canvas.picture);
      for (const auto& [x, y] : {std::pair{200, 80}, {200, 230}, {100, 150}, {300, 150}}) {
        QVERIFY(canvas.at(x, y) == kTrackColors[0]);
      }
      QVERIFY((canvas.at(200, 77) == Rgb{0, 0, 0}));  // halo outside
      QVERIFY((canvas.at(200, 83) == Rgb{0, 0, 0}));  // and inside
      QVERIFY(canvas.untouched(200, 150) && canvas.untouched(200, 70));
      QVERIFY(canvas.frameIntact());
    }
  }

  void boxesFollowTheSizeOfThePicture() {
    Canvas canvas({1280, 960});
    Overlay overlay = bare();
    overlay.draw(oneTrack({100, 80, 200, 150}, TrackState::Confirmed, {640, 480}), canvas.picture);
    QVERIFY(canvas.at(400, 160) == kTrackColors[0]);
    QVERIFY(canvas.at(200, 300) == kTrackColors[0]);
    QVERIFY(canvas.untouched(100, 300));
  }

  void linesGrowWithThePicture() {
    const auto thickness = [](FrameSize size) {
      Canvas canvas(size);
      Overlay overlay = bare();
      overlay.draw(
          oneTrack({size.width * 0.25, size.height * 0.25, size.width * 0.5, size.height * 0.5}),
          canvas.picture);
      int colored = 0;
      for (int y = 0; y < size.height / 2; ++y) {
        colored += canvas.at(size.width / 2, y) == kTrackColors[0] ? 1 : 0;
      }
      return colored;
    };
    const int small = thickness({640, 480});
    const int hd = thickness({1920, 1080});
    const int uhd = thickness({3840, 2160});
    QVERIFY(small >= 2 && small <= 3);
    QVERIFY(hd >= 4 && hd <= 5);
    QVERIFY(uhd >= 8 && uhd <= 9);
  }

  void coastingIsDashedAndTentativeHidden() {
    const auto colored = [](TrackState state) {
      Canvas canvas({640, 480});
      Overlay overlay = bare();
      overlay.draw(oneTrack({100, 80, 200, 150}, state), canvas.picture);
      int count = 0;
      for (int x = 100; x <= 300; ++x) {
        count += canvas.at(x, 80) == kTrackColors[0] ? 1 : 0;
      }
      return count;
    };
    QVERIFY(colored(TrackState::Confirmed) > 190);
    const int dashed = colored(TrackState::Coasting);
    QVERIFY2(dashed > 70 && dashed < 150, std::to_string(dashed).c_str());
    QCOMPARE(colored(TrackState::Tentative), 0);
  }

  void theLabelStandsAboveAndStaysInside() {
    const auto labelArea = [](Box box) {
      Canvas canvas({640, 480});
      Overlay overlay(LabelMap({"???", "person"}),
                      {.labels = true, .scores = true, .trail = Seconds(0)});
      TrackSet set = oneTrack(box);
      set.items[0].classId = ClassId{1};
      overlay.draw(set, canvas.picture);
      return std::pair{
          canvas.untouched(static_cast<int>(box.x) + 20, static_cast<int>(box.y) - 12),
          canvas.untouched(static_cast<int>(box.x) + 20, static_cast<int>(box.y) + 12)};
    };
    const auto middle = labelArea({200, 200, 100, 100});
    QVERIFY(!middle.first && middle.second);
    // At the upper edge there is no room above.
    Canvas canvas({640, 480});
    Overlay overlay(LabelMap({"person"}), {.labels = true, .scores = true, .trail = Seconds(0)});
    overlay.draw(oneTrack({200, 2, 100, 100}), canvas.picture);
    QVERIFY(!canvas.untouched(220, 14));
    // At the right edge it is moved in.
    Canvas right({640, 480});
    overlay.draw(oneTrack({630, 200, 100, 100}), right.picture);
    QVERIFY(!right.untouched(600, 188));
  }

  void trailsShowWhereFeetWere() {
    Canvas canvas({640, 480});
    Overlay overlay(LabelMap(), {.labels = false, .scores = false, .trail = Seconds(1)});
    for (int i = 0; i <= 40; ++i) {
      Canvas fresh({640, 480});
      TrackSet set = oneTrack({100.0 + 5 * i, 100, 20, 50});
      set.time = timestampAt(i * 0.04);
      overlay.draw(set, i == 40 ? canvas.picture : fresh.picture);
    }
    // Feet moved along y = 150 from x = 110 to 310, in 1.6 s; the last second is drawn.
    QVERIFY(!canvas.untouched(260, 150));
    QVERIFY(canvas.untouched(150, 150));
    overlay.reset();
    Canvas after({640, 480});
    TrackSet set = oneTrack({400, 100, 20, 50});
    set.time = timestampAt(2);
    overlay.draw(set, after.picture);
    QVERIFY(after.untouched(350, 150));
  }

  void noBoxIsTooWild() {
    std::mt19937 random(1);
    const double inf = std::numeric_limits<double>::infinity();
    const std::vector<double> values = {
        0,     -1e9, 1e9, 1e300, -1e300, inf, -inf, std::numeric_limits<double>::quiet_NaN(),
        0.001, 5,    60,  70};
    for (const FrameSize size : {FrameSize{1, 1}, FrameSize{3, 200}, FrameSize{64, 48}}) {
      for (int i = 0; i < 500; ++i) {
        Canvas canvas(size);
        Overlay overlay(LabelMap({"p\xC3\xA9rson %s%n"}), {});
        const auto any = [&] { return values[random() % values.size()]; };
        TrackSet set = oneTrack({any(), any(), any(), any()},
                                random() % 2 == 0 ? TrackState::Confirmed : TrackState::Coasting);
        set.items[0].classId = ClassId{static_cast<int>(random() % 3) - 1};
        set.items[0].score = any();
        overlay.draw(set, canvas.picture);
        QVERIFY(canvas.frameIntact());
      }
    }
  }

  void anEmptySetChangesNothing() {
    Canvas canvas({64, 48});
    Overlay overlay(LabelMap(), {});
    overlay.draw({}, canvas.picture);
    QCOMPARE(canvas.touched(), 0);
  }
};

QTEST_GUILESS_MAIN(TestOverlay)
#include "tst_overlay.moc"
