#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include <QTest>

#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

namespace {
std::atomic<bool> counting = false;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<int> allocations = 0;
}  // namespace

// Every operator new of the program comes through here; libav's own memory does not.
void* operator new(std::size_t size) {
  if (counting.load(std::memory_order_relaxed)) {
    allocations.fetch_add(1, std::memory_order_relaxed);
  }
  void* const block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) {
    throw std::bad_alloc();
  }
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t /*size*/) noexcept { std::free(block); }

using namespace media_test;

class TestAllocations : public QObject {
  Q_OBJECT

 private slots:
  void readingAllocatesNothingInSteadyState_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("name");
    const QString test = "-f lavfi -i testsrc2=size=96x64:rate=30:duration=4 ";
    QTest::newRow("as decoded") << test + "-c:v libx264"
                                << "a.mp4";
    QTest::newRow("converted from 10 bits") << test + "-pix_fmt yuv420p10le -c:v ffv1 -strict -2"
                                            << "a.mkv";
    QTest::newRow("turned") << test + "-c:v libx264 -metadata:s:v rotate=90"
                            << "a.mp4";
  }

  void readingAllocatesNothingInSteadyState() {
    QFETCH(QString, arguments);
    QFETCH(QString, name);
    const TemporaryFolder folder;
    const auto file = folder / name.toUtf8().constData();
    FS_MAKE_CLIP(arguments.toStdString(), file);
    auto source = open(file);
    FS_VERIFY_OK(source);
    constexpr int kHeld = 8;  // as many as a pipeline holds
    std::vector<Frame> held(kHeld);
    PictureScaler scaler;
    std::vector<std::uint8_t> screen(48 * 48 * 4);
    const auto run = [&](int pictures) {
      for (int i = 0; i < pictures; ++i) {
        auto frame = (*source)->read({});
        if (!frame || !*frame) {
          return false;
        }
        held[static_cast<std::size_t>(i % kHeld)] = **frame;
        if (!scaler.scale((*frame)->view(), PackedFormat::Bgra, {48, 48}, screen.data(), 48 * 4)) {
          return false;
        }
      }
      return true;
    };
    QVERIFY(run(30));
    allocations = 0;
    counting = true;
    const bool good = run(80);
    counting = false;
    QVERIFY(good);
    QCOMPARE(allocations.load(), 0);
  }
};

QTEST_GUILESS_MAIN(TestAllocations)
#include "tst_allocations.moc"
