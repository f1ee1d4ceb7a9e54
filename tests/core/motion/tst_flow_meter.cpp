#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include <QTest>

#include "core/motion/flow_meter.h"

using namespace followspot;

namespace {

constexpr double kRate = 25;

/// A world of smooth blobs, defined at every point: pictures of it can be taken from anywhere
/// without any resampling, so that the true motion is known exactly.
class World {
 public:
  explicit World(unsigned seed, int blobs = 900) {
    std::mt19937 random(seed);
    const auto uniform = [&](double from, double to) {
      return from + (to - from) * static_cast<double>(random()) / 4294967296.0;
    };
    for (int i = 0; i < blobs; ++i) {
      blobs_.push_back({uniform(-400, 1200), uniform(-400, 900), uniform(4, 14), uniform(-90, 90)});
    }
  }

  /// The picture that a camera takes whose pixel p shows the point `where(p)`.
  template <class Where>
  std::vector<std::uint8_t> seen(FrameSize size, Where where) const {
    std::vector<double> light(
        static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height), 120);
    // By blocks, so that far blobs cost nothing.
    constexpr int kBlock = 16;
    for (int by = 0; by < size.height; by += kBlock) {
      for (int bx = 0; bx < size.width; bx += kBlock) {
        addBlock(size, bx, by, kBlock, where, light);
      }
    }
    std::vector<std::uint8_t> pixels(light.size());
    for (std::size_t i = 0; i < light.size(); ++i) {
      pixels[i] = static_cast<std::uint8_t>(std::clamp(std::lround(light[i]), 0L, 255L));
    }
    return pixels;
  }

 private:
  struct Blob {
    double x, y, radius, light;
  };

  template <class Where>
  void addBlock(FrameSize size, int bx, int by, int block, Where where,
                std::vector<double>& light) const {
    constexpr double kReach = 3;
    const auto [cx, cy] = where(bx + block / 2.0, by + block / 2.0);
    for (const Blob& blob : blobs_) {
      if (std::hypot(blob.x - cx, blob.y - cy) > kReach * blob.radius + block * 1.2) {
        continue;
      }
      for (int y = by; y < std::min(by + block, size.height); ++y) {
        for (int x = bx; x < std::min(bx + block, size.width); ++x) {
          const auto [wx, wy] = where(x + 0.5, y + 0.5);
          const double r2 = (wx - blob.x) * (wx - blob.x) + (wy - blob.y) * (wy - blob.y);
          light[static_cast<std::size_t>(y * size.width + x)] +=
              blob.light * std::exp(-r2 / (2 * blob.radius * blob.radius));
        }
      }
    }
  }

  std::vector<Blob> blobs_;
};

Frame frameOf(std::vector<std::uint8_t> pixels, FrameSize size, int index, double rate = kRate) {
  const auto kept = std::make_shared<std::vector<std::uint8_t>>(std::move(pixels));
  PictureView view;
  view.size = size;
  view.planes[0] = {kept->data(), size.width, 1};
  return {FrameId{index}, timestampAt(index / rate), index, view, kept};
}

/// Turn in radians, zoom and shift about the picture's centre.
Affine motionOf(FrameSize size, double turn, double zoom, double dx, double dy) {
  const double c = zoom * std::cos(turn);
  const double s = zoom * std::sin(turn);
  const double mx = size.width / 2.0;
  const double my = size.height / 2.0;
  return {c, -s, mx - c * mx + s * my + dx, s, c, my - s * mx - c * my + dy};
}

std::pair<double, double> moved(const Affine& a, double x, double y) {
  return {a.xx * x + a.xy * y + a.tx, a.yx * x + a.yy * y + a.ty};
}

Affine inverse(const Affine& a) {
  const double d = a.xx * a.yy - a.xy * a.yx;
  const Affine i{a.yy / d, -a.xy / d, 0, -a.yx / d, a.xx / d, 0};
  return {i.xx, i.xy, -(i.xx * a.tx + i.xy * a.ty), i.yx, i.yy, -(i.yx * a.tx + i.yy * a.ty)};
}

/// Greatest distance between what two motions make of the picture's corners, in pixels.
double apart(const Affine& a, const Affine& b, FrameSize size) {
  double most = 0;
  for (const double x : {0.0, static_cast<double>(size.width)}) {
    for (const double y : {0.0, static_cast<double>(size.height)}) {
      const auto [ax, ay] = moved(a, x, y);
      const auto [bx, by] = moved(b, x, y);
      most = std::max(most, std::hypot(ax - bx, ay - by));
    }
  }
  return most;
}

/// The world as it stands, and after the picture has moved.
Frame before(const World& world, FrameSize size, int index) {
  return frameOf(world.seen(size, [](double x, double y) { return std::pair(x, y); }), size, index);
}
Frame after(const World& world, FrameSize size, const Affine& motion, int index) {
  const Affine back = inverse(motion);
  return frameOf(world.seen(size, [&](double x, double y) { return moved(back, x, y); }), size,
                 index);
}

/// A picture of a box with a pattern of its own at `left` over another one.
Frame withObjects(const Frame& frame, int index, int count, int shift) {
  const FrameSize size = frame.size();
  const std::uint8_t* const pixels = frame.view().planes[0].data;
  std::vector<std::uint8_t> drawn(pixels, pixels + static_cast<std::size_t>(size.width) *
                                                       static_cast<std::size_t>(size.height));
  for (int k = 0; k < count; ++k) {
    const int left = 20 + 90 * k + (k % 2 == 0 ? shift : -shift);
    const int top = 60 + 70 * (k % 4);
    for (int y = 0; y < 60; ++y) {
      for (int x = 0; x < 40; ++x) {
        if (left + x >= 0 && left + x < size.width && top + y < size.height) {
          drawn[static_cast<std::size_t>((top + y) * size.width + left + x)] =
              static_cast<std::uint8_t>(((x / 8 + y / 8 + k) % 2) * 200 + 20);
        }
      }
    }
  }
  return frameOf(std::move(drawn), size, index);
}

Frame noise(FrameSize size, int index, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(size.width) *
                                   static_cast<std::size_t>(size.height));
  for (std::uint8_t& pixel : pixels) {
    pixel = static_cast<std::uint8_t>(random());
  }
  return frameOf(std::move(pixels), size, index);
}

constexpr FrameSize kSize{640, 480};

}  // namespace

Q_DECLARE_METATYPE(followspot::FrameSize)

class TestFlowMeter : public QObject {
  Q_OBJECT
 private slots:
  void aKnownMotionIsMeasured_data() {
    QTest::addColumn<FrameSize>("size");
    QTest::addColumn<double>("turn");
    QTest::addColumn<double>("zoom");
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dy");
    QTest::newRow("right") << kSize << 0. << 1. << 7.3 << 0.;
    QTest::newRow("up and left") << kSize << 0. << 1. << -12.6 << -5.1;
    QTest::newRow("far") << kSize << 0. << 1. << 55. << 20.;
    QTest::newRow("turned by a degree") << kSize << 0.0175 << 1. << 0. << 0.;
    QTest::newRow("zoomed") << kSize << 0. << 1.03 << 0. << 0.;
    QTest::newRow("all of it") << kSize << -0.01 << 0.98 << 6. << -9.;
    QTest::newRow("odd size") << FrameSize{637, 483} << 0.01 << 1.01 << 4. << 3.;
    QTest::newRow("small, not shrunk") << FrameSize{160, 120} << 0.01 << 1. << 2.5 << -1.25;
  }
  void aKnownMotionIsMeasured() {
    QFETCH(const FrameSize, size);
    QFETCH(const double, turn);
    QFETCH(const double, zoom);
    QFETCH(const double, dx);
    QFETCH(const double, dy);
    const World world(1);
    const Affine truth = motionOf(size, turn, zoom, dx, dy);
    FlowMeter meter;
    QVERIFY(!meter.measure(before(world, size, 0)));
    const auto motion = meter.measure(after(world, size, truth, 1));
    QVERIFY(motion);
    const double error = apart(*motion, truth, size);
    QVERIFY2(error < 0.7, qPrintable(QString::number(error)));
  }

  void objectsThatMoveAreNotTheCamera() {
    const World world(2);
    const Frame first = before(world, kSize, 0);
    for (const Affine& truth : {motionOf(kSize, 0, 1, 6, -3), Affine()}) {
      FlowMeter meter;
      QVERIFY(!meter.measure(withObjects(first, 0, 6, 0)));
      const auto motion = meter.measure(withObjects(after(world, kSize, truth, 1), 1, 6, 9));
      QCOMPARE(motion.has_value(), truth != Affine());
      const double error = motion ? apart(*motion, truth, kSize) : 0;
      QVERIFY2(error < 1, qPrintable(QString::number(error)));
    }
  }

  void nothingIsSaidWhereNothingCanBeTold() {
    const World world(3);
    const World other(4);
    const Frame here = before(world, kSize, 0);
    const auto black = [](int index) {
      return frameOf(std::vector<std::uint8_t>(640 * 480, 0), kSize, index);
    };
    const FrameSize tiny{20, 16};
    const std::array<std::pair<Frame, Frame>, 6> pairs = {{
        {here, before(other, kSize, 1)},  // a cut
        {black(0), black(1)},
        {here, black(1)},
        {noise(kSize, 0, 1), noise(kSize, 1, 2)},
        {noise(tiny, 0, 1), noise(tiny, 1, 2)},
        {here, before(world, {320, 240}, 1)},  // another size
    }};
    for (const auto& [one, two] : pairs) {
      FlowMeter meter;
      QVERIFY(!meter.measure(one));
      QVERIFY(!meter.measure(two));
    }
    FlowMeter meter;
    QVERIFY(!meter.measure(here));
    QVERIFY(!meter.measure(here));  // the same once more
    meter.reset();
    QVERIFY(!meter.measure(after(world, kSize, motionOf(kSize, 0, 1, 9, 0), 2)));
    QVERIFY(!meter.measure(Frame()));
  }

  /// After a cut the new scene is followed as well as any.
  void goesOnAfterACut() {
    const World world(5);
    const World other(6);
    const Affine truth = motionOf(kSize, 0, 1, 5, 2);
    FlowMeter meter;
    QVERIFY(!meter.measure(before(world, kSize, 0)));
    QVERIFY(!meter.measure(before(other, kSize, 1)));
    const auto motion = meter.measure(after(other, kSize, truth, 2));
    QVERIFY(motion && apart(*motion, truth, kSize) < 0.7);
  }

  void aFixedCameraIsLeftAloneUntilItMoves() {
    const World world(7);
    const FrameSize size{320, 240};
    FlowSettings settings;
    settings.fixedAfter = Seconds(1);
    settings.probeEvery = Seconds(0.4);
    FlowMeter meter(settings);
    const Frame still = before(world, size, 0);
    const auto again = [&](int index) {
      return Frame(FrameId{index}, timestampAt(index / kRate), index, still.view(),
                   std::make_shared<Frame>(still));
    };
    int index = 0;
    for (; index <= 26; ++index) {
      QVERIFY(!meter.isFixed());
      QVERIFY(!meter.measure(again(index)));
    }
    QVERIFY(meter.isFixed());
    for (; index < 60; ++index) {
      QVERIFY(!meter.measure(again(index)));
      QVERIFY(meter.isFixed());
    }
    // It begins to move by 4 px a picture: seen within a probe's time, and then followed.
    int seenAt = 0;
    for (int step = 1; step <= 20; ++step, ++index) {
      const auto motion =
          meter.measure(after(world, size, motionOf(size, 0, 1, 4. * step, 0), index));
      if (motion) {
        seenAt = seenAt == 0 ? step : seenAt;
        QVERIFY(apart(*motion, motionOf(size, 0, 1, 4, 0), size) < 0.7);
      } else {
        QVERIFY(seenAt == 0);
      }
    }
    QVERIFY2(seenAt > 0 && seenAt <= 12, qPrintable(QString::number(seenAt)));
    QVERIFY(!meter.isFixed());
  }

  void theSamePicturesGiveTheSameMotion() {
    const World world(8);
    std::vector<Frame> pictures;
    for (int i = 0; i < 6; ++i) {
      pictures.push_back(
          after(world, {320, 240}, motionOf({320, 240}, 0.002 * i, 1, 3. * i, i), i));
    }
    FlowMeter one;
    FlowMeter two;
    for (const Frame& picture : pictures) {
      QVERIFY(one.measure(picture) == two.measure(picture));
    }
  }
};

QTEST_GUILESS_MAIN(TestFlowMeter)
#include "tst_flow_meter.moc"
