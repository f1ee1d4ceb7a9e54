#include <QTest>

#include "core/media/source_scan.h"
#include "tests/core/media/media_test.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace media_test;

namespace {

/// Pictures without pixels at given times.
class ScriptedSource final : public VideoSource {
 public:
  ScriptedSource(std::vector<double> seconds, Rational timeBase) : seconds_(std::move(seconds)) {
    info_.timeBase = timeBase;
    info_.name = "script";
  }
  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] SourceHealth health() const override { return {}; }
  [[nodiscard]] Result<std::optional<Frame>> read(std::stop_token /*stop*/) override {
    if (next_ == seconds_.size()) {
      return std::optional<Frame>();
    }
    const double time = seconds_[next_];
    return std::optional<Frame>(std::in_place, static_cast<FrameId>(next_++), timestampAt(time), 0,
                                PictureView(), nullptr);
  }
  [[nodiscard]] Result<void> seek(FrameId /*frame*/, std::stop_token /*stop*/) override {
    return {};
  }
  SourceInfo info_;

 private:
  std::vector<double> seconds_;
  std::size_t next_ = 0;
};

}  // namespace

class TestSourceScan : public QObject {
  Q_OBJECT

 private slots:
  void countsTheDemonstrationVideo() {
    FS_NEED_DEMO_VIDEO(video);
    auto source = open(video);
    FS_VERIFY_OK(source);
    std::int64_t seen = 0;
    const auto scan = scanSource(**source, {}, [&](std::int64_t pictures) { seen = pictures; });
    FS_VERIFY_OK(scan);
    QCOMPARE(scan->pictures, 795);
    QCOMPARE(seen, 795);
    QVERIFY(std::abs(scan->frameRate - 10) < 1e-9);
    QVERIFY(!scan->variableRate && !scan->hasGaps());
  }

  void tellsVariableFromRounded() {
    const auto scanned = [](std::vector<double> seconds, Rational base) {
      ScriptedSource source(std::move(seconds), base);
      return *scanSource(source, {}, {});
    };
    std::vector<double> rounded;
    for (int i = 0; i < 100; ++i) {
      rounded.push_back(std::round(i * 1001.0 / 30) / 1000);  // 29.97 in Matroska's milliseconds
    }
    const SourceScan constant = scanned(rounded, {1, 1000});
    QVERIFY(!constant.variableRate);
    QVERIFY(std::abs(constant.frameRate - 29.97) < 0.01);
    rounded.push_back(rounded.back() + 0.05);
    QVERIFY(scanned(rounded, {1, 1000}).variableRate);
    const SourceScan uneven = scanned({0, 0.04, 0.08, 0.2}, {1, 90'000});
    QVERIFY(uneven.variableRate);
    QVERIFY(std::abs(uneven.shortest.count() - 0.04) < 1e-9);
    QVERIFY(std::abs(uneven.longest.count() - 0.12) < 1e-9);
    QVERIFY(std::abs(uneven.frameRate - 15) < 1e-9);
    const SourceScan single = scanned({0}, {1, 25});
    QCOMPARE(single.pictures, 1);
    QCOMPARE(single.frameRate, 0.0);
    QVERIFY(!single.variableRate);
  }

  void aLiveSourceHasNoEnd() {
    ScriptedSource source({0}, {1, 25});
    source.info_.live = true;
    FS_VERIFY_ERROR(scanSource(source, {}, {}), ErrorCode::Unsupported, "no end");
  }
};

QTEST_GUILESS_MAIN(TestSourceScan)
#include "tst_source_scan.moc"
