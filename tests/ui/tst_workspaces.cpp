#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTest>
#include <QToolBar>
#include <QTreeWidget>

#include "tests/ui/window_stage.h"
#include "ui/dialogs/command_palette.h"
#include "ui/shell/workspace.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

namespace {

/// A second page, which takes projects, with a key that Watch has, too.
class NotePage : public Workspace {
 public:
  NotePage() : Workspace("notePage", QStringLiteral("Notes"), QStringLiteral("labels")) {
    space = makeAction(this, {"noteSpace", QStringLiteral("Note something"), "", {Qt::Key_Space}});
    connect(space, &QAction::triggered, this, [this] { ++notes; });
    menu = new QMenu(QStringLiteral("Notes"), this);
    menu->addAction(space);
    setCentralWidget(new QLabel(QStringLiteral("notes")));
    addDock(Qt::LeftDockWidgetArea, "noteDock", QStringLiteral("Paper"), new QLabel);
    addDock(Qt::LeftDockWidgetArea, "inkDock", QStringLiteral("Ink"), new QLabel);
  }
  QList<QMenu*> menus() const override { return {menu}; }
  QList<QAction*> fileActions() const override { return {space}; }
  std::vector<ActionSection> keySections() const override {
    return {{QStringLiteral("Notes"), {space}}};
  }
  bool takes(TargetKind kind) const override { return kind == TargetKind::Project; }
  void take(TargetKind /*kind*/, const QStringList& locations) override {
    taken += locations;
    emit documentNamed(QStringLiteral("notes of today"));
  }
  void modelChanged(const ModelHandle& model) override { models += model ? 1 : 0; }
  void entered() override { ++visits; }
  void left() override { ++leaves; }

  QAction* space;
  QMenu* menu;
  QStringList taken;
  int notes = 0;
  int models = 0;
  int visits = 0;
  int leaves = 0;
};

/// A stage with both pages; the window owns the second one.
struct TwoPages : Stage {
  NotePage* page = nullptr;
  TwoPages() { addPage(); }
  void addPage() {
    page = new NotePage;
    window->addWorkspace(page);
  }
  void again() {
    window->close();
    build();
    addPage();
  }
};

QStringList textsOf(const QMenu& menu) {
  QStringList texts;
  for (const QAction* const action : menu.actions()) {
    texts.append(action->text());
  }
  return texts;
}

}  // namespace

class TestWorkspaces : public QObject {
  Q_OBJECT
 private slots:
  void oneWorkspaceNeedsNoSwitch() {
    Stage stage;
    QVERIFY(!stage.find<QAction>("watchWorkspaceChooser")->isVisible());
    stage.window->addWorkspace(new NotePage);
    QVERIFY(stage.find<QAction>("watchWorkspaceChooser")->isVisible());
    QVERIFY(stage.find<QAction>("notePageChooser")->isVisible());
    QVERIFY(!stage.find<QToolBar>("notePageBar")->isVisible());
    QVERIFY(stage.find<QToolBar>("watchWorkspaceBar")->isVisible());
    QCOMPARE(stage.window->current()->objectName(), QStringLiteral("watchWorkspace"));
  }

  void keysSwitch() {
    TwoPages stage;
    QTest::keyClick(stage.window.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(stage.window->current(), static_cast<Workspace*>(stage.page));
    QVERIFY(stage.page->isVisible());
    QVERIFY(!stage.find<QToolBar>("watchWorkspaceBar")->isVisible());
    QVERIFY(!stage.find<QWidget>("statusStrip")->isVisible());
    QVERIFY(!stage.find<QMenu>("playbackMenu")->menuAction()->isVisible());
    QVERIFY(stage.page->menu->menuAction()->isVisible());
    QVERIFY(textsOf(*stage.find<QMenu>("fileMenu")).contains(QStringLiteral("Note something")));
    QCOMPARE(stage.page->visits, 1);
    QTest::keyClick(stage.window.get(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(stage.find<QToolBar>("watchWorkspaceBar")->isVisible());
    QVERIFY(!stage.page->menu->menuAction()->isVisible());
    QVERIFY(!textsOf(*stage.find<QMenu>("fileMenu")).contains(QStringLiteral("Note something")));
    QCOMPARE(stage.page->leaves, 1);
  }

  void aKeyIsForTheWorkspaceInFront() {
    TwoPages stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    QTest::keyClick(stage.window.get(), Qt::Key_Space);
    QTRY_COMPARE(stage.state(), SessionState::Paused);
    QCOMPARE(stage.page->notes, 0);
    stage.window->switchTo(stage.page);
    QTest::keyClick(stage.window.get(), Qt::Key_Space);
    QCOMPARE(stage.page->notes, 1);
    QCOMPARE(stage.state(), SessionState::Paused);
  }

  void aFileThatNobodySeesIsPaused() {
    TwoPages stage;
    stage.openWithModel();
    QTRY_VERIFY(stage.shownFrame() > 0);
    stage.window->switchTo(stage.page);
    QTRY_COMPARE(stage.state(), SessionState::Paused);
  }

  void aLiveSourceGoesOn() {
    TwoPages stage;
    stage.engine->source.live = true;
    stage.window->open({QStringLiteral("/dev/video0")});
    QTRY_COMPARE(stage.state(), SessionState::Running);
    stage.window->switchTo(stage.page);
    QTRY_VERIFY(stage.page->isVisible());
    QCOMPARE(stage.state(), SessionState::Running);
  }

  void thingsOpenWhereTheyBelong() {
    TwoPages stage;
    stage.window->open({QStringLiteral("/notes/today.followspot")});
    QCOMPARE(stage.window->current(), static_cast<Workspace*>(stage.page));
    QCOMPARE(stage.page->taken, QStringList{QStringLiteral("/notes/today.followspot")});
    QVERIFY(stage.window->windowTitle().startsWith(QStringLiteral("notes of today")));
    drop(stage.window.get(), {QUrl::fromLocalFile(QStringLiteral("/videos/clip.avi"))});
    QCOMPARE(stage.window->current(), static_cast<Workspace*>(&stage.window->watch()));
    QTRY_VERIFY(stage.shownFrame() >= 0);
    QVERIFY(stage.window->windowTitle().startsWith(QStringLiteral("clip.avi")));
  }

  void allHearOfTheModel() {
    TwoPages stage;
    stage.window->useModel(QStringLiteral("/models/good"));
    QTRY_COMPARE(stage.page->models, 1);
    QVERIFY(stage.window->model() != nullptr);
  }

  void eachRemembersItsDocks() {
    TwoPages stage;
    stage.window->switchTo(stage.page);
    stage.find<QDockWidget>("noteDock")->hide();
    stage.page->addDockWidget(Qt::RightDockWidgetArea, stage.find<QDockWidget>("inkDock"));
    stage.again();
    QCOMPARE(stage.window->current(), static_cast<Workspace*>(stage.page));  // Where it was left.
    QVERIFY(!stage.find<QDockWidget>("noteDock")->isVisible());
    QCOMPARE(stage.page->dockWidgetArea(stage.find<QDockWidget>("inkDock")),
             Qt::RightDockWidgetArea);
    stage.window->switchTo(&stage.window->watch());
    QVERIFY(stage.find<QDockWidget>("trackDock")->isVisible());
    stage.find<QDockWidget>("trackDock")->hide();
    stage.window->switchTo(stage.page);
    stage.window->actions().resetLayout->trigger();  // This page's layout only.
    QVERIFY(stage.find<QDockWidget>("noteDock")->isVisible());
    QCOMPARE(stage.page->dockWidgetArea(stage.find<QDockWidget>("inkDock")),
             Qt::LeftDockWidgetArea);
    stage.window->switchTo(&stage.window->watch());
    QVERIFY(!stage.find<QDockWidget>("trackDock")->isVisible());
  }

  void aFloatingDockGoesWithItsPage() {
    TwoPages stage;
    stage.window->switchTo(stage.page);
    auto* const dock = stage.find<QDockWidget>("noteDock");
    dock->setFloating(true);
    QVERIFY(dock->isVisible());
    stage.window->switchTo(&stage.window->watch());
    QVERIFY(!dock->isVisible());
    stage.window->switchTo(stage.page);
    QVERIFY(dock->isVisible());
    QVERIFY(dock->isFloating());
  }

  void fullScreenIsThePageAlone() {
    TwoPages stage;
    stage.window->switchTo(stage.page);
    QTest::keyClick(stage.window.get(), Qt::Key_F11);
    QVERIFY(stage.window->isFullScreen());
    QVERIFY(!stage.find<QDockWidget>("noteDock")->isVisible());
    QVERIFY(!stage.find<QToolBar>("notePageBar")->isVisible());
    QTest::keyClick(stage.window.get(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(!stage.window->isFullScreen());  // The way out of it is never hidden.
    QVERIFY(stage.window->menuBar()->isVisible());
    stage.window->switchTo(stage.page);
    QVERIFY(stage.find<QDockWidget>("noteDock")->isVisible());
  }

  void thePaletteKnowsThePageInFront() {
    TwoPages stage;
    const auto best = [&](const QString& typed) {
      QTest::keyClick(stage.window.get(), Qt::Key_K, Qt::ControlModifier);
      auto* const palette = stage.window->findChild<CommandPalette*>();
      QTest::keyClicks(palette->findChild<QLineEdit*>("commandLine"), typed);
      const QTreeWidgetItem* const item =
          palette->findChild<QTreeWidget*>("commandList")->topLevelItem(0);
      const QString found = item == nullptr ? QString() : item->text(0);
      delete palette;
      return found;
    };
    QCOMPARE(best(QStringLiteral("note something")), QString());
    QCOMPARE(best(QStringLiteral("notes")), QStringLiteral("Notes"));  // The way there.
    QCOMPARE(best(QStringLiteral("track table")), QStringLiteral("Export track table"));
    stage.window->switchTo(stage.page);
    QCOMPARE(best(QStringLiteral("note something")), QStringLiteral("Note something"));
    QCOMPARE(best(QStringLiteral("track table")), QString());
  }
};

QTEST_MAIN(TestWorkspaces)
#include "tst_workspaces.moc"
