#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "app/gui/real_engine.h"
#include "tests/support/clip_maker.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/analyse/project_maker.h"
#include "ui/analyse/analysis_document.h"
#include "ui/analyse/detection_cache.h"
#include "ui/analyse/track_job_panel.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

namespace {

constexpr FrameRange kAll = {FrameId{0}, FrameId{1'000'000}};

DetectionSet detections(std::int64_t frame, double x) {
  DetectionSet set;
  set.frame = FrameId{frame};
  set.time = timestampAt(static_cast<double>(frame) / 25);
  set.size = {640, 480};
  set.items = {{{x, 1.0 / 3, 20, 40}, 0.1 + 0.2, ClassId{1}}, {{5, 6, 7, 8}, 0.07, ClassId{0}}};
  if (frame % 2 == 1) {
    set.cameraMotion = Affine{1, 0.1, 2, 3, 1, 1.0 / 7};
  }
  return set;
}

}  // namespace

class TestTrackJob : public QObject {
  Q_OBJECT
 private slots:
  void detectionsComeBackToTheLastBit() {
    const TemporaryFolder folder;
    const auto project = openProject(folder / "p.followspot", ProjectMode::Create);
    FS_VERIFY_OK(project);
    DetectionCacheWriter writer(*project->store, MediaId{1}, "key");
    constexpr std::int64_t kCount = 600;  // more than two blocks
    for (std::int64_t frame = 0; frame < kCount; ++frame) {
      FS_VERIFY_OK(writer.add(detections(frame, static_cast<double>(frame) / 3)));
    }
    auto reader = project->store->openReader();
    FS_VERIFY_OK(reader);
    // Not there until they are whole, nor under another key.
    auto cached = readCachedDetections(**reader, MediaId{1}, "key");
    FS_VERIFY_OK(cached);
    QVERIFY(!cached->has_value());
    FS_VERIFY_OK(writer.finish());
    FS_VERIFY_OK(readCachedDetections(**reader, MediaId{2}, "key"));
    QVERIFY(!*readCachedDetections(**reader, MediaId{2}, "key"));
    cached = readCachedDetections(**reader, MediaId{1}, "key");
    FS_VERIFY_OK(cached);
    QCOMPARE(static_cast<std::int64_t>((*cached)->size()), kCount);
    for (std::int64_t frame = 0; frame < kCount; ++frame) {
      const DetectionSet& set = (**cached)[static_cast<std::size_t>(frame)];
      const DetectionSet expected = detections(frame, static_cast<double>(frame) / 3);
      QCOMPARE(set.frame, expected.frame);
      QVERIFY(set.time == expected.time && set.size == expected.size);
      QCOMPARE(set.items.size(), std::size_t{2});
      QVERIFY(set.items[0].box == expected.items[0].box);
      QVERIFY(set.items[0].score == expected.items[0].score);
      QVERIFY(set.items[1].classId == ClassId{0});
      QVERIFY(set.cameraMotion == expected.cameraMotion);
    }
  }

  void damagedDetectionsAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no base 64") << QByteArray("*!*");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no compressed bytes") << QByteArray("abcdefgh").toBase64();
    QTest::newRow("a size out of all reason") << QByteArray("\xff\xff\xff\xff xxxxxx").toBase64();
    QTest::newRow("other bytes") << qCompress(QByteArray(100, '\x7f')).toBase64();
    QTest::newRow("cut off") << qCompress(QByteArray(20, '\0')).toBase64();
  }
  void damagedDetectionsAreRefused() {
    QFETCH(QByteArray, text);
    const TemporaryFolder folder;
    const auto project = openProject(folder / "p.followspot", ProjectMode::Create);
    FS_VERIFY_OK(project);
    FS_VERIFY_OK(project->store->putSetting("detections/1/key", "1"));
    FS_VERIFY_OK(project->store->putSetting("detections/1/key/0", text.toStdString()));
    const auto reader = project->store->openReader();
    FS_VERIFY_OK(reader);
    FS_VERIFY_ERROR(readCachedDetections(**reader, MediaId{1}, "key"), ErrorCode::CorruptData,
                    "Detect again");
    for (const char* const count : {"-1", "x", "999999999"}) {
      FS_VERIFY_OK(project->store->putSetting("detections/1/key", count));
      FS_VERIFY_ERROR(readCachedDetections(**reader, MediaId{1}, "key"), ErrorCode::CorruptData,
                      "Detect again");
    }
  }

  // The real program: detected once, then tracked again from what is kept, with the same result.
  void aVideoIsTrackedAndTrackedAgain() {
    FS_NEED_DEMO_VIDEO(whole);
    FS_NEED_DEMO_MODEL(package);
    const TemporaryFolder folder;
    const std::filesystem::path video = folder / "cut.avi";
    if (!makeClip("-i " + whole.string() + " -frames:v 60 -c copy", video)) {
      QSKIP("needs the ffmpeg program");
    }
    const auto engine = std::make_shared<RealEngine>();
    const auto model = engine->loadModel({.package = package});
    FS_VERIFY_OK(model);
    AnalysisDocument document(QString::fromStdString((folder / "untitled").string()));
    TrackJobPanel panel(document, engine);
    auto* const button = panel.findChild<QPushButton*>(QStringLiteral("trackJobButton"));
    auto* const state = panel.findChild<QLabel*>(QStringLiteral("trackJobState"));
    QVERIFY(!button->isEnabled());
    panel.setModel(*model);
    document.openVideo(QString::fromStdString(video.string()));
    QTRY_VERIFY(button->isEnabled());
    panel.show();
    // Cancelled: nothing stays.
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(button->text(), QStringLiteral("Cancel"));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(state->text().startsWith(QStringLiteral("Cancelled")), 20'000);
    document.refresh();
    QTRY_COMPARE(document.runs().size(), std::size_t{0});
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(document.snapshot() != nullptr, 60'000);
    QVERIFY(document.snapshot()->run.finished);
    QVERIFY(document.snapshot()->tracks.size() >= 3);
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(document.runs().size(), std::size_t{2}, 20'000);
    QVERIFY(state->text().contains(QStringLiteral("detections kept")));
    const auto reader = document.store()->openReader();
    FS_VERIFY_OK(reader);
    std::vector<BoxRow> first;
    std::vector<BoxRow> second;
    FS_VERIFY_OK((*reader)->boxes(document.runs()[0].id, kAll, first));
    FS_VERIFY_OK((*reader)->boxes(document.runs()[1].id, kAll, second));
    QVERIFY(first.size() > 100);
    QVERIFY(first == second);
    panel.shutDown();
  }
};

QTEST_MAIN(TestTrackJob)
#include "tst_track_job.moc"
