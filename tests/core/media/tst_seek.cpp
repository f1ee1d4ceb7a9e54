#include <random>

#include <QTest>

#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

// Seeking gives the very picture that linear reading gives under that number.
class TestSeek : public QObject {
  Q_OBJECT

  static void compareWithLinear(const std::filesystem::path& file, int threads, int seeks) {
    auto linear = open(file, threads);
    FS_VERIFY_OK(linear);
    const auto all = readAll(**linear);
    QVERIFY(all.size() > 10);
    auto source = open(file, threads);
    FS_VERIFY_OK(source);
    std::mt19937 random(7);
    for (int i = 0; i < seeks; ++i) {
      // The last, the first, then anywhere; now and then just a step.
      std::size_t target = i == 0 ? all.size() - 1 : i == 1 ? 0 : random() % all.size();
      target = i % 5 == 4 ? std::min(target + 3, all.size() - 1) : target;
      FS_VERIFY_OK((*source)->seek(static_cast<FrameId>(target), {}));
      for (std::size_t k = target; k < std::min(target + 4, all.size()); ++k) {
        const auto frame = (*source)->read({});
        FS_VERIFY_OK(frame);
        QVERIFY(frame->has_value());
        QCOMPARE(indexOf((**frame).id()), static_cast<std::int64_t>(k));
        const Seen seen = lookAt(**frame);
        QCOMPARE(seen.md5, all[k].md5);
        QCOMPARE(seen.pts, all[k].pts);
        QCOMPARE(seen.time, all[k].time);
      }
    }
    for (const std::int64_t wrong :
         {static_cast<std::int64_t>(all.size()), std::int64_t{1} << 40}) {
      FS_VERIFY_ERROR((*source)->seek(static_cast<FrameId>(wrong), {}), ErrorCode::InvalidArgument,
                      "only " + std::to_string(all.size()));
    }
    QVERIFY(!(*source)->read({}));  // the position is lost until the next good seek
    FS_VERIFY_OK((*source)->seek(FrameId{1}, {}));
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    QVERIFY(lookAt(**frame) == all[1]);
    FS_VERIFY_ERROR((*source)->seek(FrameId{-1}, {}), ErrorCode::InvalidArgument, "from 0");
  }

 private slots:
  void landsOnThatVeryPicture_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("name");
    const QString test = "-f lavfi -i testsrc2=size=96x64:rate=30:duration=4 ";
    const auto row = [](const char* what, const QString& arguments, const char* name) {
      QTest::newRow(what) << arguments << QString(name);
    };
    row("one long GOP with B frames", test + "-c:v libx264 -g 300 -bf 3", "a.mp4");
    row("short GOPs", test + "-c:v libx264 -g 12 -bf 3", "a.mp4");
    row("GOPs of one", test + "-c:v libx264 -g 1", "a.mp4");
    row("Matroska", test + "-c:v libx264 -g 40 -bf 2", "a.mkv");
    row("open GOP, Matroska", test + "-c:v libx264 -g 30 -bf 3 -x264-params open-gop=1", "a.mkv");
    row("open GOP, MP4", test + "-c:v libx264 -g 30 -bf 3 -x264-params open-gop=1", "a.mp4");
    row("open GOP, transport stream", test + "-c:v libx264 -g 30 -bf 3 -x264-params open-gop=1",
        "a.ts");
    row("intra refresh instead of key pictures",
        test + "-c:v libx264 -g 30 -x264-params intra-refresh=1", "a.mp4");
    row("H.265", test + "-c:v libx265 -g 30 -x265-params log-level=none", "a.mp4");
    row("MPEG-2 programme stream", test + "-c:v mpeg2video -g 15 -bf 2", "a.mpg");
    row("MPEG-4 in AVI", test + "-c:v mpeg4 -g 25", "a.avi");
    row("MPEG-4 with B frames in AVI", test + "-c:v mpeg4 -g 25 -bf 2", "a.avi");
    row("Motion JPEG", test + "-c:v mjpeg", "a.avi");
    row("raw H.264 without times", test + "-c:v libx264 -g 30 -bf 2", "a.h264");
    row("fragmented MP4", test + "-c:v libx264 -g 20 -bf 2 -movflags frag_keyframe+empty_moov",
        "a.mp4");
    row("edit list", test + "-ss 0.7 -c:v libx264 -g 30 -bf 2", "a.mov");
    row("begins late", test + "-c:v libx264 -g 20 -bf 2 -output_ts_offset 50", "a.ts");
    row("variable frame rate",
        test + "-vf select='not(mod(n\\,3))+gt(n\\,60)' -vsync vfr -c:v libx264 -g 60", "a.mp4");
    row("VP9", test + "-c:v libvpx-vp9 -deadline realtime -g 30", "a.webm");
    row("GIF", test, "a.gif");
  }

  void landsOnThatVeryPicture() {
    QFETCH(QString, arguments);
    QFETCH(QString, name);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    FS_MAKE_CLIP(arguments.toStdString(), file);
    compareWithLinear(file, 1, 20);
    if (!QTest::currentTestFailed()) {
      compareWithLinear(file, 3, 6);
    }
  }

  void aFileCutFromTheMiddleOfAStream() {
    const TemporaryFolder folder;
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=96x64:rate=30:duration=4 -c:v libx264 -g 30 -bf 2",
                 folder / "whole.ts");
    const std::string whole = *readFile(folder / "whole.ts", 1 << 24);
    const std::size_t packet = 188;
    FS_VERIFY_OK(writeFile(folder / "cut.ts", whole.substr(whole.size() / packet / 5 * packet)));
    compareWithLinear(folder / "cut.ts", 1, 20);
  }

  void theDemonstrationVideo() {
    FS_NEED_DEMO_VIDEO(video);
    compareWithLinear(video, 2, 8);
  }

  void theIndexIsReadOnlyAsFarAsNeeded() {
    FS_NEED_DEMO_VIDEO(video);
    auto source = open(video);
    FS_VERIFY_OK(source);
    // A stop request that comes first is honoured; the source is usable afterwards.
    std::stop_source stop;
    stop.request_stop();
    FS_VERIFY_ERROR((*source)->seek(FrameId{700}, stop.get_token()), ErrorCode::Cancelled, "vtest");
    FS_VERIFY_OK((*source)->seek(FrameId{700}, {}));
    const auto frame = (*source)->read({});
    FS_VERIFY_OK(frame);
    QCOMPARE((*frame)->time(), timestampAt(70));
    QCOMPARE((*source)->health().timestampRepairs, 0);
  }
};

QTEST_GUILESS_MAIN(TestSeek)
#include "tst_seek.moc"
