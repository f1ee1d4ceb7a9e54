#include <algorithm>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "app/gui/real_engine.h"
#include "tests/support/shared_data.h"
#include "tests/ui/scripted_engine.h"
#include "ui/main_window.h"
#include "ui/panels/issue_panel.h"
#include "ui/video/video_view.h"

using namespace followspot;
using namespace followspot::ui;

/// The window over the real program: decoder, network, tracker.
class TestRealEngine : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    settings_ = std::make_unique<UiSettings>(folder_->filePath(QStringLiteral("s.ini")));
    window_ = std::make_unique<MainWindow>(MainWindowParts{
        std::make_shared<RealEngine>(), settings_.get(), &dialogs_, &theme_, {folder_->path()}});
    window_->resize(1100, 700);
    window_->show();
  }
  void cleanup() { window_.reset(); }

  void playsAndStepsWithoutAModel() {
    FS_NEED_DEMO_VIDEO(video);
    window_->open({QString::fromStdString(video.string())});
    QTRY_VERIFY(shownFrame() > 2);
    window_->runner().pause();
    window_->runner().seek(FrameId{400});
    QTRY_COMPARE(shownFrame(), 400);
    // The picture is in colour and lit: the lawn of the clip is green.
    const QImage& image = view().picture()->image;
    const QColor lawn = image.pixelColor(image.width() / 6, image.height() * 5 / 6);
    QVERIFY(lawn.green() > lawn.red() && lawn.green() > lawn.blue());
    window_->runner().stepBack();
    QTRY_COMPARE(shownFrame(), 399);
    QCOMPARE(window_->runner().snapshot().source->frameCount.value_or(0), std::int64_t{795});
    QVERIFY(view().picture()->tracks.items.empty());
  }

  void tracksPeople() {
    FS_NEED_DEMO_VIDEO(video);
    FS_NEED_DEMO_MODEL(package);
    window_->useModel(QString::fromStdString(package.string()));
    window_->open({QString::fromStdString(video.string())});
    // A heart beat shows whether the GUI thread is ever held up.
    QElapsedTimer beat;
    qint64 worst = 0;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    connect(&timer, &QTimer::timeout, this, [&] { worst = std::max(worst, beat.restart()); });
    QTRY_VERIFY_WITH_TIMEOUT(!confirmed().empty(), 20'000);
    beat.start();
    timer.start(5);
    QTRY_VERIFY_WITH_TIMEOUT(confirmed().size() >= 3, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(shownFrame() >= 30, 20'000);
    timer.stop();
    qInfo("longest pause of the GUI thread: %lld ms (beats every 5 ms)", worst);
    const auto& names = window_->runner().model()->labels;
    for (const Track& track : confirmed()) {
      QCOMPARE(names.nameOf(track.classId), std::string("Person"));
    }
    QCOMPARE(window_->findChild<IssuePanel*>()->issues().rowCount(), 0);
  }

  void saysWhyAFileIsNoVideo() {
    QFile file(folder_->filePath(QStringLiteral("notes.mp4")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("only words\n");
    file.close();
    window_->open({file.fileName()});
    QTRY_COMPARE(window_->findChild<IssuePanel*>()->issues().problemCount(), 1);
    QVERIFY(view().notice().contains(QStringLiteral("notes.mp4")));
  }

 private:
  VideoView& view() { return *window_->findChild<VideoView*>(); }
  std::int64_t shownFrame() {
    return view().picture() ? indexOf(view().picture()->tracks.frame) : -1;
  }
  std::vector<Track> confirmed() {
    std::vector<Track> found;
    if (view().picture()) {
      std::ranges::copy_if(view().picture()->tracks.items, std::back_inserter(found),
                           [](const Track& track) { return track.state == TrackState::Confirmed; });
    }
    return found;
  }

  test::ScriptedDialogs dialogs_;
  ThemeSwitch theme_;
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<UiSettings> settings_;
  std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestRealEngine)
#include "tst_real_engine.moc"
