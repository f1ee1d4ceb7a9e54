#include <cmath>
#include <random>
#include <set>

#include <QTest>

#include "core/media/track_palette.h"

using namespace followspot;

namespace {

Track trackAt(std::uint64_t id, double x, double y) {
  Track track;
  track.id = static_cast<TrackId>(id);
  track.box = {x, y, 10, 20};
  return track;
}

TrackSet setOf(std::vector<Track> tracks) {
  TrackSet set;
  set.items = std::move(tracks);
  return set;
}

int indexOfColor(Rgb color) {
  return static_cast<int>(std::ranges::find(kTrackColors, color) - kTrackColors.begin());
}

}  // namespace

class TestTrackPalette : public QObject {
  Q_OBJECT

 private slots:
  void upToSevenTracksAllDiffer() {
    TrackPalette palette;
    std::vector<Track> tracks;
    for (std::uint64_t id = 1; id <= 7; ++id) {
      tracks.push_back(trackAt(id * 7, static_cast<double>(id) * 30, 0));  // same colour by number
    }
    palette.update(setOf(tracks));
    std::set<int> used;
    for (const Track& track : tracks) {
      used.insert(indexOfColor(palette.colorOf(track.id)));
    }
    QCOMPARE(used.size(), 7U);
  }

  void theEighthTakesTheColorFarthestAway() {
    TrackPalette palette;
    std::vector<Track> tracks;
    for (std::uint64_t id = 1; id <= 7; ++id) {
      tracks.push_back(trackAt(id, static_cast<double>(id) * 100, 0));
    }
    palette.update(setOf(tracks));
    tracks.push_back(trackAt(8, 690, 0));  // next to track 7; track 1 is farthest
    palette.update(setOf(tracks));
    QVERIFY(palette.colorOf(TrackId{8}) == palette.colorOf(TrackId{1}));
  }

  void aColorIsKept() {
    TrackPalette palette;
    palette.update(setOf({trackAt(1, 0, 0), trackAt(2, 50, 0)}));
    const Rgb first = palette.colorOf(TrackId{1});
    std::mt19937 random(5);
    for (std::uint64_t i = 3; i < 200; ++i) {
      palette.update(
          setOf({trackAt(1, double(random() % 500), 0), trackAt(i, double(random() % 500), 0)}));
      QVERIFY(palette.colorOf(TrackId{1}) == first);
      QVERIFY(palette.colorOf(static_cast<TrackId>(i)) != first);  // two tracks: always different
    }
    palette.update(setOf({}));
    QVERIFY(palette.colorOf(TrackId{1}) == first);
  }

  void theSameInputGivesTheSameColors() {
    const auto run = [] {
      TrackPalette palette;
      std::mt19937 random(9);
      std::vector<int> colors;
      for (std::uint64_t i = 1; i < 300; ++i) {
        std::vector<Track> tracks;
        for (std::uint64_t id = i; id < i + 12; ++id) {
          tracks.push_back(trackAt(id, double(random() % 700), double(random() % 500)));
        }
        palette.update(setOf(tracks));
        for (const Track& track : tracks) {
          colors.push_back(indexOfColor(palette.colorOf(track.id)));
        }
      }
      return colors;
    };
    QCOMPARE(run(), run());
  }

  void textIsReadableOnEveryColor() {
    QVERIFY((textColorOn({0, 0, 0}) == Rgb{255, 255, 255}));
    QVERIFY((textColorOn({255, 255, 255}) == Rgb{0, 0, 0}));
    QVERIFY((textColorOn({0xF0, 0xE4, 0x42}) == Rgb{0, 0, 0}));        // yellow
    QVERIFY((textColorOn({0x00, 0x72, 0xB2}) == Rgb{255, 255, 255}));  // blue: 5.2 against 4.1
  }
};

QTEST_GUILESS_MAIN(TestTrackPalette)
#include "tst_track_palette.moc"
