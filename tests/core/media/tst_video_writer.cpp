#include <csignal>
#include <filesystem>
#include <vector>

#include <QTest>

#include <sys/resource.h>

#include "core/media/annotated_video.h"
#include "core/media/video_writer.h"
#include "tests/core/media/media_test.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

namespace {

/// A picture whose upper half is red and lower half blue, drifting a little with `i`.
struct Painted {
  Painted(FrameSize size, PackedFormat format, int i) {
    const int pixel = bytesPerPixel(format);
    const std::ptrdiff_t stride = std::ptrdiff_t{size.width} * pixel + 13;
    bytes.resize(static_cast<std::size_t>(stride * size.height));
    for (int y = 0; y < size.height; ++y) {
      for (int x = 0; x < size.width; ++x) {
        std::uint8_t* const at = bytes.data() + y * stride + std::ptrdiff_t{x} * pixel;
        const bool upper = y < size.height / 2;
        at[0] = upper ? 0 : 255;
        at[1] = static_cast<std::uint8_t>(i % 8);
        at[2] = upper ? 255 : 0;
      }
    }
    picture = {bytes.data(), stride, size, format};
  }
  std::vector<std::uint8_t> bytes;
  PackedPicture picture;
};

std::size_t filesIn(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

class TestVideoWriter : public QObject {
  Q_OBJECT

 private slots:
  void writesWhatOthersRead_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("mpeg4");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("mp4") << "a.mp4" << false << 64 << 48;
    QTest::newRow("odd sides") << "a.mp4" << false << 63 << 47;
    QTest::newRow("one pixel") << "a.mp4" << false << 1 << 1;
    QTest::newRow("mkv") << "a.mkv" << false << 64 << 48;
    QTest::newRow("mov, MPEG-4") << "a.mov" << true << 63 << 48;
    QTest::newRow("mp4, MPEG-4") << "a.mp4" << true << 64 << 48;
  }

  void writesWhatOthersRead() {
    QFETCH(QString, name);
    QFETCH(bool, mpeg4);
    QFETCH(int, width);
    QFETCH(int, height);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    auto writer = VideoWriter::create(
        file, {width, height},
        {.codec = mpeg4 ? VideoCodec::Mpeg4 : VideoCodec::H264OrMpeg4, .frameRate = 20});
    FS_VERIFY_OK(writer);
    QVERIFY(!mpeg4 || (*writer)->encoder() == "mpeg4");
    // Irregular times, starting anywhere.
    std::vector<double> seconds;
    for (int i = 0; i < 40; ++i) {
      seconds.push_back(5 + i * 0.05 + (i % 3) * 0.01);
      const Painted painted({width, height}, i % 2 == 0 ? PackedFormat::Bgr : PackedFormat::Bgra,
                            i);
      FS_VERIFY_OK((*writer)->write(painted.picture, timestampAt(seconds.back())));
      QVERIFY(!std::filesystem::exists(file));
    }
    FS_VERIFY_OK((*writer)->finish());
    QCOMPARE(filesIn(folder.path()), 1U);
    // ffprobe is the independent reader.
    const auto times = ffprobeTimes(file);
    if (times.empty()) {
      QSKIP("needs the ffprobe program");
    }
    QCOMPARE(times.size(), 40U);
    auto source = open(file);
    FS_VERIFY_OK(source);
    QCOMPARE((*source)->info().size, (FrameSize{width + width % 2, height + height % 2}));
    QVERIFY(mpeg4 || (*source)->info().codec == "h264");
    const Rational base = (*source)->info().timeBase;
    const double grain = name.endsWith("mkv") ? 0.001 : 0.00003;  // Matroska counts milliseconds
    for (std::size_t i = 0; i < times.size(); ++i) {
      QVERIFY(times[i].has_value());
      const double time = static_cast<double>(*times[i]) * base.num / base.den;
      QVERIFY(std::abs(time - (seconds[i] - seconds[0])) <= grain);
    }
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    if (height > 1) {
      QVERIFY(isNear(colorAt(**frame, width / 2, 2), {255, 0, 0}, 12));
      QVERIFY(isNear(colorAt(**frame, width - 1, height - 1), {0, 0, 255}, 12));
      QVERIFY(isNear(colorAt(**frame, width - 1 + width % 2, height - 1 + height % 2), {0, 0, 255},
                     12));
    }
  }

  void oneFrameIsAVideoAndNoneIsNot() {
    const TemporaryFolder folder;
    auto writer = VideoWriter::create(folder / "a.mp4", {64, 48}, {});
    FS_VERIFY_OK(writer);
    FS_VERIFY_ERROR((*writer)->finish(), ErrorCode::InvalidArgument, "no picture");
    writer->reset();
    QCOMPARE(filesIn(folder.path()), 0U);
    writer = VideoWriter::create(folder / "a.mp4", {64, 48}, {});
    FS_VERIFY_OK(writer);
    FS_VERIFY_OK((*writer)->write(Painted({64, 48}, PackedFormat::Bgr, 0).picture, timestampAt(3)));
    FS_VERIFY_OK((*writer)->finish());
    auto source = open(folder / "a.mp4");
    FS_VERIFY_OK(source);
    QCOMPARE(readAll(**source).size(), 1U);
  }

  void withoutFinishNothingIsLeftAndTheOldStays() {
    const TemporaryFolder folder;
    FS_VERIFY_OK(writeFile(folder / "a.mp4", "old"));
    {
      auto writer = VideoWriter::create(folder / "a.mp4", {64, 48}, {});
      FS_VERIFY_OK(writer);
      for (int i = 0; i < 30; ++i) {
        FS_VERIFY_OK(
            (*writer)->write(Painted({64, 48}, PackedFormat::Bgr, i).picture, timestampAt(i)));
      }
    }
    QCOMPARE(filesIn(folder.path()), 1U);
    QCOMPARE(*readFile(folder / "a.mp4", 100), std::string("old"));
  }

  void saysWhereItCannotWrite() {
    const TemporaryFolder folder;
    FS_VERIFY_ERROR(VideoWriter::create(folder / "none/a.mp4", {64, 48}, {}), ErrorCode::NotFound,
                    "none/a.mp4");
    FS_VERIFY_ERROR(VideoWriter::create(folder / "a.txt", {64, 48}, {}), ErrorCode::InvalidArgument,
                    ".mp4");
    FS_VERIFY_ERROR(VideoWriter::create("-", {64, 48}, {}), ErrorCode::InvalidArgument, ".mp4");
    QCOMPARE(filesIn(folder.path()), 0U);
  }

  void aFullDiskIsReportedAndLeavesNothing() {
    // A limit on the size of files stands for the disk: writing past it fails alike.
    const TemporaryFolder folder;
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &old), 0);
    const rlimit small{20'000, old.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    Result<void> result;
    {
      auto writer = VideoWriter::create(folder / "a.mp4", {320, 240}, {});
      if (writer) {
        std::uint32_t noise = 1;
        for (int i = 0; i < 60 && result; ++i) {
          Painted painted({320, 240}, PackedFormat::Bgr, i);
          for (std::uint8_t& byte : painted.bytes) {
            noise = noise * 1664525 + 1013904223;
            byte = static_cast<std::uint8_t>(noise >> 24U);
          }
          result = (*writer)->write(painted.picture, timestampAt(i * 0.04));
        }
        const auto finished = (*writer)->finish();
        result = result ? finished : result;
      }
    }
    setrlimit(RLIMIT_FSIZE, &old);
    FS_VERIFY_ERROR(result, ErrorCode::Unavailable, "Free some space");
    QCOMPARE(filesIn(folder.path()), 0U);
  }

  void anAnnotatedVideoShowsItsTracks() {
    FS_NEED_DEMO_VIDEO(video);
    const TemporaryFolder folder;
    auto source = open(video);
    FS_VERIFY_OK(source);
    auto annotated = AnnotatedVideo::create(folder / "a.mp4", (*source)->info().size,
                                            {.frameRate = 7}, LabelMap({"person"}), {});
    FS_VERIFY_OK(annotated);
    for (int i = 0; i < 20; ++i) {
      const auto frame = (*source)->read({});
      FS_VERIFY_OK(frame);
      TrackSet tracks;
      tracks.time = (*frame)->time();
      tracks.size = (*frame)->size();
      Track track;
      track.id = TrackId{1};
      track.box = {300, 200, 100, 200};
      tracks.items.push_back(track);
      FS_VERIFY_OK((*annotated)->write(**frame, tracks));
    }
    FS_VERIFY_OK((*annotated)->finish());
    auto written = open(folder / "a.mp4");
    FS_VERIFY_OK(written);
    QCOMPARE((*written)->info().size, (FrameSize{768, 576}));
    const auto frame = (*written)->read({});
    FS_VERIFY_OK(frame);
    const Rgb color = kTrackColors[0];
    QVERIFY(isNear(colorAt(**frame, 300, 320), {color.red, color.green, color.blue}, 60));
  }
};

QTEST_GUILESS_MAIN(TestVideoWriter)
#include "tst_video_writer.moc"
