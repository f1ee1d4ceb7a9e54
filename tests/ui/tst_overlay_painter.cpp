#include <QColor>
#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QTest>

#include "ui/video/overlay_painter.h"

using namespace followspot;
using namespace followspot::ui;

namespace {

constexpr Rgb kColor{0x56, 0xB4, 0xE9};

Track trackAt(const Box& box, TrackState state = TrackState::Confirmed) {
  Track track;
  track.id = TrackId{12};
  track.box = box;
  track.score = 0.874;
  track.classId = ClassId{1};
  track.state = state;
  track.sinceMatched = Seconds(state == TrackState::Coasting ? 0.5 : 0.0);
  return track;
}

QImage paint(const Track& track, const OverlayStyle& style, const QTransform& map = {},
             const Trails& trails = {}) {
  QImage image(200, 150, QImage::Format_RGB32);
  image.fill(Qt::gray);
  QPainter painter(&image);
  TrackSet tracks;
  tracks.items = {track};
  paintOverlay(painter, tracks, {kColor}, trails, style, map, 2.0);
  return image;
}

bool isColor(QRgb pixel) { return pixel == qRgb(kColor.red, kColor.green, kColor.blue); }

int countColor(const QImage& image, const QRect& area) {
  int count = 0;
  for (int y = area.top(); y <= area.bottom(); ++y) {
    for (int x = area.left(); x <= area.right(); ++x) {
      count += isColor(image.pixel(x, y)) ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

class TestOverlayPainter : public QObject {
  Q_OBJECT
 private slots:
  void aBoxStandsWhereItsTrackIs() {
    OverlayStyle style;
    style.labels = false;
    // The map doubles and shifts by 10: x 20..60 becomes 50..130.
    const QImage image = paint(trackAt({20, 20, 40, 30}), style, QTransform(2, 0, 0, 2, 10, 10));
    QVERIFY(isColor(image.pixel(50, 80)));
    QVERIFY(isColor(image.pixel(130, 80)));
    QVERIFY(isColor(image.pixel(90, 50)));
    QVERIFY(isColor(image.pixel(90, 110)));
    QCOMPARE(image.pixelColor(90, 80), QColor(Qt::gray));
    QCOMPARE(image.pixelColor(30, 80), QColor(Qt::gray));
  }

  void aHaloKeepsItReadableOnItsOwnColor() {
    OverlayStyle style;
    style.labels = false;
    const QImage image = paint(trackAt({20, 20, 100, 100}), style);
    bool darkBeside = false;
    for (int x = 15; x < 25; ++x) {
      darkBeside = darkBeside || image.pixelColor(x, 70).lightness() < 90;
    }
    QVERIFY(darkBeside);
  }

  void aPredictedBoxIsDashed() {
    OverlayStyle style;
    style.labels = false;
    const Box box{20, 20, 120, 100};
    const QRect upperEdge(20, 18, 120, 5);
    const int solid = countColor(paint(trackAt(box), style), upperEdge);
    const int dashed = countColor(paint(trackAt(box, TrackState::Coasting), style), upperEdge);
    QVERIFY2(dashed > solid / 4 && dashed < solid * 4 / 5, "gaps, but still a line");
  }

  void tentativeTracksAreNotDrawn() {
    const QImage image = paint(trackAt({20, 20, 60, 60}, TrackState::Tentative), {});
    QCOMPARE(countColor(image, image.rect()), 0);
  }

  void partsCanBeSwitchedOff() {
    OverlayStyle style;
    style.boxes = false;
    style.labels = false;
    style.trails = false;
    Trails trails;
    TrackSet tracks;
    tracks.items = {trackAt({20, 20, 60, 60})};
    trails.add(tracks);
    tracks.time = timestampAt(1);
    tracks.items[0].box.x = 90;
    trails.add(tracks);
    QCOMPARE(countColor(paint(tracks.items[0], style, {}, trails), QRect(0, 0, 200, 150)), 0);
    style.trails = true;
    // From the foot at (50, 80) to (120, 80).
    QVERIFY(countColor(paint(tracks.items[0], style, {}, trails), QRect(60, 78, 50, 5)) > 40);
  }

  void theLabelStaysOnTheCanvas() {
    OverlayStyle style;
    style.boxes = false;
    for (const Box& box : {Box{-20, -20, 60, 60}, Box{180, 140, 60, 60}, Box{150, 0, 49, 149}}) {
      const QImage image = paint(trackAt(box), style);
      // A whole plate, not a slice: at least 40 x 10 pixels of it.
      QVERIFY(countColor(image, image.rect()) > 400);
    }
  }

  void labelsSayWhatIsKnown() {
    const LabelMap names({"background", "Person"});
    Track track = trackAt({});
    QCOMPARE(labelOf(track, &names), QStringLiteral("12 Person 87 %"));
    QCOMPARE(labelOf(track, nullptr), QStringLiteral("12 87 %"));
    track.state = TrackState::Coasting;  // Its score is an old one.
    QCOMPARE(labelOf(track, &names), QStringLiteral("12 Person"));
  }
};

QTEST_MAIN(TestOverlayPainter)
#include "tst_overlay_painter.moc"
