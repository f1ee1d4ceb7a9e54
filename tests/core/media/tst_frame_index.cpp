#include <QTest>

#include "core/base/log.h"
#include "core/media/ffmpeg/frame_index.h"
#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

// The times of all pictures without decoding; that seeks really use them.
class TestFrameIndex : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithFfprobe_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("tells");
    const QString test = "-f lavfi -i testsrc2=size=96x64:rate=30:duration=3 ";
    const auto row = [](const char* what, const QString& arguments, const char* name, bool tells) {
      QTest::newRow(what) << arguments << QString(name) << tells;
    };
    row("MP4", test + "-c:v libx264 -g 20 -bf 3", "a.mp4", true);
    row("Matroska", test + "-c:v libx264 -g 20 -bf 3", "a.mkv", true);
    row("transport stream", test + "-c:v libx264 -g 20 -bf 3", "a.ts", true);
    row("edit list", test + "-ss 0.5 -c:v libx264 -g 20 -bf 2", "a.mov", true);
    row("AVI", test + "-c:v mpeg4 -g 20", "a.avi", true);
    row("variable rate", test + "-vf select='lt(mod(n\\,5)\\,2)' -vsync vfr -c:v libx264", "a.mp4",
        true);
    row("AVI with B frames has no times", test + "-c:v mpeg4 -g 20 -bf 2", "a.avi", false);
    row("a raw stream has no times", test + "-c:v libx264 -bf 2", "a.h264", false);
  }

  void agreesWithFfprobe() {
    QFETCH(QString, arguments);
    QFETCH(QString, name);
    QFETCH(bool, tells);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    FS_MAKE_CLIP(arguments.toStdString(), file);
    const auto times = ffprobeTimes(file);
    const auto count = static_cast<std::int64_t>(times.size());
    FrameIndex index(file.string(), times[0].value_or(0));
    const auto answer = index.lookUp(count - 1, {});
    FS_VERIFY_OK(answer);
    if (!tells) {
      QVERIFY(*answer == FrameIndex::Answer::Untellable);
      QVERIFY(!index.ptsIfKnown(0));
      return;
    }
    QVERIFY(*answer == FrameIndex::Answer::Known);
    for (std::int64_t i = 0; i < count; ++i) {
      QCOMPARE(index.ptsOf(i), *times[static_cast<std::size_t>(i)]);
    }
    QVERIFY(*index.lookUp(count, {}) == FrameIndex::Answer::PastEnd);
    QCOMPARE(index.size(), count);
    index.giveUp();
    QVERIFY(*index.lookUp(0, {}) == FrameIndex::Answer::Untellable);

    // A seek by the index finds its picture: nothing is logged about a slow way.
    std::vector<std::string> warnings;
    setLogSink(
        [&](LogLevel, std::string_view, std::string_view text) { warnings.emplace_back(text); },
        LogLevel::Warning);
    auto source = open(file);
    FS_VERIFY_OK(source);
    for (const std::int64_t target : {count - 1, count / 3, std::int64_t{0}, count / 2}) {
      FS_VERIFY_OK((*source)->seek(static_cast<FrameId>(target), {}));
      const auto frame = (*source)->read({});
      FS_VERIFY_OK(frame);
      QCOMPARE((*frame)->pts(), *times[static_cast<std::size_t>(target)]);
    }
    setLogSink(nullptr, LogLevel::Error);
    QVERIFY2(warnings.empty(), warnings.empty() ? "" : warnings[0].c_str());
  }

  void readsNoFurtherThanAsked() {
    const TemporaryFolder folder;
    const auto file = folder / "a.mp4";
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=96x64:rate=30:duration=20 -c:v libx264 -g 20 -bf 3",
                 file);
    FrameIndex index(file.string(), ffprobeTimes(file)[0].value_or(0));
    QVERIFY(*index.lookUp(10, {}) == FrameIndex::Answer::Known);
    QVERIFY(index.size() < 30);
    QVERIFY(index.ptsIfKnown(10));
    QVERIFY(!index.ptsIfKnown(599));
  }

  void anotherFirstPictureMakesItUntellable() {
    const TemporaryFolder folder;
    const auto file = folder / "a.mp4";
    FS_MAKE_CLIP("-f lavfi -i testsrc2=size=96x64:rate=30:duration=1 -c:v libx264", file);
    FrameIndex index(file.string(), 1);
    QVERIFY(*index.lookUp(3, {}) == FrameIndex::Answer::Untellable);
  }
};

QTEST_GUILESS_MAIN(TestFrameIndex)
#include "tst_frame_index.moc"
