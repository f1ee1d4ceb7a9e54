#include <QAction>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>

#include "tests/ui/window_stage.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

namespace {

void put(const QString& path, const QByteArray& text = "x") {
  QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(text);
}

/// A machine with its own home: clip and model are where `install` puts them.
struct FirstStart : Stage {
  QString modelFile = folder.filePath(QStringLiteral("ssd_mobilenet_v2_openimages/model.json"));
  QString clip = folder.filePath(QStringLiteral("clip.avi"));
  QString script = folder.filePath(QStringLiteral("fetch.sh"));

  FirstStart() { demo = {{folder.path()}, {clip}, {}, {}}; }
  void install() {
    put(modelFile);
    put(clip);
  }
  void begin(const QString& input = {}) {
    build();
    window->startUp({}, input);
  }
  /// A program that fetches as the script says.
  void fetchBy(const QByteArray& lines) {
    put(script, "#!/bin/sh\nset -e\n" + lines);
    QVERIFY(QFile::setPermissions(script, QFile::ReadOwner | QFile::ExeOwner));
    demo.fetchProgram = script;
    demo.cliProgram = QStringLiteral("/usr/bin/followspot-cli");
  }
  bool banner() { return find<QWidget>("demoBanner")->isVisible(); }
  bool welcome() {
    return find<QStackedWidget>("pages")->currentWidget()->objectName() ==
           QStringLiteral("welcomePage");
  }
};

}  // namespace

class TestFirstStart : public QObject {
  Q_OBJECT
 private slots:
  void theDemonstrationPlaysWithoutAQuestion() {
    FirstStart stage;
    stage.install();
    stage.begin();
    QTRY_VERIFY(stage.shownFrame() > 3);
    QTRY_VERIFY(stage.window->model() != nullptr);
    QCOMPARE(stage.window->model()->manifest.name, std::string("ssd_mobilenet_v2_openimages"));
    QTRY_VERIFY(!stage.view().picture()->tracks.items.empty());
    QVERIFY(stage.banner());
    QVERIFY(stage.settings->recent().isEmpty());  // It is not theirs.
  }

  void theirOwnSourceEndsIt() {
    FirstStart stage;
    stage.install();
    stage.begin();
    QTRY_VERIFY(stage.banner());
    stage.window->open({QStringLiteral("/videos/own.avi")});
    QVERIFY(!stage.banner());
    stage.begin();
    QVERIFY(stage.welcome());
    QVERIFY(!stage.banner());
  }

  void anInputGoesFirst() {
    FirstStart stage;
    stage.install();
    stage.begin(QStringLiteral("/videos/own.avi"));
    QTRY_VERIFY(stage.shownFrame() >= 0);
    QCOMPARE(stage.engine->requests().back().input, std::string("/videos/own.avi"));
    QVERIFY(!stage.banner());
  }

  void dismissedStaysDismissedAndIsOffered() {
    FirstStart stage;
    stage.install();
    stage.begin();
    QTRY_VERIFY(stage.banner());
    stage.find<QToolButton>("demoBannerClose")->click();
    QVERIFY(!stage.banner());
    stage.begin();
    QVERIFY(stage.welcome());
    stage.find<QPushButton>("demoButton")->click();
    QTRY_VERIFY(stage.shownFrame() > 0);
    QVERIFY(stage.banner());
  }

  void theWayToTheirOwnSource() {
    FirstStart stage;
    QTest::keyClick(stage.window.get(), Qt::Key_N, Qt::ControlModifier);
    auto* const menu = stage.find<QMenu>("sourceMenu");
    QVERIFY(menu->isVisible());
    QVERIFY(menu->actions().contains(stage.window->actions().openAddress));
    menu->close();
  }

  void nothingToOfferIsNotOffered() {
    FirstStart stage;
    stage.begin();
    QVERIFY(stage.welcome());
    QVERIFY(!stage.find<QWidget>("demoCard")->isVisible());
  }

  void fetchesOnlyWhenTold() {
    FirstStart stage;
    const QString model = QFileInfo(stage.modelFile).absolutePath();
    stage.fetchBy("echo step 1/2 First\nmkdir -p '" + model.toUtf8() + "'\necho > '" +
                  stage.modelFile.toUtf8() + "'\necho step 2/2 Second\necho > '" +
                  stage.clip.toUtf8() + "'\necho called with $1 $2 > '" +
                  stage.folder.filePath(QStringLiteral("called")).toUtf8() + "'\n");
    stage.begin();
    QVERIFY(stage.find<QWidget>("demoCard")->isVisible());
    QVERIFY(stage.find<QLabel>("demoText")->text().contains(QStringLiteral("129 MB")));
    QTest::qWait(50);  // Nothing to wait for: that is what is tested.
    QVERIFY(!QFile::exists(stage.clip));
    stage.find<QPushButton>("demoButton")->click();
    QTRY_VERIFY(stage.shownFrame() > 0);
    QVERIFY(stage.banner());
    QFile called(stage.folder.filePath(QStringLiteral("called")));
    QVERIFY(called.open(QIODevice::ReadOnly));
    QCOMPARE(called.readAll(), QByteArray("called with all /usr/bin/followspot-cli\n"));
  }

  void saysWhyItCouldNotBeFetched() {
    FirstStart stage;
    stage.fetchBy("echo 'npm could not load it: check the network.' >&2\nexit 1\n");
    stage.begin();
    stage.find<QPushButton>("demoButton")->click();
    auto* const trouble = stage.find<QLabel>("demoTrouble");
    QTRY_COMPARE(trouble->text(), QStringLiteral("npm could not load it: check the network."));
    QVERIFY(trouble->isVisible());
    QCOMPARE(stage.find<QPushButton>("demoButton")->text(),
             QStringLiteral("Fetch the demonstration"));
  }

  void canBeCancelled() {
    FirstStart stage;
    stage.fetchBy("echo step 1/3 Loading\nexec sleep 60\n");
    stage.begin();
    auto* const button = stage.find<QPushButton>("demoButton");
    button->click();
    QTRY_COMPARE(stage.find<QLabel>("demoText")->text(), QStringLiteral("Loading"));
    QVERIFY(stage.find<QWidget>("demoProgress")->isVisible());
    QCOMPARE(button->text(), QStringLiteral("Cancel"));
    button->click();
    QTRY_COMPARE(button->text(), QStringLiteral("Fetch the demonstration"));
    QVERIFY(!stage.find<QLabel>("demoTrouble")->isVisible());
    // And a window that closes meanwhile ends it, too.
    button->click();
    QTRY_COMPARE(stage.find<QLabel>("demoText")->text(), QStringLiteral("Loading"));
    QElapsedTimer timer;
    timer.start();
    stage.window.reset();
    QVERIFY(timer.elapsed() < 5000);
  }

  void aProgramThatIsNotThereIsSaid() {
    FirstStart stage;
    stage.demo.fetchProgram = QStringLiteral("/no/such/program");
    stage.demo.cliProgram = QStringLiteral("/no/cli");
    stage.begin();
    stage.find<QPushButton>("demoButton")->click();
    QTRY_VERIFY(
        stage.find<QLabel>("demoTrouble")->text().contains(QStringLiteral("could not be started")));
  }
};

QTEST_MAIN(TestFirstStart)
#include "tst_first_start.moc"
