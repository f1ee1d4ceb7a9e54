#include <csignal>
#include <memory>
#include <optional>

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProcess>
#include <QRadioButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "tests/support/cli_process.h"
#include "tests/support/shared_data.h"
#include "tests/ui/scripted_engine.h"
#include "ui/wizard/model_wizard.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

namespace {

constexpr int kLimit = 30'000;

/// A wizard with folders of its own, and what it said at its end.
struct Stage {
  QTemporaryDir folder;
  ScriptedDialogs dialogs;
  QString program = cliProgram();
  QString location;
  std::optional<bool> use;
  std::unique_ptr<ModelWizard> wizard;

  Stage() { open(); }
  void open() {
    wizard.reset();
    wizard = std::make_unique<ModelWizard>(ModelWizardParts{work(), library(), program, &dialogs});
    QObject::connect(wizard.get(), &ModelWizard::installed, wizard.get(),
                     [this](const QString& where, bool wantsUse) {
                       location = where;
                       use = wantsUse;
                     });
    wizard->show();
  }
  [[nodiscard]] QString work() const { return folder.filePath(QStringLiteral("work")); }
  [[nodiscard]] QString library() const { return folder.filePath(QStringLiteral("models")); }
  [[nodiscard]] QStringList installed() const {
    return QDir(library()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
  }
  template <class T>
  T* find(const char* name) {
    T* const found = wizard->findChild<T*>(QLatin1String(name));
    if (found == nullptr) {
      qFatal("no widget named %s", name);
    }
    return found;
  }
  [[nodiscard]] QAbstractButton* next() { return wizard->button(QWizard::NextButton); }
  /// Waits until the page lets go on, and goes on.
  bool goOn(int from) {
    if (!QTest::qWaitFor([&] { return wizard->currentId() == from && next()->isEnabled(); },
                         kLimit)) {
      return false;
    }
    next()->click();
    return wizard->currentId() != from;
  }
  bool goTo(int step) {
    while (wizard->currentId() != step) {
      if (!goOn(wizard->currentId())) {
        return false;
      }
    }
    return true;
  }
};

QString problemIn(QTreeWidget& lines) {
  for (int i = 0; i < lines.topLevelItemCount(); ++i) {
    if (lines.topLevelItem(i)->data(0, Qt::UserRole).toString() == QLatin1String("problem")) {
      return lines.topLevelItem(i)->text(0);
    }
  }
  return {};
}

}  // namespace

class TestModelWizard : public QObject {
  Q_OBJECT

 private slots:
  void fromATrainingToAnInstalledModel_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<int>("classes");
    QTest::newRow("separable predictors, not square") << "ssdlite_mobilenet_v2/train" << 4;
    QTest::newRow("real weights, labels") << "ssd_mobilenet_v2_oid" << 24;
  }
  void fromATrainingToAnInstalledModel() {
    FS_NEED_SHARED_DATA(data);
    QFETCH(QString, model);
    QFETCH(int, classes);
    Stage stage;
    QVERIFY(!stage.next()->isEnabled());  // Nothing is named yet.
    stage.dialogs.nextFolder = pathOf(data / "models" / model.toStdString());
    stage.find<QAbstractButton>("givenEditBrowse")->click();
    QVERIFY(stage.goTo(ModelWizard::Classes));
    QTableWidget* const table = stage.find<QTableWidget>("classTable");
    QCOMPARE(table->rowCount(), classes);
    table->item(1, 1)->setText(QStringLiteral("Walker"));
    QVERIFY(stage.goTo(ModelWizard::Build));
    QTRY_VERIFY_WITH_TIMEOUT(stage.next()->isEnabled(), kLimit);
    QTreeWidget* const steps = stage.find<QTreeWidget>("buildSteps");
    QCOMPARE(steps->topLevelItemCount(), 14);
    for (int i = 0; i < steps->topLevelItemCount(); ++i) {
      QVERIFY2(!steps->topLevelItem(i)->icon(0).isNull(),
               qPrintable(steps->topLevelItem(i)->text(0)));
      QVERIFY(!steps->topLevelItem(i)->toolTip(0).isEmpty());
      QVERIFY(!steps->topLevelItem(i)->text(3).isEmpty());
    }
    QVERIFY(stage.goTo(ModelWizard::Choose));
    stage.find<QLineEdit>("modelName")->setText(QStringLiteral("street people"));
    QVERIFY(stage.installed().isEmpty());
    stage.wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY_WITH_TIMEOUT(stage.use, kLimit);
    QVERIFY(*stage.use);
    QCOMPARE(stage.location, stage.library() + QStringLiteral("/street people"));
    QCOMPARE(stage.installed(), QStringList{QStringLiteral("street people")});
    QVERIFY(!QFileInfo::exists(stage.work()));
    // What is there is a model to other programs, too.
    const CliRun ran = runCli({"model", "inspect", "--json", stage.location});
    QCOMPARE(ran.code, 0);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    QCOMPARE(json["name"].toString(), QStringLiteral("street people"));
    QCOMPARE(json["classes"].toArray().size(), qsizetype{classes});
    QCOMPARE(json["classes"].toArray()[1].toString(), QStringLiteral("Walker"));
  }

  void variantsAreMeasuredJudgedAndChosen() {
    FS_NEED_SHARED_DATA(data);
    FS_NEED_DEMO_VIDEO(clip);
    Stage stage;
    stage.find<QLineEdit>("givenEdit")->setText(pathOf(data / "models/ssdlite_mobilenet_v2/train"));
    stage.find<QLineEdit>("clipEdit")->setText(pathOf(clip));
    QVERIFY(stage.goTo(ModelWizard::Input));
    QTRY_VERIFY_WITH_TIMEOUT(stage.next()->isEnabled(), kLimit);
    stage.find<QRadioButton>("input-swapped")->click();
    QVERIFY(stage.goTo(ModelWizard::Variants));
    stage.find<QCheckBox>("wantHalf")->setChecked(true);
    stage.find<QAbstractButton>("makeVariants")->click();
    QTableWidget* const table = stage.find<QTableWidget>("variantTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->rowCount(), 2, 2 * kLimit);
    QCOMPARE(table->item(1, 0)->text(), QStringLiteral("float16"));
    // Half the weights' bytes, with names and structure on top.
    const double full = QLocale().toDouble(table->item(0, 1)->text());
    const double half = QLocale().toDouble(table->item(1, 1)->text());
    QVERIFY2(half > 0.5 * full && half < 0.65 * full,
             qPrintable(table->item(0, 1)->text() + " " + table->item(1, 1)->text()));
    QVERIFY(stage.goTo(ModelWizard::Verify));
    QTreeWidget* const verdicts = stage.find<QTreeWidget>("verdicts");
    QTRY_COMPARE_WITH_TIMEOUT(verdicts->topLevelItemCount(), 1, kLimit);
    QVERIFY(verdicts->topLevelItem(0)->text(0).startsWith(QStringLiteral("float16: ")));
    QVERIFY(stage.goTo(ModelWizard::Choose));
    QComboBox* const variant = stage.find<QComboBox>("variantChoice");
    QCOMPARE(variant->count(), 2);
    variant->setCurrentIndex(1);
    stage.find<QLineEdit>("modelName")->setText(QStringLiteral("half"));
    stage.find<QCheckBox>("useAtOnce")->setChecked(false);
    stage.wizard->button(QWizard::FinishButton)->click();
    QTRY_VERIFY_WITH_TIMEOUT(stage.use, kLimit);
    QVERIFY(!*stage.use);
    const CliRun ran = runCli({"model", "inspect", "--json", stage.location});
    QCOMPARE(ran.code, 0);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    QVERIFY(json["graph_bytes"].toInteger() < 1'300'000);
    QCOMPARE(json["input"].toObject()["color_order"].toString(), QStringLiteral("BGR"));
  }

  void aProblemIsSaidAndStopsTheWay() {
    FS_NEED_SHARED_DATA(data);
    Stage stage;
    stage.find<QLineEdit>("givenEdit")->setText(stage.folder.path());
    QVERIFY(stage.goOn(ModelWizard::Start));
    QTreeWidget* const lines = stage.find<QTreeWidget>("preflightLines");
    QTRY_VERIFY_WITH_TIMEOUT(lines->topLevelItemCount() > 0, kLimit);
    QCOMPARE(problemIn(*lines), QStringLiteral("There is no pipeline.config."));
    QVERIFY(!stage.next()->isEnabled());
    // Put right, looked at again.
    const auto model = data / "models/ssd_mobilenet_v1/train";
    for (const QString& file : QDir(pathOf(model)).entryList(QDir::Files)) {
      QFile::link(pathOf(model / file.toStdString()), stage.folder.filePath(file));
    }
    stage.dialogs.nextFile = pathOf(data / "models/ssd_mobilenet_v1/pipeline.config");
    stage.find<QAbstractButton>("nameConfig")->click();
    QTRY_VERIFY_WITH_TIMEOUT(stage.next()->isEnabled(), kLimit);
    QVERIFY(problemIn(*lines).isEmpty());
  }

  void cancelLeavesNothing_data() {
    QTest::addColumn<int>("step");
    QTest::newRow("start") << int(ModelWizard::Start);
    QTest::newRow("checkpoint") << int(ModelWizard::Checkpoint);
    QTest::newRow("classes") << int(ModelWizard::Classes);
    QTest::newRow("input") << int(ModelWizard::Input);
    QTest::newRow("build") << int(ModelWizard::Build);
    QTest::newRow("variants") << int(ModelWizard::Variants);
    QTest::newRow("verify") << int(ModelWizard::Verify);
    QTest::newRow("choose") << int(ModelWizard::Choose);
  }
  void cancelLeavesNothing() {
    FS_NEED_SHARED_DATA(data);
    QFETCH(int, step);
    Stage stage;
    stage.find<QLineEdit>("givenEdit")->setText(pathOf(data / "models/ssdlite_mobilenet_v2/train"));
    QVERIFY(stage.goTo(step));  // Whatever the page has begun is at work now.
    stage.wizard->button(QWizard::CancelButton)->click();
    QVERIFY(!stage.wizard->isVisible());
    QVERIFY(!QFileInfo::exists(stage.work()));
    QVERIFY(stage.installed().isEmpty());
    stage.wizard.reset();
    QVERIFY(!QFileInfo::exists(stage.work()));
    QVERIFY(stage.installed().isEmpty());
  }

  void closingKeepsItForTheNextTime() {
    FS_NEED_SHARED_DATA(data);
    Stage stage;
    stage.find<QLineEdit>("givenEdit")->setText(pathOf(data / "models/ssdlite_mobilenet_v2/train"));
    QVERIFY(stage.goTo(ModelWizard::Classes));
    stage.find<QTableWidget>("classTable")->item(2, 1)->setText(QStringLiteral("Rider"));
    QVERIFY(stage.goTo(ModelWizard::Build));
    stage.wizard->close();
    stage.open();
    QVERIFY(stage.wizard->canResume());
    stage.wizard->resume();
    QTRY_COMPARE_WITH_TIMEOUT(stage.wizard->currentId(), int(ModelWizard::Build), kLimit);
    QTRY_VERIFY_WITH_TIMEOUT(stage.next()->isEnabled(), kLimit);
    QFile labels(stage.work() + QStringLiteral("/full/labels.txt"));
    QVERIFY(labels.open(QIODevice::ReadOnly));
    QVERIFY(labels.readAll().contains("\nRider\n"));
  }

  void aKilledChildCostsASentence() {
    FS_NEED_SHARED_DATA(data);
    Stage stage;
    stage.find<QLineEdit>("givenEdit")->setText(pathOf(data / "models/ssdlite_mobilenet_v2/train"));
    QVERIFY(stage.goTo(ModelWizard::Build));
    auto* const page = static_cast<WizardPage*>(stage.wizard->currentPage());
    QTreeWidget* const steps = stage.find<QTreeWidget>("buildSteps");
    QTRY_VERIFY_WITH_TIMEOUT(steps->topLevelItemCount() > 0, kLimit);
    QCOMPARE(::kill(static_cast<pid_t>(page->job().processId()), SIGKILL), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!page->isBusy(), kLimit);
    const QString said = stage.find<QLabel>("buildPageStatus")->text();
    QVERIFY2(said.contains(QStringLiteral("signal 9")), qPrintable(said));
    QVERIFY(!stage.next()->isEnabled());
    stage.wizard->button(QWizard::CustomButton1)->click();
    QVERIFY(QApplication::clipboard()->text().contains(
        QStringLiteral("$ followspot-cli model prepare")));
    stage.find<QAbstractButton>("buildAgain")->click();
    QTRY_VERIFY_WITH_TIMEOUT(stage.next()->isEnabled(), kLimit);
  }

  void namesThatAreTakenOrBadAreRefused() {
    FS_NEED_SHARED_DATA(data);
    Stage stage;
    QVERIFY(QDir().mkpath(stage.library() + QStringLiteral("/taken")));
    stage.find<QLineEdit>("givenEdit")->setText(pathOf(data / "models/ssdlite_mobilenet_v2/train"));
    QVERIFY(stage.goTo(ModelWizard::Choose));
    const QAbstractButton* const install = stage.wizard->button(QWizard::FinishButton);
    QVERIFY(install->isEnabled());
    for (const char* const name : {"", " ", "taken", "a/b", ".hidden"}) {
      stage.find<QLineEdit>("modelName")->setText(QLatin1String(name));
      QVERIFY2(!install->isEnabled(), name);
      QVERIFY(!stage.find<QLabel>("choosePageStatus")->text().isEmpty());
    }
  }

  void nonsenseInTheStateFileIsNoState() {
    for (const char* const text : {"", "{", "[]", "{\"version\":2,\"page\":4}",
                                   "{\"version\":1,\"classes\":7,\"page\":\"x\"}"}) {
      const WizardState state = WizardState::fromJson(text);
      QCOMPARE(state.page, 0);
      QCOMPARE(state.chosen, QStringLiteral("full"));
    }
    WizardState state;
    state.given = QStringLiteral("/a b");
    state.classes = {QStringLiteral("x"), QStringLiteral("y")};
    state.page = 3;
    state.inputOptions = {QStringLiteral("--scale"), QStringLiteral("1")};
    const WizardState again = WizardState::fromJson(state.toJson());
    QCOMPARE(again.toJson(), state.toJson());
    QCOMPARE(again.inputOptions.size(), 2);
  }

  void everythingHasANameForThoseWhoCannotSee() {
    Stage stage;
    for (const int id : stage.wizard->pageIds()) {
      for (const QWidget* const widget : stage.wizard->page(id)->findChildren<QWidget*>()) {
        const bool takesKeys = (widget->focusPolicy() & Qt::TabFocus) != 0;
        if (!takesKeys || widget->objectName().startsWith(QLatin1String("qt_"))) {
          continue;
        }
        const auto* const button = qobject_cast<const QAbstractButton*>(widget);
        const bool named = !widget->accessibleName().isEmpty() ||
                           (button != nullptr && !button->text().isEmpty()) ||
                           qobject_cast<const QLabel*>(widget) != nullptr;
        QVERIFY2(named && !widget->objectName().isEmpty(),
                 qPrintable(QStringLiteral("%1 %2").arg(
                     QLatin1String(widget->metaObject()->className()), widget->objectName())));
      }
    }
  }
};

QTEST_MAIN(TestModelWizard)
#include "tst_model_wizard.moc"
