#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <QTcpServer>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>

#include "core/base/output_file.h"
#include "core/media/picture_scaler.h"
#include "core/media/video_source.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

/// A picture in few numbers: its time and a checksum of its first plane.
struct Seen {
  Timestamp time;
  std::int64_t pts = 0;
  std::uint64_t sum = 0;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen lookAt(const Frame& frame) {
  std::uint64_t sum = 14695981039346656037U;
  const PlaneView& plane = frame.view().planes[0];
  for (int y = 0; y < frame.size().height; ++y) {
    for (int x = 0; x < frame.size().width; ++x) {
      sum = (sum ^ plane.data[y * plane.stride + std::ptrdiff_t{x} * plane.step]) * 1099511628211U;
    }
  }
  return {frame.time(), frame.pts(), sum};
}

std::vector<Seen> readAll(VideoSource& source) {
  std::vector<Seen> all;
  while (true) {
    auto frame = source.read({});
    if (!frame || !*frame) {
      return all;
    }
    if (indexOf((*frame)->id()) != static_cast<std::int64_t>(all.size())) {
      return {};
    }
    all.push_back(lookAt(**frame));
  }
}

Result<std::unique_ptr<VideoSource>> open(const std::filesystem::path& file, int threads = 1) {
  return openVideoSource({.location = file.string(), .decoderThreads = threads}, {});
}

std::array<int, 3> colorAt(const Frame& frame, int x, int y) {
  PictureScaler scaler;
  std::vector<std::uint8_t> pixels(
      static_cast<std::size_t>(frame.size().width * frame.size().height * 4));
  if (!scaler.scale(frame.view(), PackedFormat::Bgra, frame.size(), pixels.data(),
                    frame.size().width * 4)) {
    return {-1, -1, -1};
  }
  const auto at = static_cast<std::size_t>((y * frame.size().width + x) * 4);
  return {pixels[at + 2], pixels[at + 1], pixels[at]};
}

bool isNear(const std::array<int, 3>& a, const std::array<int, 3>& b, int by) {
  return std::abs(a[0] - b[0]) <= by && std::abs(a[1] - b[1]) <= by && std::abs(a[2] - b[2]) <= by;
}

}  // namespace

class TestFfmpegSource : public QObject {
  Q_OBJECT

 private slots:
  void readsTheDemonstrationVideo() {
    FS_NEED_DEMO_VIDEO(video);
    auto source = open(video);
    FS_VERIFY_OK(source);
    QCOMPARE((*source)->info().size, (FrameSize{768, 576}));
    QCOMPARE((*source)->info().frameRate, 10.0);
    const auto all = readAll(**source);
    QCOMPARE(all.size(), 795U);  // Debian's opencv-doc, as ffprobe -count_frames says
    QCOMPARE(all[10].time, timestampAt(1.0));
    QCOMPARE((*source)->health().timestampRepairs, 0);
  }

  void rateCanBeOverridden() {
    FS_NEED_DEMO_VIDEO(video);
    auto source = openVideoSource({.location = video.string(), .frameRate = 7.0}, {});
    FS_VERIFY_OK(source);
    const auto all = readAll(**source);
    QCOMPARE(all[7].time, timestampAt(1.0));
    FS_VERIFY_ERROR(openVideoSource({.location = video.string(), .frameRate = 0.0}, {}),
                    ErrorCode::InvalidArgument, "frame rate");
  }

  void seekLandsOnThatVeryPicture_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("name");
    const QString test = "-f lavfi -i testsrc2=size=160x120:rate=30:duration=4 ";
    QTest::newRow("H.264 with B frames and one long GOP") << test + "-c:v libx264 -g 300 -bf 3"
                                                          << "a.mp4";
    QTest::newRow("H.264 in Matroska") << test + "-c:v libx264 -g 40 -bf 2"
                                       << "a.mkv";
    QTest::newRow("open GOP in MPEG-TS")
        << test + "-c:v libx264 -g 30 -bf 3 -x264-params open-gop=1"
        << "a.ts";
    QTest::newRow("MPEG-4 in AVI") << test + "-c:v mpeg4 -g 25"
                                   << "a.avi";
    QTest::newRow("Motion JPEG") << test + "-c:v mjpeg"
                                 << "a.avi";
    QTest::newRow("variable frame rate")
        << test + "-vf select='not(mod(n\\,3))+gt(n\\,60)' -vsync vfr -c:v libx264 -g 60"
        << "vfr.mp4";
  }

  void seekLandsOnThatVeryPicture() {
    QFETCH(QString, arguments);
    QFETCH(QString, name);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    FS_MAKE_CLIP(arguments.toStdString(), file);
    auto linear = open(file);
    FS_VERIFY_OK(linear);
    const auto all = readAll(**linear);
    QVERIFY(all.size() > 50);
    for (std::size_t i = 1; i < all.size(); ++i) {
      QVERIFY(all[i].time > all[i - 1].time);
    }
    auto source = open(file);
    FS_VERIFY_OK(source);
    std::mt19937 random(7);
    for (int i = 0; i < 25; ++i) {
      const std::size_t target = random() % all.size();
      FS_VERIFY_OK((*source)->seek(static_cast<FrameId>(target), {}));
      for (std::size_t k = target; k < std::min(target + 3, all.size()); ++k) {
        const auto frame = (*source)->read({});
        FS_VERIFY_OK(frame);
        QVERIFY(frame->has_value());
        QCOMPARE(indexOf((**frame).id()), static_cast<std::int64_t>(k));
        QVERIFY(lookAt(**frame) == all[k]);
      }
    }
    FS_VERIFY_ERROR((*source)->seek(static_cast<FrameId>(all.size() + 5), {}),
                    ErrorCode::InvalidArgument, "only");
  }

  void anyNumberOfThreadsGivesTheSamePictures() {
    const TemporaryFolder folder;
    const auto file = folder / "t.mp4";
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=320x240:rate=30:duration=2 -c:v libx264 -bf 3", file);
    auto one = open(file, 1);
    auto four = open(file, 4);
    FS_VERIFY_OK(one);
    FS_VERIFY_OK(four);
    QVERIFY(readAll(**one) == readAll(**four));
  }

  void colorsOfEveryLayout_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("name");
    for (const char* const format :
         {"yuv420p", "yuv422p", "yuv444p", "yuvj420p", "nv12", "yuv420p10le", "gbrp", "rgb24"}) {
      QTest::newRow(format) << format << "a.mkv";
    }
  }

  void colorsOfEveryLayout() {
    QFETCH(QString, format);
    const TemporaryFolder folder;
    const auto file = folder / "c.nut";
    FS_MAKE_CLIP("-f lavfi -i color=c=0xC04020:size=64x48:rate=5:duration=1,format=rgb24,crop=63:47 -pix_fmt " +
                     format.toStdString() + " -c:v " +
                     (format == "nv12" || format == "rgb24" ? "rawvideo" : "ffv1 -strict -2"),
                 file);
    auto source = open(file);
    FS_VERIFY_OK(source);
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    QVERIFY(frame->has_value());
    QCOMPARE((**frame).size(), (FrameSize{63, 47}));
    const auto color = colorAt(**frame, 30, 20);
    QVERIFY2(isNear(color, {0xC0, 0x40, 0x20}, 4),
             qPrintable(QString("%1 %2 %3").arg(color[0]).arg(color[1]).arg(color[2])));
  }

  void rotationIsApplied() {
    const TemporaryFolder folder;
    const auto flat = folder / "flat.mp4";
    // Left half red, right half blue.
    FS_MAKE_CLIP(
        "-f lavfi -i color=c=red:size=64x48:rate=5:duration=1 -f lavfi -i "
        "color=c=blue:size=32x48:rate=5:duration=1 "
        "-filter_complex [0][1]overlay=32:0 -pix_fmt yuv420p -c:v libx264",
        flat);
    const auto turned = folder / "turned.mp4";
    FS_MAKE_CLIP("-i " + flat.string() + " -c copy -metadata:s:v rotate=90", turned);
    auto source = open(turned);
    FS_VERIFY_OK(source);
    QCOMPARE((*source)->info().rotation % 180, 90);
    QCOMPARE((*source)->info().size, (FrameSize{48, 64}));
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    QCOMPARE((**frame).size(), (FrameSize{48, 64}));
    // Turned by 90 degrees clockwise the left half comes to the top.
    const bool clockwise = (*source)->info().rotation == 90;
    const auto top = colorAt(**frame, 24, 8);
    const auto bottom = colorAt(**frame, 24, 56);
    QVERIFY(isNear(clockwise ? top : bottom, {255, 0, 0}, 12));
    QVERIFY(isNear(clockwise ? bottom : top, {0, 0, 255}, 12));
  }

  void saysWhatIsWrong() {
    const TemporaryFolder folder;
    FS_VERIFY_ERROR(open(folder / "none.mp4"), ErrorCode::NotFound, "none.mp4");
    FS_VERIFY_ERROR(open(folder.path()), ErrorCode::Unsupported, "without pictures");
    FS_VERIFY_OK(writeFile(folder / "empty.mp4", ""));
    FS_VERIFY_ERROR(open(folder / "empty.mp4"), ErrorCode::CorruptData, "empty");
    FS_VERIFY_OK(writeFile(folder / "text.mp4", "this is not a video at all, only words\n"));
    QVERIFY(!open(folder / "text.mp4"));
    QCOMPARE(mkfifo((folder / "pipe").c_str(), 0600), 0);
    FS_VERIFY_ERROR(open(folder / "pipe"), ErrorCode::Unsupported, "pipe");
    FS_VERIFY_ERROR(open("/dev/zero"), ErrorCode::Unsupported, "device");
    FS_VERIFY_ERROR(open("/dev/video77"), ErrorCode::NotFound, "camera");
    const auto sound = folder / "sound.wav";
    FS_MAKE_CLIP("-f lavfi -i sine=duration=1", sound);
    FS_VERIFY_ERROR(open(sound), ErrorCode::Unsupported, "audio");
  }

  void aPlaylistNamedAsAVideoOpensNothingElse() {
    const TemporaryFolder folder;
    const auto canary = folder / "canary.ts";
    FS_MAKE_CLIP("-f lavfi -i testsrc=size=64x48:rate=5:duration=1 -c:v mpeg2video", canary);
    FS_VERIFY_OK(
        writeFile(folder / "movie.mp4",
                  "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ncanary.ts\n#EXT-X-ENDLIST\n"));
    QVERIFY(!open(folder / "movie.mp4"));
    FS_VERIFY_OK(writeFile(folder / "list.mp4", "ffconcat version 1.0\nfile canary.ts\n"));
    QVERIFY(!open(folder / "list.mp4"));
  }

  void damagedFilesNeverCrash() {
    const TemporaryFolder folder;
    const auto file = folder / "good.mp4";
    FS_MAKE_CLIP(
        "-f lavfi -i testsrc2=size=96x64:rate=10:duration=2 -c:v libx264 -bf 2 -movflags "
        "+faststart",
        file);
    const std::string good = *readFile(file, 10'000'000);
    std::mt19937 random(3);
    for (int seed = 0; seed < 60; ++seed) {
      std::string bad = good;
      for (int flip = 0; flip < 1 + seed; ++flip) {
        bad[random() % bad.size()] ^= static_cast<char>(1U << (random() % 8));
      }
      if (seed % 3 == 0) {
        bad.resize(random() % bad.size() + 1);
      }
      FS_VERIFY_OK(writeFile(folder / "bad.mp4", bad));
      if (auto source = open(folder / "bad.mp4")) {
        QVERIFY(readAll(**source).size() <= 1000);
      }
    }
  }

  void foldersOfPicturesAreVideos() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48:rate=1:duration=12", folder / "img%d.png");
    auto source = open(folder.path());
    FS_VERIFY_OK(source);
    const auto all = readAll(**source);
    QCOMPARE(all.size(), 12U);
    FS_VERIFY_OK((*source)->seek(static_cast<FrameId>(10), {}));
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    QCOMPARE(lookAt(**frame).sum, all[10].sum);
    FS_VERIFY_OK(writeFile(folder / "img3.png", "broken"));
    auto gap = open(folder.path());
    FS_VERIFY_OK(gap);
    QCOMPARE(readAll(**gap).size(), 11U);
    QCOMPARE((*gap)->health().damagedPackets, 1);
  }

  void aSilentServerDoesNotHoldUsUp() {
    QTcpServer server;  // accepts in the kernel, says nothing
    QVERIFY(server.listen(QHostAddress::LocalHost));
    std::stop_source stop;
    std::jthread stopper([&stop] {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      stop.request_stop();
    });
    const auto begin = std::chrono::steady_clock::now();
    const std::string url =
        "rtsp://user:secret@127.0.0.1:" + std::to_string(server.serverPort()) + "/a";
    const auto source = openVideoSource({.location = url}, stop.get_token());
    FS_VERIFY_ERROR(source, ErrorCode::Cancelled, "***@127.0.0.1");
    QVERIFY(source.error().message.find("secret") == std::string::npos);
    QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(1500));
  }
};

QTEST_GUILESS_MAIN(TestFfmpegSource)
#include "tst_ffmpeg_source.moc"
