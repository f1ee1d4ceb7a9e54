#include <filesystem>

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/base/output_file.h"
#include "tests/support/cli_process.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tflite/tiny_tflite.h"

using namespace followspot;
namespace lite = followspot::tflite;

namespace {

constexpr int kLogistic = 14;
constexpr int kClasses = 3;

/// One feature map of 8x12 cells with three boxes each: 288 boxes; background and two classes.
/// 413 parameters: (27 * 8 + 8) + (8 * 12 + 12) + (8 * 9 + 9); 36,864 multiplications: 96 cells
/// times 27 * 8 + 8 * 12 + 8 * 9.
std::string networkFile() {
  TinyTflite file(16, 24, std::vector<float>(16 * 24 * 3, 0.5F));
  const int map = file.conv(0, {3, 8, 2, lite::Padding::Same, lite::Activation::Relu6});
  const int boxes = file.head({file.conv(map, {1, 12})}, 4, "raw_outputs/box_encodings");
  const int scores =
      file.head({file.conv(map, {1, 3 * kClasses})}, kClasses, "raw_outputs/class_predictions");
  const std::vector<float> anchors(std::size_t{4} * 288, 0.5F);
  file.postProcess(boxes, file.score(kLogistic, scores, "scores"), anchors, kClasses - 1);
  return *file.file();
}

QJsonObject objectOf(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

}  // namespace

class TestCmdModel : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    FS_VERIFY_OK(writeFile(folder_ / "net.tflite", networkFile()));
    FS_VERIFY_OK(writeFile(folder_ / "labels.txt", "???\ncat\ndog\n"));
    import_ = {"model",
               "import",
               pathOf(folder_ / "net.tflite"),
               "--labels",
               pathOf(folder_ / "labels.txt"),
               "-o"};
  }

  void importMakesAPackage() {
    const TemporaryFolder out;
    const CliRun run = runCli(import_ + QStringList{pathOf(out / "pets")});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.error,
             (pathOf(out / "pets") + ": ssd, 24x16, 3 classes, 288 anchors (post-process op)\n")
                 .toUtf8());
    QCOMPARE(QDir(pathOf(out / "pets")).entryList(QDir::Files),
             (QStringList{"labels.txt", "model.json", "model.pb", "model.pbtxt"}));
    // Once more over it, quietly: the same network.
    const auto graph = readFile(out / "pets/model.pb", 1 << 20);
    const CliRun again = runCli(import_ + QStringList{pathOf(out / "pets"), "-q"});
    QCOMPARE(again.code, 0);
    QCOMPARE(again.error, QByteArray());
    FS_VERIFY_OK(graph);
    QCOMPARE(*readFile(out / "pets/model.pb", 1 << 20), *graph);
    QCOMPARE(QDir(pathOf(out.path())).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList{"pets"});
  }

  void inspectSaysWhatItIs() {
    const TemporaryFolder out;
    QCOMPARE(runCli(import_ + QStringList{pathOf(out / "pets")}).code, 0);
    const CliRun run = runCli({"model", "inspect", pathOf(out / "pets"), "--json"});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.error, QByteArray());
    const QJsonObject json = objectOf(run.out);
    QCOMPARE(json["input"]["width"].toInt(), 24);
    QCOMPARE(json["input"]["height"].toInt(), 16);
    QCOMPARE(json["anchors"].toInt(), 288);
    QCOMPARE(json["classes"].toArray(), (QJsonArray{"???", "cat", "dog"}));
    QCOMPARE(json["parameters"].toInt(), 413);
    QCOMPARE(json["macs"].toInt(), 36'864);
    const QJsonObject dearest = json["layers"].toArray().first().toObject();
    QCOMPARE(dearest["macs"].toInt(), 96 * 27 * 8);
    const CliRun text = runCli({"model", "inspect", pathOf(out / "pets"), "--layers", "1"});
    QCOMPARE(text.code, 0);
    QVERIFY(text.out.contains("input          "));
    QVERIFY(text.out.contains("24x16"));
    QVERIFY(text.out.contains("288 (post-process op)"));
  }

  /// The same costs as of the package that is made of it.
  void inspectSaysWhatALiteFileCosts() {
    const TemporaryFolder out;
    FS_VERIFY_OK(writeFile(out / "tiny.tflite", tinySsd()));
    const CliRun run = runCli({"model", "inspect", pathOf(out / "tiny.tflite"), "--json"});
    QCOMPARE(run.code, 0);
    const QJsonObject json = objectOf(run.out);
    QCOMPARE(json["macs"].toInt(), 36'864);
    const QJsonObject dearest = json["layers"].toArray().first().toObject();
    QCOMPARE(dearest["macs"].toInt(), 96 * 27 * 8);
    const CliRun text = runCli({"model", "inspect", pathOf(out / "tiny.tflite"), "--layers", "1"});
    QVERIFY2(text.out.contains("24x16"), text.out);
    QVERIFY2(text.out.contains("the dearest"), text.out);
  }

  /// A package replaces its folder as a whole: not the one that somebody stands in.
  void theFolderUnderfootIsNotReplaced() {
    const TemporaryFolder out;
    std::filesystem::create_directories(out / "a/b");
    for (const char* const given : {".", "..", "../../a"}) {
      QProcess process;
      process.setWorkingDirectory(pathOf(out / "a/b"));
      process.start(cliProgram(), import_ + QStringList{given});
      const CliRun run = resultOf(process);
      QCOMPARE(run.code, 5);
      QVERIFY2(run.error.contains("Name a folder in it."), run.error);
      QVERIFY(std::filesystem::exists(out / "a/b"));
    }
  }

  void listTellsUsableFromBroken() {
    const TemporaryFolder out;
    QCOMPARE(runCli(import_ + QStringList{pathOf(out / "a")}).code, 0);
    QCOMPARE(runCli(import_ + QStringList{pathOf(out / "b")}).code, 0);
    std::filesystem::create_directory(out / "no-model");
    FS_VERIFY_OK(writeFile(out / "b/labels.txt", "???\ncat\nfox\n"));
    const CliRun run = runCli({"model", "list", pathOf(out.path()), "--json"});
    QCOMPARE(run.code, 0);
    const QJsonArray packages = QJsonDocument::fromJson(run.out).array();
    QCOMPARE(packages.size(), 2);
    QCOMPARE(packages[0]["path"].toString(), pathOf(out / "a"));
    QVERIFY(packages[0]["usable"].toBool());
    QVERIFY(!packages[1]["usable"].toBool());
    QVERIFY(packages[1]["problem"].toString().contains("labels.txt"));
    const CliRun text = runCli({"model", "list", pathOf(out.path())});
    QCOMPARE(text.out.count('\n'), 2);
    QVERIFY(text.out.contains("ssd 24x16, 3 classes"));
    QVERIFY(text.out.contains("not usable: "));
    const CliRun none = runCli({"model", "list", pathOf(out / "no-model")});
    QCOMPARE(none.code, 0);
    QCOMPARE(none.out, QByteArray());
    QVERIFY(none.error.startsWith("No models in "));
  }

 private:
  TemporaryFolder folder_;
  QStringList import_;
};

QTEST_GUILESS_MAIN(TestCmdModel)
#include "tst_cmd_model.moc"
