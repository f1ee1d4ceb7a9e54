#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "ui/video/video_view.h"

using namespace followspot;
using namespace followspot::ui;

namespace {

ShownPicture pictureOf(FrameSize source, QSize shown, std::uint64_t session = 1) {
  ShownPicture picture;
  picture.frameSize = source;
  picture.sessionNumber = session;
  picture.image = QImage(shown, QImage::Format_RGB32);
  picture.image.fill(Qt::red);
  return picture;
}

}  // namespace

class TestVideoView : public QObject {
  Q_OBJECT
 private slots:
  void keepsTheShapeOfThePicture() {
    VideoView view;
    view.resize(400, 400);
    view.setPicture(pictureOf({200, 100}, {400, 200}));
    const QRectF rect = view.toWidget().mapRect(QRectF(0, 0, 200, 100));
    QCOMPARE(rect, QRectF(0, 100, 400, 200));
    const QImage grabbed = view.grab().toImage();
    QCOMPARE(grabbed.pixelColor(200, 200), QColor(Qt::red));
    QCOMPARE(grabbed.pixelColor(200, 100), QColor(Qt::red));
    QVERIFY(grabbed.pixelColor(200, 98).lightness() < 40);
    QVERIFY(grabbed.pixelColor(200, 301).lightness() < 40);
  }

  void asksForPicturesOfItsOwnSize() {
    VideoView view;
    const QSignalSpy wanted(&view, &VideoView::viewportWanted);
    view.resize(500, 300);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QCOMPARE(wanted.back().front().toSize(), QSize(500, 300) * view.devicePixelRatioF());
  }

  void zoomKeepsThePointUnderTheMouse() {
    VideoView view;
    view.resize(400, 200);
    view.setPicture(pictureOf({200, 100}, {400, 200}));
    const QPointF mouse(300, 50);
    const QPointF before = view.toWidget().inverted().map(mouse);
    for (int step = 0; step < 4; ++step) {
      QWheelEvent wheel(mouse, mouse, {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(&view, &wheel);
    }
    QVERIFY(view.zoom() > 2);
    const QPointF after = view.toWidget().inverted().map(mouse);
    QVERIFY(QLineF(before, after).length() <
            0.5);  // Half a source pixel: a whole one of the screen.
    view.zoomToFit();
    QCOMPARE(view.zoom(), 1.0);
  }

  void zoomHasLimitsAndNeverShowsBesideThePicture() {
    VideoView view;
    view.resize(400, 200);
    view.setPicture(pictureOf({200, 100}, {400, 200}));
    for (int step = 0; step < 60; ++step) {
      view.zoomBy(1.25);
    }
    QCOMPARE(view.zoom(), VideoView::kMaxZoom);
    view.centerOn({0, 0});
    const QPointF corner = view.toWidget().map(QPointF(0, 0));
    QVERIFY(corner.x() <= 0 && corner.x() > -1.5);
    for (int step = 0; step < 60; ++step) {
      view.zoomBy(0.8);
    }
    QCOMPARE(view.zoom(), 1.0);
  }

  void draggingIsNoClick() {
    VideoView view;
    view.resize(400, 200);
    view.setPicture(pictureOf({200, 100}, {400, 200}));
    const QSignalSpy clicked(&view, &VideoView::trackClicked);
    QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(200, 100));
    QTest::mouseMove(&view, QPoint(260, 120));
    QMouseEvent move(QEvent::MouseMove, QPointF(260, 120), QPointF(260, 120), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&view, &move);
    QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(260, 120));
    QCOMPARE(clicked.size(), 0);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(200, 100));
    QCOMPARE(clicked.size(), 1);
  }

  void theSmallestBoxUnderAClickIsMeant() {
    VideoView view;
    view.resize(400, 200);
    ShownPicture picture = pictureOf({200, 100}, {400, 200});
    Track large;
    large.id = TrackId{1};
    large.box = {0, 0, 200, 100};
    Track small;
    small.id = TrackId{2};
    small.box = {80, 40, 20, 20};
    picture.tracks.items = {small, large};
    picture.colors = {Rgb{}, Rgb{}};
    view.setPicture(picture);
    const QSignalSpy clicked(&view, &VideoView::trackClicked);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(180, 100));
    QCOMPARE(clicked.back().front().toULongLong(), 2U);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(20, 20));
    QCOMPARE(clicked.back().front().toULongLong(), 1U);
  }

  void survivesOddPictures() {
    VideoView view;
    view.resize(400, 200);
    for (const FrameSize size : {FrameSize{1, 1}, FrameSize{1, 16384}, FrameSize{16384, 1}}) {
      view.setPicture(pictureOf(size, {1, 1}, static_cast<std::uint64_t>(size.width) + 7));
      view.zoomBy(100);
      QVERIFY(!view.grab().isNull());
    }
    view.clear();
    view.setNotice(QString(5000, QLatin1Char('x')));
    QVERIFY(!view.grab().isNull());
  }
};

QTEST_MAIN(TestVideoView)
#include "tst_video_view.moc"
