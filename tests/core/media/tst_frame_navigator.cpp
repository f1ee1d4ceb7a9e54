#include <random>

#include <QTest>

#include "core/media/frame_navigator.h"
#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

namespace {

/// Pictures of a megabyte in groups: reading anywhere begins with the group's first one.
class GroupedSource final : public VideoSource {
 public:
  GroupedSource(std::int64_t frames, std::int64_t group) : frames_(frames), group_(group) {
    info_.name = "groups";
    info_.size = {1024, 1024};
    info_.seekable = true;
  }
  const SourceInfo& info() const override { return info_; }
  SourceHealth health() const override { return {}; }
  Result<std::optional<Frame>> read(std::stop_token stop) override {
    if (stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "stopped");
    }
    if (next_ >= frames_) {
      return std::optional<Frame>();
    }
    static const auto pixels = std::make_shared<std::vector<std::uint8_t>>(1024 * 1024);
    PictureView view;
    view.size = info_.size;
    view.planes[0] = {pixels->data(), 1024, 1};
    const std::int64_t index = next_++;
    return std::optional(Frame(FrameId{index}, timestampAt(0), index, view, pixels));
  }
  Result<void> seek(FrameId frame, std::stop_token) override {
    next_ = indexOf(frame);
    return {};
  }
  Result<FrameId> seekBefore(FrameId frame, std::stop_token) override {
    ++seeks;
    const std::int64_t key = indexOf(frame) / group_ * group_;
    if (!(next_ <= indexOf(frame) && key <= next_)) {
      next_ = key;
    }
    return FrameId{next_};
  }
  int seeks = 0;

 private:
  SourceInfo info_;
  std::int64_t frames_;
  std::int64_t group_;
  std::int64_t next_ = 0;
};

FrameNavigator overGroups(std::int64_t frames, std::int64_t group, std::size_t megabytes) {
  return {std::make_unique<GroupedSource>(frames, group), {.cacheBytes = megabytes << 20U}};
}

/// Prepares until all is well; how many calls that took, -1 where it never ends.
int prepareAll(FrameNavigator& navigator) {
  for (int calls = 0; calls < 5000; ++calls) {
    const auto more = navigator.prepare({});
    if (!more) {
      return -1;
    }
    if (!*more) {
      return calls;
    }
  }
  return -1;
}

constexpr int kBits = 12;

/// The number painted into a picture: bit k is the brightness of column 8 k .. 8 k + 7.
std::int64_t paintedNumber(const Frame& frame) {
  const PlaneView& luma = frame.view().planes[0];
  std::int64_t number = 0;
  for (int bit = 0; bit < kBits; ++bit) {
    const std::uint8_t* const middle = luma.data + 8 * luma.stride + (8 * bit + 4);
    number |= static_cast<std::int64_t>(*middle > 128) << bit;
  }
  return number;
}

}  // namespace

class TestFrameNavigator : public QObject {
  Q_OBJECT
 private slots:
  void neverTheWrongPicture_data() {
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("encoder");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("cacheKilobytes");
    const auto row = [](const char* what, const char* encoder, const char* name,
                        const char* filter = "", int cache = 1024) {
      QTest::newRow(what) << QString(filter) << QString(encoder) << QString(name) << cache;
    };
    row("one long GOP with B frames", "-c:v libx264 -g 400 -bf 3", "a.mp4");
    row("one long GOP, a cache of 20 pictures", "-c:v libx264 -g 400 -bf 3", "a.mp4", "", 60);
    row("short GOPs", "-c:v libx264 -g 12 -bf 2", "a.mkv");
    row("open GOP", "-c:v libx264 -g 30 -bf 3 -x264-params open-gop=1", "a.mp4");
    row("open GOP, transport stream", "-c:v libx264 -g 30 -bf 3 -x264-params open-gop=1", "a.ts");
    row("variable frame rate", "-vsync vfr -c:v libx264 -g 60 -bf 2", "a.mp4",
        ",select=not(mod(n\\,3))+gt(n\\,60)");
    row("MPEG-4 with B frames in AVI", "-c:v mpeg4 -q:v 2 -g 25 -bf 2", "a.avi");
    row("raw H.264 without times", "-c:v libx264 -g 30 -bf 2", "a.h264");
    row("Motion JPEG", "-c:v mjpeg -q:v 2", "a.avi");
  }

  void neverTheWrongPicture() {
    QFETCH(QString, filter);
    QFETCH(QString, encoder);
    QFETCH(QString, name);
    QFETCH(int, cacheKilobytes);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    const QString arguments =
        "-f lavfi -i color=size=96x16:rate=30:duration=5 -vf "
        "format=gray,geq=lum='if(mod(floor(N/pow(2\\,floor(X/8)))\\,2)\\,235\\,16)',"
        "format=yuv420p" +
        filter + " " + encoder;
    FS_MAKE_CLIP(arguments.toStdString(), file);
    std::vector<std::int64_t> expected;
    for (int n = 0; n < 150; ++n) {
      if (filter.isEmpty() || n % 3 == 0 || n > 60) {
        expected.push_back(n);
      }
    }
    const auto count = static_cast<std::int64_t>(expected.size());
    auto source = open(file);
    FS_VERIFY_OK(source);
    FrameNavigator navigator(std::move(*source),
                             {.cacheBytes = static_cast<std::size_t>(cacheKilobytes) << 10U});
    // From the end to the beginning, then about, with idle time here and there.
    std::vector<std::int64_t> walk;
    for (std::int64_t i = count - 1; i >= 0; --i) {
      walk.push_back(i);
    }
    std::mt19937 random(3);
    for (int i = 0; i < 300; ++i) {
      const std::int64_t step = i % 10 == 0 ? static_cast<std::int64_t>(random() % 150)
                                            : walk.back() + static_cast<int>(random() % 7) - 3;
      walk.push_back(std::clamp<std::int64_t>(step, 0, count - 1));
    }
    for (const std::int64_t index : walk) {
      const auto frame = navigator.at(FrameId{index}, {});
      FS_VERIFY_OK(frame);
      QCOMPARE(indexOf(frame->id()), index);
      QCOMPARE(paintedNumber(*frame), expected[static_cast<std::size_t>(index)]);
      for (auto idle = random() % 4; idle > 0; --idle) {
        FS_VERIFY_OK(navigator.prepare({}));
      }
      QVERIFY(navigator.cachedBytes() <= static_cast<std::size_t>(cacheKilobytes) << 10U);
    }
    FS_VERIFY_ERROR(navigator.at(FrameId{count}, {}), ErrorCode::InvalidArgument,
                    "only " + std::to_string(count));
    QCOMPARE(navigator.frameCount().value_or(-1), count);
    FS_VERIFY_ERROR(navigator.at(FrameId{-1}, {}), ErrorCode::InvalidArgument, "from 0");
    const auto frame = navigator.at(FrameId{count - 1}, {});
    FS_VERIFY_OK(frame);
    QCOMPARE(paintedNumber(*frame), expected.back());
  }

  void aGroupIsDecodedOnceForAllStepsBackInIt() {
    FrameNavigator navigator = overGroups(1000, 50, 200);
    FS_VERIFY_OK(navigator.at(FrameId{149}, {}));
    QCOMPARE(navigator.decoded(), std::int64_t{50});
    for (std::int64_t i = 148; i >= 100; --i) {
      FS_VERIFY_OK(navigator.at(FrameId{i}, {}));
    }
    QCOMPARE(navigator.decoded(), std::int64_t{50});
    FS_VERIFY_OK(navigator.at(FrameId{99}, {}));
    QCOMPARE(navigator.decoded(), std::int64_t{100});
  }

  // With idle time between them, steps back never wait for more than the picture being prepared.
  void stepsBackAreReadyBeforeTheyAreAskedFor_data() {
    QTest::addColumn<qint64>("group");
    QTest::addColumn<int>("idlePictures");  // Decoded between two steps.
    QTest::newRow("a group of a second") << qint64{25} << 2;
    QTest::newRow("a group of ten seconds") << qint64{250} << 6;
    QTest::newRow("the whole video one group") << qint64{1000} << 20;
  }
  void stepsBackAreReadyBeforeTheyAreAskedFor() {
    QFETCH(qint64, group);
    QFETCH(int, idlePictures);
    FrameNavigator navigator = overGroups(1000, group, 160);
    FS_VERIFY_OK(navigator.at(FrameId{990}, {}));
    QVERIFY(prepareAll(navigator) >= 0);
    for (std::int64_t i = 989; i >= 0; --i) {
      const std::int64_t before = navigator.decoded();
      const auto step = navigator.stepTowards(FrameId{i}, {});
      FS_VERIFY_OK(step);
      QCOMPARE(*step, FrameNavigator::Step::There);
      QCOMPARE(navigator.decoded(), before);
      for (int idle = 0; idle < idlePictures; ++idle) {
        FS_VERIFY_OK(navigator.prepare({}));
      }
      QVERIFY(navigator.cachedBytes() <= std::size_t{160} << 20U);
    }
    QVERIFY(prepareAll(navigator) >= 0);
  }

  void playingOnDecodesEachPictureOnce() {
    FrameNavigator navigator = overGroups(600, 100, 100);
    for (std::int64_t i = 0; i < 600; ++i) {
      FS_VERIFY_OK(navigator.at(FrameId{i}, {}));
      FS_VERIFY_OK(navigator.prepare({}));
      FS_VERIFY_OK(navigator.prepare({}));
    }
    QCOMPARE(navigator.decoded(), std::int64_t{600});
    QCOMPARE(navigator.frameCount().value_or(-1), std::int64_t{600});
  }

  void turningRoundCostsNothing() {
    FrameNavigator navigator = overGroups(1000, 250, 160);
    FS_VERIFY_OK(navigator.at(FrameId{700}, {}));
    QVERIFY(prepareAll(navigator) >= 0);
    const std::int64_t before = navigator.decoded();
    for (const std::int64_t i : {699, 701, 698, 703, 690, 705, 680, 700}) {
      FS_VERIFY_OK(navigator.at(FrameId{i}, {}));
    }
    QCOMPARE(navigator.decoded(), before);
  }

  void aRequestMayBeGivenUpOnTheWay() {
    FrameNavigator navigator = overGroups(1000, 500, 400);
    for (int i = 0; i < 200; ++i) {
      const auto step = navigator.stepTowards(FrameId{499}, {});
      FS_VERIFY_OK(step);
      QCOMPARE(*step, FrameNavigator::Step::OnTheWay);
    }
    QVERIFY(navigator.cached(FrameId{499}) == nullptr);
    // What was decoded on the way is there; what lies ahead goes on from there.
    FS_VERIFY_OK(navigator.at(FrameId{150}, {}));
    QCOMPARE(navigator.decoded(), std::int64_t{200});
    FS_VERIFY_OK(navigator.at(FrameId{210}, {}));
    QCOMPARE(navigator.decoded(), std::int64_t{211});
    std::stop_source stop;
    stop.request_stop();
    FS_VERIFY_ERROR(navigator.at(FrameId{900}, stop.get_token()), ErrorCode::Cancelled, "stopped");
    FS_VERIFY_OK(navigator.at(FrameId{900}, {}));
  }
};

QTEST_GUILESS_MAIN(TestFrameNavigator)
#include "tst_frame_navigator.moc"
