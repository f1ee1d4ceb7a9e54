#include <memory>

#include <QAbstractButton>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "tests/support/cli_process.h"
#include "tests/support/shared_data.h"
#include "tests/ui/scripted_engine.h"
#include "ui/library/model_library_window.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

namespace {

constexpr int kLimit = 20'000;

void drop(QWidget* target, const QString& path) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path)});
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(target, &enter);
  QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(target, &event);
}

}  // namespace

class TestModelLibraryWindow : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString package_;

  [[nodiscard]] QString library() const { return folder_.filePath(QStringLiteral("models")); }
  std::unique_ptr<ModelLibraryWindow> open(ScriptedDialogs& dialogs) {
    auto window = std::make_unique<ModelLibraryWindow>(
        ModelLibraryParts{{library()}, cliProgram(), &dialogs, {}});
    window->show();
    return window;
  }

 private slots:
  void initTestCase() {
    // A trash of its own.
    qputenv("XDG_DATA_HOME", folder_.filePath(QStringLiteral("data")).toUtf8());
    QVERIFY(QDir().mkpath(folder_.filePath(QStringLiteral("data"))));
    const auto data = sharedData();
    if (data) {
      const auto model = *data / "models/ssdlite_mobilenet_v2";
      package_ = folder_.filePath(QStringLiteral("outside/walkers"));
      QDir().mkpath(folder_.filePath(QStringLiteral("outside")));
      QCOMPARE(runCli({"model", "prepare", "-q", "--config", pathOf(model / "pipeline.config"),
                       "--checkpoint", pathOf(model / "train"), "-o", package_})
                   .code,
               0);
    }
  }
  void init() { QDir(library()).removeRecursively(); }

  void emptySaysWhatToDo() {
    ScriptedDialogs dialogs;
    const auto window = open(dialogs);
    QVERIFY(!window->findChild<QAbstractButton*>("useModel")->isEnabled());
    QVERIFY(window->findChild<QLabel*>("libraryStatus")->text().contains(QStringLiteral("Drop")));
  }

  void importUseRemoveUndo() {
    if (package_.isEmpty()) {
      QSKIP("needs the shared test data (set FOLLOWSPOT_TEST_DATA to its folder)");
    }
    ScriptedDialogs dialogs;
    const auto window = open(dialogs);
    auto* const list = window->findChild<QTreeWidget*>("modelList");
    drop(window.get(), package_);
    QTRY_COMPARE_WITH_TIMEOUT(list->topLevelItemCount(), 1, kLimit);
    const QString installed = library() + QStringLiteral("/walkers");
    QVERIFY(QFileInfo::exists(installed + QStringLiteral("/model.json")));
    QCOMPARE(list->topLevelItem(0)->text(1), QStringLiteral("352 x 224"));
    const QString said = window->findChild<QLabel*>("provenance")->text();
    QVERIFY(said.contains(QStringLiteral("model.ckpt-1000.index, sha256 ")));
    QVERIFY(window->findChild<QWidget*>("stepGraph")
                ->accessibleDescription()
                .contains(QStringLiteral("18216 -> 1139")));

    QSignalSpy used(window.get(), &ModelLibraryWindow::useWanted);
    window->findChild<QAbstractButton*>("useModel")->click();
    QCOMPARE(used.size(), 1);
    QCOMPARE(used[0][0].toString(), installed);

    // The same name again is refused, and nothing is replaced.
    drop(window.get(), package_);
    QVERIFY(window->findChild<QLabel*>("libraryStatus")->text().contains("already"));

    window->findChild<QAbstractButton*>("removeModel")->click();
    QCOMPARE(list->topLevelItemCount(), 0);
    QVERIFY(!QFileInfo::exists(installed));
    window->findChild<QAbstractButton*>("undoRemove")->click();
    QCOMPARE(list->topLevelItemCount(), 1);
    QCOMPARE(runCli({"model", "inspect", installed}).code, 0);
    QVERIFY(!window->findChild<QAbstractButton*>("undoRemove")->isVisible());
  }

  void comparesWhatIsMarked() {
    if (package_.isEmpty()) {
      QSKIP("needs the shared test data (set FOLLOWSPOT_TEST_DATA to its folder)");
    }
    QDir().mkpath(library());
    for (const auto& [name, type] : {std::pair("a-full", "none"), std::pair("b-half", "float16")}) {
      QCOMPARE(runCli({"model", "shrink", "-q", package_, "--quantize", type, "--name", name, "-o",
                       library() + "/" + name})
                   .code,
               0);
    }
    ScriptedDialogs dialogs;
    const auto window = open(dialogs);
    auto* const list = window->findChild<QTreeWidget*>("modelList");
    QCOMPARE(list->topLevelItemCount(), 2);
    auto* const compare = window->findChild<QAbstractButton*>("compareModels");
    QVERIFY(!compare->isEnabled());
    list->topLevelItem(0)->setCheckState(0, Qt::Checked);
    list->topLevelItem(1)->setCheckState(0, Qt::Checked);
    QVERIFY(compare->isEnabled());
    compare->click();
    auto* const table = window->findChild<QTableWidget*>("compareTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->rowCount(), 2, kLimit);
    QCOMPARE(table->item(0, 0)->text(), QStringLiteral("a-full"));
    QVERIFY(!table->item(1, 3)->text().isEmpty());
  }

  void whatIsNoModelIsSaid() {
    ScriptedDialogs dialogs;
    const auto window = open(dialogs);
    drop(window.get(), folder_.path());
    QVERIFY(window->findChild<QLabel*>("libraryStatus")->text().contains("is no model"));
    // A damaged one lists, says what is wrong, and breaks nothing.
    QDir().mkpath(library() + QStringLiteral("/broken"));
    QFile file(library() + QStringLiteral("/broken/model.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{");
    file.close();
    window->refresh();
    QCOMPARE(window->findChild<QTreeWidget*>("modelList")->topLevelItemCount(), 1);
    QVERIFY(!window->findChild<QLabel*>("provenance")->text().isEmpty());
  }
};

QTEST_MAIN(TestModelLibraryWindow)
#include "tst_model_library_window.moc"
