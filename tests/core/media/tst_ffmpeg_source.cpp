#include <string>
#include <vector>

#include <QTest>

#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

// Linear reading of files: which pictures, when, in which form.
class TestFfmpegSource : public QObject {
  Q_OBJECT

 private slots:
  void readsTheDemonstrationVideo() {
    FS_NEED_DEMO_VIDEO(video);
    auto source = open(video);
    FS_VERIFY_OK(source);
    const SourceInfo& info = (*source)->info();
    QCOMPARE(info.size, (FrameSize{768, 576}));
    QCOMPARE(info.frameRate, 10.0);
    QCOMPARE(info.frameCount, 795);
    QCOMPARE(info.container, "avi");
    QCOMPARE(info.codec, "msmpeg4v3");
    QCOMPARE(info.pixelFormat, "yuv420p");
    QVERIFY(!info.live && info.seekable);
    const auto all = readAll(**source);
    QCOMPARE(all.size(), 795U);  // as ffprobe -count_frames says
    QCOMPARE(all[10].time, timestampAt(1.0));
    QCOMPARE((*source)->health().timestampRepairs, 0);
    QCOMPARE((*source)->health().damagedPackets, 0);
    QCOMPARE((*source)->health().framesRead, 795);
  }

  void rateCanBeOverridden() {
    FS_NEED_DEMO_VIDEO(video);
    auto source = openVideoSource({.location = video.string(), .frameRate = 7.0}, {});
    FS_VERIFY_OK(source);
    QCOMPARE((*source)->info().frameRate, 7.0);
    QVERIFY(std::abs((*source)->info().duration->count() - 795 / 7.0) < 1e-9);
    const auto all = readAll(**source);
    QCOMPARE(all[7].time, timestampAt(1.0));
    FS_VERIFY_OK((*source)->seek(FrameId{14}, {}));
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    QCOMPARE((*frame)->time(), timestampAt(2.0));
    for (const double rate : {0.0, -1.0, 1e9, std::numeric_limits<double>::quiet_NaN()}) {
      FS_VERIFY_ERROR(openVideoSource({.location = video.string(), .frameRate = rate}, {}),
                      ErrorCode::InvalidArgument, "frame rate");
    }
  }

  void picturesAndTimesAreThoseOfFfmpeg_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("name");
    const QString test = "-f lavfi -i testsrc2=size=160x120:rate=30:duration=2 ";
    const auto row = [](const char* what, const QString& arguments, const char* name) {
      QTest::newRow(what) << arguments << QString(name);
    };
    row("H.264 with B frames", test + "-c:v libx264 -bf 3", "a.mp4");
    row("H.264 in Matroska", test + "-c:v libx264 -bf 2", "a.mkv");
    row("H.264 in a transport stream", test + "-c:v libx264 -bf 2", "a.ts");
    row("raw H.264 without times", test + "-c:v libx264 -bf 2", "a.h264");
    row("H.265", test + "-c:v libx265 -x265-params log-level=none", "a.mp4");
    row("VP9", test + "-c:v libvpx-vp9 -deadline realtime", "a.webm");
    row("MPEG-2 in a programme stream", test + "-c:v mpeg2video -bf 2", "a.mpg");
    row("MPEG-4 in AVI", test + "-c:v mpeg4 -bf 0", "a.avi");
    row("MPEG-4 with B frames in AVI", test + "-c:v mpeg4 -bf 2", "a.avi");
    row("Motion JPEG", test + "-c:v mjpeg", "a.avi");
    row("animated GIF is converted", test + "", "a.gif");
    row("odd size", test + "-vf crop=159:119 -pix_fmt yuv444p -c:v libx264", "a.mp4");
    row("4:2:2", test + "-pix_fmt yuv422p -c:v libx264", "a.mp4");
    row("full range", test + "-pix_fmt yuvj420p -c:v libx264", "a.mp4");
    row("NV12", test + "-pix_fmt nv12 -c:v rawvideo", "a.nut");
    row("gray", test + "-pix_fmt gray -c:v ffv1", "a.mkv");
    row("RGB", test + "-pix_fmt rgb24 -c:v rawvideo", "a.nut");
    row("BGRA", test + "-pix_fmt bgra -c:v rawvideo", "a.nut");
    row("one pixel", "-f lavfi -i color=red:size=1x1:rate=5:duration=1,format=rgb24 -c:v rawvideo",
        "a.nut");
    row("variable rate", test + "-vf select='not(mod(n\\,3))+gt(n\\,30)' -vsync vfr -c:v libx264",
        "a.mp4");
    row("begins late", test + "-c:v libx264 -bf 2 -output_ts_offset 100", "a.ts");
    row("cut by an edit list", test + "-ss 0.5 -c:v libx264 -bf 2", "a.mov");
  }

  void picturesAndTimesAreThoseOfFfmpeg() {
    QFETCH(QString, arguments);
    QFETCH(QString, name);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    FS_MAKE_CLIP(arguments.toStdString(), file);
    const auto hashes = ffmpegHashes(file);
    const auto times = ffprobeTimes(file);
    QVERIFY(!hashes.empty());
    auto source = open(file);
    FS_VERIFY_OK(source);
    const auto all = readAll(**source);
    QCOMPARE(all.size(), hashes.size());
    const bool timed = !name.endsWith(".h264");  // ffmpeg itself finds no times there
    const bool converted = name.endsWith(".gif");
    const Rational base = (*source)->info().timeBase;
    for (std::size_t i = 0; i < all.size(); ++i) {
      QVERIFY(converted || all[i].md5 == hashes[i]);
      if (timed && times[i]) {
        QCOMPARE(all[i].pts, *times[i]);
        const double seconds =
            static_cast<double>(*times[i] - *times[0]) * base.num / static_cast<double>(base.den);
        QVERIFY(std::abs(secondsOf(all[i].time) - seconds) <= 1e-6);
      }
    }
    QCOMPARE((*source)->health().damagedPackets, 0);
    if (timed) {
      QCOMPARE((*source)->health().timestampRepairs,
               std::ranges::count(times, std::optional<std::int64_t>()));
    }
  }

  void anyNumberOfThreadsGivesTheSamePictures() {
    const TemporaryFolder folder;
    const auto file = folder / "t.mp4";
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=320x240:rate=30:duration=2 -c:v libx264 -bf 3", file);
    auto one = open(file, 1);
    FS_VERIFY_OK(one);
    const auto expected = readAll(**one);
    QCOMPARE(expected.size(), 60U);
    for (const int threads : {2, 4, 64}) {
      auto many = open(file, threads);
      FS_VERIFY_OK(many);
      QVERIFY(readAll(**many) == expected);
    }
  }

  void sizeMayChangeOnTheWay() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=64x48:rate=10:duration=1 -c:v mpeg2video",
                 folder / "small.ts");
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=128x96:rate=10:duration=1 -c:v mpeg2video",
                 folder / "large.ts");
    const auto joined =
        *readFile(folder / "small.ts", 1 << 24) + *readFile(folder / "large.ts", 1 << 24);
    FS_VERIFY_OK(writeFile(folder / "joined.ts", joined));
    auto source = open(folder / "joined.ts");
    FS_VERIFY_OK(source);
    std::vector<int> widths;
    Timestamp last = timestampAt(-1);
    for (auto frame = (*source)->read({}); frame && *frame; frame = (*source)->read({})) {
      QVERIFY((*frame)->time() > last);
      last = (*frame)->time();
      widths.push_back((*frame)->size().width);
    }
    QVERIFY(std::ranges::count(widths, 64) >= 9);  // the decoder drops one at the change
    QCOMPARE(std::ranges::count(widths, 128), 10);
    QVERIFY((*source)->health().timestampRepairs >= 1);  // the second clip starts its clock anew
    QVERIFY(secondsOf(last) < 3);
  }

  void framesOutliveTheirSource() {
    FS_NEED_DEMO_VIDEO(video);
    std::vector<Frame> kept;
    std::vector<QByteArray> hashes;
    {
      auto source = open(video);
      FS_VERIFY_OK(source);
      for (int i = 0; i < 40; ++i) {
        kept.push_back(**(*source)->read({}));
        hashes.push_back(md5Of(kept.back().view()));
      }
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
      QCOMPARE(md5Of(kept[i].view()), hashes[i]);
    }
  }
};

QTEST_GUILESS_MAIN(TestFfmpegSource)
#include "tst_ffmpeg_source.moc"
