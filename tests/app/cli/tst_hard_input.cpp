#include <filesystem>
#include <random>

#include <QTest>

#include "tests/support/cli_process.h"
#include "tests/support/clip_maker.h"
#include "tests/support/folder_listing.h"
#include "tests/support/result_check.h"
#include "tests/support/scene/light_scene.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tflite/tiny_tflite.h"

using namespace followspot;
using namespace followspot::test;
namespace fs = std::filesystem;

namespace {

// As `followspot-cli --help` documents them.
constexpr int kInput = 3;
constexpr int kOutput = 5;
constexpr int kGaps = 6;

}  // namespace

/// Input that may or may not be good enough, and disks that fill up: what comes out is whole, or
/// nothing is left.
class TestHardInput : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    FS_VERIFY_OK(makeLightModel(in_ / "model"));
    const std::string clip = (in_ / "clip.mp4").string();
    put(in_ / "two.rgb", "abcdef");
    put(in_ / "net.tflite", tinySsd());
    put(in_ / "three.txt", "???\ncat\ndog\n");
    const std::string black = "-f lavfi -i color=black:rate=1:duration=1:size=";
    if (!makeLightClip(clip, 40) || !makeClip("-i " + clip + " -c:v mpeg4", in_ / "clip.mkv") ||
        !makeClip("-i " + clip + " -c:v mpeg4", in_ / "clip.avi") ||
        !makeClip("-f rawvideo -pixel_format rgb24 -video_size 1x1 -framerate 5 -i " +
                      (in_ / "two.rgb").string() + " -c:v rawvideo -pix_fmt bgr24",
                  in_ / "1x1.avi") ||
        !makeClip(black + "16384x64", in_ / "16k.png") ||
        !makeClip(black + "64x16384", in_ / "16k-high.png")) {
      QSKIP("needs the ffmpeg program with libx264");
    }
  }

  void damagedVideosEndWell_data() {
    QTest::addColumn<QString>("name");
    for (const char* const name : {"clip.mp4", "clip.mkv", "clip.avi"}) {
      QTest::newRow(name) << name;
    }
  }

  /// Cut or with flipped bits: what could be read comes out whole, or nothing does.
  void damagedVideosEndWell() {
    QFETCH(QString, name);
    const std::string whole = bytesOf(in_.path() / name.toStdString());
    std::mt19937 random(5);  // NOLINT(bugprone-random-generator-seed): the same at every run
    const auto below = [&](std::size_t limit) {
      return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    };
    constexpr int kRounds = 16;
    for (int round = 0; round < kRounds; ++round) {
      std::string bytes = whole;
      if (round % 4 == 0) {
        bytes.resize(below(bytes.size()));
      } else {
        for (int i = 0; i < 1 << round % 4; ++i) {
          bytes[below(bytes.size())] ^= static_cast<char>(1U << below(8));
        }
      }
      const TemporaryFolder out;
      const fs::path file = out.path() / name.toStdString();
      put(file, bytes);
      const auto before = listing(out.path());
      const CliRun run = runCli({"track", pathOf(file), "--model", pathOf(in_ / "model"), "--csv",
                                 pathOf(out / "t.csv"), "--annotated", pathOf(out / "t.mp4")});
      const QByteArray what = "round " + QByteArray::number(round) + ", exit code " +
                              QByteArray::number(run.code) + ": " + run.error;
      QVERIFY2(run.error.count('\n') == 1, what);
      auto after = listing(out.path());
      if (run.code == 0 || run.code == kGaps) {
        QVERIFY2(bytesOf(out / "t.csv").ends_with('\n'), what);
        QVERIFY2(after.erase((out / "t.csv").string()) == 1, what);
        QVERIFY2(after.erase((out / "t.mp4").string()) == 1, what);
      } else {
        QVERIFY2(run.code == kInput, what);
        QVERIFY2(run.error.endsWith(".\n"), what);
      }
      QVERIFY2(after == before, what);
    }
  }

  /// Sizes at the edge of what there is are no error.
  void extremePicturesAreTaken_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("frames");
    QTest::newRow("1x1") << "1x1.avi" << 2;
    QTest::newRow("16384 wide") << "16k.png" << 1;
    QTest::newRow("16384 high") << "16k-high.png" << 1;
  }

  void extremePicturesAreTaken() {
    QFETCH(QString, name);
    QFETCH(int, frames);
    const CliRun run = runCli(
        {"detect", pathOf(in_.path() / name.toStdString()), "--model", pathOf(in_ / "model")});
    QVERIFY2(run.code == 0, run.error);
    QVERIFY2(run.error.startsWith(QByteArray::number(frames) + " frames, "), run.error);
  }

  /// A disk that fills up while all four outputs are written.
  void fullDiskLeavesNothing() {
    const TemporaryFolder out;
    const fs::path disk = out / "disk";
    fs::create_directory(disk);
    const QStringList mount = {"-t", "tmpfs", "-o", "size=64k", "tmpfs", pathOf(disk)};
    if (QProcess::execute("mount", mount) != 0) {
      QSKIP("needs the right to mount a small file system");
    }
    const auto unmount = qScopeGuard([&] { QProcess::execute("umount", {pathOf(disk)}); });
    FS_MAKE_CLIP("-stream_loop 49 -i " + (in_ / "clip.mp4").string() + " -c copy",
                 out / "long.mkv");
    for (const char* const option : {"--csv", "--mot", "--jsonl", "--annotated"}) {
      const fs::path file = disk / (std::string("t") + (option[2] == 'a' ? ".mp4" : ".txt"));
      const CliRun run = runCli({"track", pathOf(out / "long.mkv"), "--model",
                                 pathOf(in_ / "model"), option, pathOf(file)});
      QVERIFY2(run.code == kOutput, option + run.error);
      QVERIFY2(run.error.count('\n') == 1, run.error);
      QVERIFY2(run.error.contains("No space left on device"), run.error);
      QVERIFY2(fs::is_empty(disk), option);
    }
    put(disk / "most", std::string(std::size_t{60} << 10, 'x'));
    const auto before = listing(disk);
    const CliRun run = runCli({"model", "import", pathOf(in_ / "net.tflite"), "--labels",
                               pathOf(in_ / "three.txt"), "-o", pathOf(disk / "pkg")});
    QVERIFY2(run.code == kOutput, run.error);
    QVERIFY2(run.error.contains("No space left on device"), run.error);
    QVERIFY(listing(disk) == before);
  }

 private:
  TemporaryFolder in_;
};

QTEST_GUILESS_MAIN(TestHardInput)
#include "tst_hard_input.moc"
