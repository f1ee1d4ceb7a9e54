#include <algorithm>

#include <QTest>

#include "core/project/suspicious_moments.h"

using namespace followspot;

namespace {

struct Scene {
  std::vector<TrackInfo> tracks;
  std::vector<BoxRow> boxes;

  /// Boxes from `first` to `last` at (x + dx * k, y), 20 x 40.
  void add(std::uint64_t id, std::int64_t first, std::int64_t last, double x, double y, double dx,
           int classId = 0, BoxOrigin origin = BoxOrigin::Detected) {
    if (tracks.empty() || tracks.back().id != TrackId{id}) {
      TrackInfo info;
      info.id = TrackId{id};
      info.classId = ClassId{classId};
      tracks.push_back(info);
    }
    for (std::int64_t frame = first; frame <= last; ++frame) {
      const double at = x + dx * static_cast<double>(frame - first);
      boxes.push_back({FrameId{frame}, TrackId{id}, {{at, y, 20, 40}, 0.9, origin}});
    }
  }
  std::vector<SuspiciousMoment> moments(std::size_t piece = 7) {
    std::ranges::stable_sort(boxes, {}, &BoxRow::frame);
    MomentFinder finder({640, 480}, 1, tracks);
    for (std::size_t i = 0; i < boxes.size(); i += piece) {
      finder.add(std::span(boxes).subspan(i, std::min(piece, boxes.size() - i)));
    }
    return finder.finish({FrameId{0}, FrameId{100}});
  }
};

SuspiciousMoment moment(std::int64_t frame, MomentKind kind, std::uint64_t track,
                        std::uint64_t other = 0) {
  return {FrameId{frame}, kind, TrackId{track}, TrackId{other}};
}

}  // namespace

class TestSuspiciousMoments : public QObject {
  Q_OBJECT
 private slots:
  void whatComesAndGoesAtTheBorderIsFine() {
    Scene scene;
    scene.add(1, 10, 50, 2, 200, 15);  // In at the left edge, out at the right one (602..622).
    scene.add(2, 0, 99, 300, 100, 0);  // There from the first to the last picture.
    QVERIFY(scene.moments().empty());
  }

  void birthsAndLossesInTheMiddle() {
    Scene scene;
    scene.add(1, 10, 50, 300, 200, 0);
    const std::vector<SuspiciousMoment> expected = {moment(10, MomentKind::Birth, 1),
                                                    moment(50, MomentKind::Loss, 1)};
    QVERIFY(scene.moments() == expected);
  }

  void gapsAreWhereNothingWasSeen() {
    Scene scene;
    scene.add(1, 0, 20, 100, 100, 0);
    scene.add(1, 24, 40, 100, 100, 0);  // 21, 22, 23 are missing.
    scene.add(1, 41, 50, 100, 100, 0, 0, BoxOrigin::Interpolated);
    scene.add(1, 51, 60, 100, 100, 0);
    scene.add(1, 63, 99, 100, 100, 0);  // Two missing are too few.
    const std::vector<SuspiciousMoment> expected = {moment(21, MomentKind::Gap, 1),
                                                    moment(41, MomentKind::Gap, 1)};
    QVERIFY(scene.moments() == expected);
  }

  void crossingsOfOneClassOnceEach() {
    Scene scene;
    // 1 stands at 300; 2 comes from 200 by 2 a picture: at picture 46 it is at 292. Overlap of 12
    // columns of 28 in all is IoU 0.4286, one picture earlier 10 / 30.
    scene.add(1, 0, 99, 300, 100, 0);
    scene.add(2, 0, 99, 200, 100, 2);
    scene.add(3, 0, 99, 300, 102, 0, 1);  // Another class, all the time there.
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
      const std::vector<SuspiciousMoment> expected = {moment(46, MomentKind::Crossing, 1, 2)};
      QVERIFY(scene.moments(piece) == expected);
    }
  }
};

QTEST_GUILESS_MAIN(TestSuspiciousMoments)
#include "tst_suspicious_moments.moc"
