#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QHeaderView>
#include <QHelpEvent>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollBar>
#include <QSlider>
#include <QStackedWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeWidget>
#include <QUrl>
#include <QWhatsThis>

#include "tests/ui/window_stage.h"
#include "ui/context_help.h"
#include "ui/dialogs/command_palette.h"
#include "ui/key_courtesy.h"
#include "ui/main_window.h"
#include "ui/panels/issue_panel.h"
#include "ui/video/video_view.h"
#include "ui/watch/watch_workspace.h"
#include "ui/widgets/seek_bar.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

class TestMainWindow : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    courtesy_ = std::make_unique<KeyCourtesy>();
    qApp->installEventFilter(courtesy_.get());
  }
  void cleanupTestCase() { courtesy_.reset(); }

  void beginsWithAWordOfWelcome() {
    Stage stage;
    QCOMPARE(stage.find<QStackedWidget>("pages")->currentWidget()->objectName(),
             QStringLiteral("welcomePage"));
    QVERIFY(!stage.window->watch().actions().snapshot->isEnabled());
    QVERIFY(!stage.window->watch().actions().stepBack->isEnabled());
    QVERIFY(!stage.find<QDockWidget>("issueDock")->isVisible());
  }

  void opensAndPlays() {
    Stage stage;
    stage.dialogs.nextFile = QStringLiteral("/videos/clip.avi");
    stage.window->useModel(QStringLiteral("/models/good"));
    stage.window->actions().openFile->trigger();
    QTRY_VERIFY(stage.shownFrame() > 3);
    QTRY_VERIFY(stage.table().rowCount() > 0);
    QTRY_COMPARE(stage.state(), SessionState::Running);
    QVERIFY(stage.window->windowTitle().contains(QStringLiteral("clip.avi")));
    QTRY_VERIFY(stage.find<QLabel>("statusRates")->text().contains(QStringLiteral("capture")));
    QCOMPARE(stage.find<QLabel>("statusModel")->text(), QStringLiteral("good"));
    QTRY_VERIFY(stage.find<QLabel>("statusAge")->isVisible());
    // The overlay is drawn: class name by the label map.
    const auto& picture = *stage.view().picture();
    QCOMPARE(picture.colors.size(), picture.tracks.items.size());
    QVERIFY(!picture.image.isNull());
  }

  void pausesStepsAndSeeks() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    QTest::keyClick(stage.window.get(), Qt::Key_Space);
    QTRY_COMPARE(stage.state(), SessionState::Paused);
    stage.pauseAt(1000);
    QTest::keyClick(stage.window.get(), Qt::Key_Period);
    QTRY_COMPARE(stage.shownFrame(), 1001);
    QTest::keyClick(stage.window.get(), Qt::Key_Comma);
    QTRY_COMPARE(stage.shownFrame(), 1000);
    QTest::keyClick(stage.window.get(), Qt::Key_Right);  // 5 s at 50 pictures a second
    QTRY_COMPARE(stage.shownFrame(), 1250);
    QTest::keyClick(stage.window.get(), Qt::Key_Left);
    QTRY_COMPARE(stage.shownFrame(), 1000);
    QTest::keyClick(stage.window.get(), Qt::Key_End);
    QTRY_COMPARE(stage.shownFrame(), 359'999);
    QTest::keyClick(stage.window.get(), Qt::Key_Home);
    QTRY_COMPARE(stage.shownFrame(), 0);
    QTRY_COMPARE(stage.find<QLabel>("timeLabel")->text(), QStringLiteral("0:00.0 / 2:00:00.0"));
    QTest::keyClick(stage.window.get(), Qt::Key_Space);
    QTRY_COMPARE(stage.state(), SessionState::Running);
  }

  void seekBarJumpsToTheClick() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.window->runner().pause();
    auto* const bar = stage.find<SeekBar>("seekBar");
    QTRY_VERIFY(bar->isEnabled());
    QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(bar->width() / 2, bar->height() / 2));
    QTRY_VERIFY(std::abs(stage.shownFrame() - 180'000) < 3'000);
    QCOMPARE(stage.shownFrame(), std::int64_t{bar->value()});
  }

  void filtersActAtOnce() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.pauseAt(1004);  // 1004 % 5 + 1 = 5 objects with scores 0.95, 0.85 .. 0.55
    QTRY_COMPARE(stage.view().picture()->tracks.items.size(), 5U);
    stage.find<QSlider>("scoreSlider")->setValue(80);
    QTRY_COMPARE(stage.view().picture()->tracks.items.size(), 2U);
    stage.find<QSlider>("scoreSlider")->setValue(50);
    QTRY_COMPARE(stage.view().picture()->tracks.items.size(), 5U);
    auto* const classes = stage.find<QListWidget>("classList");
    QCOMPARE(classes->count(), 5);
    classes->item(0)->setCheckState(Qt::Unchecked);
    QTRY_COMPARE(stage.view().picture()->tracks.items.size(), 4U);
    stage.find<QToolButton>("noClasses")->click();
    QTRY_COMPARE(stage.view().picture()->tracks.items.size(), 0U);
    stage.find<QToolButton>("allClasses")->click();
    QTRY_COMPARE(stage.view().picture()->tracks.items.size(), 5U);
  }

  void tableAndPictureSelectTogether() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.pauseAt(1004);
    QTRY_COMPARE(stage.table().rowCount(), 5);
    auto* const table = stage.find<QTableView>("trackTable");
    table->setCurrentIndex(table->model()->index(2, 0));
    QCOMPARE(stage.view().overlayStyle().selected, TrackId{3});
    // Track 2 is at x 10, y 1004 % 7 = 3, 8 x 8 pixels.
    const QPointF inTrack2 = stage.view().toWidget().map(QPointF(14, 7));
    QTest::mouseClick(&stage.view(), Qt::LeftButton, {}, inTrack2.toPoint());
    QCOMPARE(stage.view().overlayStyle().selected, TrackId{2});
    QCOMPARE(table->currentIndex().row(), 1);
    const QPointF beside = stage.view().toWidget().map(QPointF(60, 44));
    QTest::mouseClick(&stage.view(), Qt::LeftButton, {}, beside.toPoint());
    QCOMPARE(stage.view().overlayStyle().selected, TrackId::None);
    stage.find<QLineEdit>("trackFilter")->setText(QStringLiteral("BUS"));
    QCOMPARE(stage.table().rowCount(), 1);
    stage.find<QLineEdit>("trackFilter")->setText(QStringLiteral("nothing"));
    QCOMPARE(stage.table().rowCount(), 0);
  }

  void exportsTheTable() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.pauseAt(1001);
    QTRY_COMPARE(stage.table().rowCount(), 2);
    stage.dialogs.nextSave = stage.folder.filePath(QStringLiteral("out.csv"));
    stage.window->watch().actions().exportTracks->trigger();
    QFile file(stage.dialogs.nextSave);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    QCOMPARE(lines.size(), 4);  // Heading, two tracks, nothing after the last line end.
    QCOMPARE(lines[0], QByteArray("track_id,class,score,state,first_frame,since_s,age_s"));
    QVERIFY2(lines[1].startsWith("1,person,0.9500,seen,"), lines[1].constData());
    stage.find<QToolButton>("copyTracks")->click();
    QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("track_id,")));
    // A folder that is not there is said, not swallowed.
    stage.dialogs.nextSave = stage.folder.filePath(QStringLiteral("no/such/out.csv"));
    stage.window->watch().actions().exportTracks->trigger();
    QCOMPARE(stage.issues().rowCount(), 1);
  }

  void savesASnapshot() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.pauseAt(1004);
    QTRY_VERIFY(stage.window->watch().actions().snapshot->isEnabled());
    QTest::keyClick(stage.window.get(), Qt::Key_S);
    const QString path = stage.folder.filePath(QStringLiteral("clip_001005.png"));
    QTRY_VERIFY(QFile::exists(path));
    const QImage saved(path);
    QCOMPARE(saved.size(), QSize(64, 48));
    QCOMPARE(QColor(saved.pixel(63, 47)), QColor(128, 128, 128));
    // A second one does not replace the first.
    QTest::keyClick(stage.window.get(), Qt::Key_S);
    QTRY_VERIFY(QFile::exists(stage.folder.filePath(QStringLiteral("clip_001005-2.png"))));
  }

  void opensWhatIsDropped() {
    Stage stage;
    const QString package = stage.folder.filePath(QStringLiteral("good"));
    QVERIFY(QDir().mkpath(package));
    QFile manifest(package + QStringLiteral("/model.json"));
    QVERIFY(manifest.open(QIODevice::WriteOnly));
    manifest.close();
    drop(stage.window.get(), {QUrl::fromLocalFile(package)});
    QTRY_VERIFY(stage.window->runner().model() != nullptr);
    drop(stage.window.get(), {QUrl::fromLocalFile(QStringLiteral("/videos/a.avi")),
                              QUrl::fromLocalFile(QStringLiteral("/videos/b.avi"))});
    QTRY_VERIFY(stage.shownFrame() >= 0);
    QCOMPARE(stage.engine->requests().back().input, std::string("/videos/a.avi"));
    QCOMPARE(stage.issues().rowCount(), 1);      // One file at a time is said ...
    QCOMPARE(stage.issues().problemCount(), 0);  // ... as a note.
  }

  void refusesWithAReason() {
    Stage stage;
    const QString file = stage.folder.filePath(QStringLiteral("yolo.onnx"));
    QVERIFY(QFile(file).open(QIODevice::WriteOnly));
    drop(stage.window.get(), {QUrl::fromLocalFile(file)});
    QCOMPARE(stage.issues().rowCount(), 1);
    QVERIFY(stage.issues()
                .index(0, IssueModel::TextColumn)
                .data()
                .toString()
                .contains(QStringLiteral("another framework")));
    QVERIFY(!stage.active());
  }

  void recentThingsAreInTheMenu() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.window->model() != nullptr);
    auto* const menu = stage.find<QMenu>("recentMenu");
    emit menu->aboutToShow();
    QStringList texts;
    for (const QAction* const action : menu->actions()) {
      if (!action->isSeparator()) {
        texts.append(action->text());
      }
    }
    QCOMPARE(texts, (QStringList{QStringLiteral("/videos/clip.avi"), QStringLiteral("/models/good"),
                                 QStringLiteral("&Clear the list")}));
  }

  void saysWhatCannotBeOpened() {
    Stage stage;
    stage.window->open({QStringLiteral("/videos/missing.avi")});
    QTRY_COMPARE(stage.issues().problemCount(), 1);
    QCOMPARE(stage.state(), SessionState::Failed);
    QVERIFY(stage.view().notice().contains(QStringLiteral("no such file")));
    QVERIFY(stage.find<QDockWidget>("issueDock")->isVisible());
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    // The same again is counted, not listed twice.
    stage.window->open({QStringLiteral("/videos/missing.avi")});
    QTRY_COMPARE(stage.issues().index(0, IssueModel::CountColumn).data().toInt(), 2);
    QCOMPARE(stage.issues().rowCount(), 1);
    // And another video opens as if nothing had been.
    stage.window->open({QStringLiteral("/videos/clip.avi")});
    QTRY_VERIFY(stage.shownFrame() >= 0);
    QTRY_VERIFY(stage.view().notice().isEmpty());
  }

  void keepsTheOldModelWhenTheNewOneIsBroken() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.window->useModel(QStringLiteral("/models/broken"));
    QTRY_COMPARE(stage.issues().problemCount(), 1);
    QVERIFY(stage.window->runner().model() != nullptr);
    QCOMPARE(stage.window->runner().model()->manifest.name, std::string("good"));
    QCOMPARE(stage.find<QComboBox>("modelChooser")->currentText(), QStringLiteral("good"));
  }

  void changesTheModelAtTheSamePicture() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.pauseAt(500);
    const auto before = stage.view().picture()->sessionNumber;
    stage.window->useModel(QStringLiteral("/models/other"));
    QTRY_VERIFY(stage.view().picture()->sessionNumber > before);
    QTRY_COMPARE(stage.shownFrame(), 500);
    QTRY_COMPARE(stage.state(), SessionState::Paused);
    QCOMPARE(stage.engine->requests().back().model->manifest.name, std::string("other"));
  }

  void startsAgainAfterTheEnd() {
    Stage stage;
    stage.engine->source.frames = 5;
    stage.openWithModel();
    QTRY_COMPARE(stage.state(), SessionState::Finished);
    QTRY_COMPARE(stage.shownFrame(), 4);
    const auto first = stage.window->runner().snapshot().sessionNumber;
    QTest::keyClick(stage.window.get(), Qt::Key_Space);
    QTRY_VERIFY(stage.window->runner().snapshot().sessionNumber == first + 1 &&
                stage.state() == SessionState::Finished && stage.shownFrame() == 4);
    QTest::keyClick(stage.window.get(), Qt::Key_Home);
    QTRY_COMPARE(stage.shownFrame(), 0);
    QTRY_COMPARE(stage.state(), SessionState::Paused);
  }

  void aLiveSourceHasNoSeekBar() {
    Stage stage;
    stage.engine->source.live = true;
    stage.window->useModel(QStringLiteral("/models/good"));
    stage.window->open({QStringLiteral("/dev/video0")});
    QTRY_VERIFY(stage.shownFrame() > 0);
    QVERIFY(stage.find<QLabel>("liveLabel")->isVisible());
    QVERIFY(!stage.find<SeekBar>("seekBar")->isVisible());
    QVERIFY(!stage.window->watch().actions().back5->isEnabled());
  }

  void closesWhileRunning() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 3);
    QElapsedTimer timer;
    timer.start();
    stage.window->close();
    stage.window.reset();
    QVERIFY2(timer.elapsed() < 1500, "the bound of a session's end is 0.5 s");
  }

  void neverWaitsForTheEngine() {
    Stage stage;
    stage.engine->openValve = std::make_shared<Valve>(0);
    QElapsedTimer timer;
    timer.start();
    stage.openWithModel();  // Held by the valve ...
    stage.window->runner().pause();
    stage.window->runner().seek(FrameId{10});
    stage.window->watch().actions().closeSource->trigger();
    stage.window->open({QStringLiteral("/videos/clip.avi")});
    QVERIFY(timer.elapsed() < 200);  // ... and nothing here has waited for it.
    stage.engine->openValve->awaitBlocked();
    QVERIFY(stage.view().notice().contains(QStringLiteral("Opening")));
    stage.engine->openValve->allow(Valve::kUnlimited);
    QTRY_VERIFY(stage.shownFrame() >= 0);
  }

  void remembers() {
    Stage stage;
    stage.window->useModel(QStringLiteral("/models/good"));
    QTRY_VERIFY(stage.window->runner().model() != nullptr);
    stage.find<QSlider>("scoreSlider")->setValue(37);
    stage.find<QListWidget>("classList")->item(1)->setCheckState(Qt::Unchecked);
    stage.window->watch().actions().trails->setChecked(false);
    stage.window->actions().themeDark->trigger();
    stage.window->watch().actions().everyPicture->trigger();
    stage.window->open({QStringLiteral("rtsp://user:secret@camera/stream")});
    stage.find<QDockWidget>("trackDock")->hide();
    stage.window->close();
    stage.build();
    QCOMPARE(stage.find<QSlider>("scoreSlider")->value(), 37);
    QVERIFY(!stage.window->watch().actions().trails->isChecked());
    QVERIFY(stage.window->actions().themeDark->isChecked());
    QVERIFY(stage.window->watch().actions().everyPicture->isChecked());
    QVERIFY(!stage.find<QDockWidget>("trackDock")->isVisible());
    QCOMPARE(stage.settings->model(), QStringLiteral("/models/good"));
    QCOMPARE(stage.settings->wanted().excludedClasses, std::vector<std::string>{"car"});
    QCOMPARE(stage.settings->recent(), QStringList{QStringLiteral("rtsp://camera/stream")});
    QFile file(stage.folder.filePath(QStringLiteral("settings.ini")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY2(!file.readAll().contains("secret"), "passwords are never kept");
    stage.window->actions().resetLayout->trigger();
    QVERIFY(stage.find<QDockWidget>("trackDock")->isVisible());
  }

  void changesItsTheme() {
    Stage stage;
    stage.window->actions().themeDark->trigger();
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 60);
    stage.window->actions().themeLight->trigger();
    QVERIFY(QApplication::palette().color(QPalette::Window).lightness() > 220);
  }

  void fullScreenShowsThePictureAlone() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    QTest::keyClick(stage.window.get(), Qt::Key_F);
    QVERIFY(stage.window->isFullScreen());
    QVERIFY(!stage.find<QDockWidget>("trackDock")->isVisible());
    QVERIFY(!stage.window->menuBar()->isVisible());
    // Keys work with the menus hidden.
    QTest::keyClick(stage.window.get(), Qt::Key_Space);
    QTRY_COMPARE(stage.state(), SessionState::Paused);
    QTest::keyClick(stage.window.get(), Qt::Key_Escape);
    QVERIFY(!stage.window->isFullScreen());
    QVERIFY(stage.find<QDockWidget>("trackDock")->isVisible());
    QVERIFY(stage.window->menuBar()->isVisible());
    QVERIFY(!stage.window->actions().fullScreen->isChecked());
  }

  void widgetsKeepTheirOwnKeys() {
    Stage stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.pauseAt(1004);
    QApplication::setActiveWindow(stage.window.get());
    QTRY_COMPARE(stage.table().rowCount(), 5);
    auto* const table = stage.find<QTableView>("trackTable");
    table->setFocus();
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(table->currentIndex().row(), 1);
    auto* const box = stage.find<QCheckBox>("onlyInPicture");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    QVERIFY(!box->isChecked());
    auto* const filter = stage.find<QLineEdit>("trackFilter");
    filter->setFocus();
    QTest::keyClicks(filter, QStringLiteral("s 1."));
    QCOMPARE(filter->text(), QStringLiteral("s 1."));
    QCOMPARE(stage.shownFrame(), 1004);
    QCOMPARE(stage.state(), SessionState::Paused);
  }

  void everythingHasANameForThoseWhoCannotSee() {
    Stage stage;
    for (const QWidget* const widget : stage.window->findChildren<QWidget*>()) {
      const bool interactive = qobject_cast<const QAbstractButton*>(widget) ||
                               qobject_cast<const QAbstractSlider*>(widget) ||
                               qobject_cast<const QAbstractItemView*>(widget) ||
                               qobject_cast<const QLineEdit*>(widget) ||
                               qobject_cast<const QComboBox*>(widget);
      const QString name = widget->objectName();
      // Qt's own parts inside other widgets speak for them.
      if (!interactive || name.startsWith(QLatin1String("qt_")) ||
          qobject_cast<const QScrollBar*>(widget) || qobject_cast<const QHeaderView*>(widget) ||
          QByteArray(widget->metaObject()->className()).contains("Private") ||
          QByteArray(widget->metaObject()->className()).startsWith("QDockWidget") ||
          QByteArray(widget->metaObject()->className()).startsWith("QTableCorner") ||
          QByteArray(widget->metaObject()->className()).startsWith("QLineEditIcon") ||
          QByteArray(widget->metaObject()->className()).startsWith("QToolBarExtension") ||
          QByteArray(widget->metaObject()->className()).startsWith("QComboBoxListView")) {
        continue;
      }
      QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
      const auto* const button = qobject_cast<const QAbstractButton*>(widget);
      QVERIFY2(
          !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()),
          qPrintable(name));
    }
  }

  void theManualOpensBesideTheWindow() {
    Stage stage;
    QTest::keyClick(stage.window.get(), Qt::Key_F1);
    auto* const text = stage.find<QTextBrowser>("manualText");
    QVERIFY(text->isVisible());
    QVERIFY(text->toPlainText().startsWith(QStringLiteral("The window")));
    QVERIFY(QApplication::activeModalWidget() == nullptr);
  }

  void everythingExplainsItself() {
    Stage stage;
    ContextHelp help;
    qApp->installEventFilter(&help);
    auto* const button = stage.find<QToolButton>("copyTracks");
    QHelpEvent query(QEvent::QueryWhatsThis, {}, {});
    QVERIFY(QApplication::sendEvent(button, &query));
    QVERIFY(query.isAccepted());
    QHelpEvent asked(QEvent::WhatsThis, QPoint(5, 5), button->mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(button, &asked);
    const auto windows = QApplication::topLevelWidgets();
    QVERIFY(std::ranges::any_of(windows, [](const QWidget* widget) {
      return widget->isVisible() && QByteArray(widget->metaObject()->className()) == "QWhatsThat";
    }));
    QWhatsThis::hideText();
  }

  void noTwoCommandsShareAKey() {
    Stage stage;
    QHash<QString, QString> owners;
    for (const QAction* const action :
         stage.window->QWidget::actions() + stage.window->watch().QWidget::actions()) {
      for (const QKeySequence& key : action->shortcuts()) {
        QVERIFY2(!owners.contains(key.toString()),
                 qPrintable(key.toString() + QLatin1Char(' ') + action->objectName()));
        owners.insert(key.toString(), action->objectName());
      }
    }
    QVERIFY(owners.size() > 25);
  }

  void theCommandPaletteFindsAndDoes() {
    // Counted by hand: a letter is 1, at a word's start 4 more, right behind the last one 2 more.
    QCOMPARE(paletteScore("Dark theme", "dt"), 1 + 5 + 5);
    QCOMPARE(paletteScore("Dark theme", "da"), 1 + 5 + 3);
    QCOMPARE(paletteScore("Dark theme", "td"), 0);
    Stage stage;
    QTest::keyClick(stage.window.get(), Qt::Key_K, Qt::ControlModifier);
    auto* const palette = stage.window->findChild<CommandPalette*>();
    QVERIFY(palette != nullptr && palette->isVisible());
    auto* const line = palette->findChild<QLineEdit*>("commandLine");
    auto* const list = palette->findChild<QTreeWidget*>("commandList");
    const int all = list->topLevelItemCount();
    QVERIFY(all > 15);
    QTest::keyClicks(line, "dark");
    QVERIFY(list->topLevelItemCount() > 0 && list->topLevelItemCount() < all);
    QCOMPARE(list->currentItem()->text(0), QString("Dark theme"));
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(stage.window->actions().themeDark->isChecked());
    QTRY_VERIFY(stage.window->findChild<CommandPalette*>() == nullptr);
  }

 private:
  std::unique_ptr<KeyCourtesy> courtesy_;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
