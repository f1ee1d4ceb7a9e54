#include <filesystem>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/model_trial.h"
#include "tests/support/result_check.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::model;

namespace {

/// A program that stands for the one that tries models, and a memory of its own.
class Trial {
 public:
  explicit Trial(const std::string& script) {
    settings.program = folder_ / "program";
    settings.memory = folder_ / "cache/tried-models";
    settings.runtime = "OpenCV 1.2.3";
    good = writeFile(settings.program,
                     "#!/bin/sh\necho run >> " + (folder_ / "runs").string() + "\n" + script + "\n")
               .has_value();
    std::filesystem::permissions(settings.program, std::filesystem::perms::owner_all);
    package.graph = "graph";
    package.textGraph = "text";
  }

  Result<void> run() {
    return tryModel({.package = "people", .labels = "names.txt"}, package, settings);
  }
  /// How often the program was started.
  [[nodiscard]] std::size_t runs() const {
    const auto text = readFile(folder_ / "runs", 10'000);
    return text ? text->size() / std::string_view("run\n").size() : 0;
  }

  bool good = false;
  ModelPackage package;
  TrialSettings settings;

 private:
  TemporaryFolder folder_;
};

}  // namespace

class TestModelTrial : public QObject {
  Q_OBJECT

 private slots:
  void whatWentWellIsRemembered() {
    Trial trial("echo OpenCV 1.2.3");
    QVERIFY(trial.good);
    FS_VERIFY_OK(trial.run());
    FS_VERIFY_OK(trial.run());
    QCOMPARE(trial.runs(), std::size_t{1});
    // Another model, other weights, or another library: not known.
    trial.package.textGraph += " ";
    FS_VERIFY_OK(trial.run());
    QCOMPARE(trial.runs(), std::size_t{2});
    trial.package.graph += " ";
    FS_VERIFY_OK(trial.run());
    QCOMPARE(trial.runs(), std::size_t{3});
    trial.settings.runtime = "OpenCV 4.5.6";
    FS_VERIFY_OK(trial.run());
    QCOMPARE(trial.runs(), std::size_t{4});
  }

  void itIsAskedTheRightThing() {
    Trial trial(R"([ "$*" = "try-model people --labels names.txt" ] && echo OpenCV 1.2.3)");
    FS_VERIFY_OK(trial.run());
  }

  void aCrashCostsASentence() {
    Trial trial("kill -ABRT $$");
    FS_VERIFY_ERROR(trial.run(), ErrorCode::Unsupported, "people: OpenCV crashed");
    FS_VERIFY_ERROR(trial.run(), ErrorCode::Unsupported, "Aborted");
    QCOMPARE(trial.runs(), std::size_t{2});  // Not remembered as good.
  }

  void aRefusalIsHandedOn() {
    Trial trial("echo warning >&2; echo 'followspot-cli: people: no layer is known.' >&2; exit 4");
    const auto tried = trial.run();
    FS_VERIFY_ERROR(tried, ErrorCode::Unsupported, "people: no layer is known.");
    QVERIFY(tried.error().message.starts_with("people"));
    QCOMPARE(trial.runs(), std::size_t{1});
  }

  void aSilentFailureIsASentenceToo() {
    Trial trial("exit 3");
    FS_VERIFY_ERROR(trial.run(), ErrorCode::Unsupported, "exit code 3");
  }

  void oneThatHangsIsGivenUp() {
    Trial trial("exec sleep 60");
    trial.settings.limits.time = std::chrono::milliseconds(50);
    FS_VERIFY_ERROR(trial.run(), ErrorCode::Unsupported, "took longer");
  }

  void withoutAProgramNothingIsTried() {
    Trial trial("exit 1");
    trial.settings.program = "/nowhere/program";
    FS_VERIFY_OK(trial.run());
  }

  void aDamagedMemoryForgets() {
    const TemporaryFolder folder;
    const std::string hash(64, 'a');
    FS_VERIFY_OK(writeFile(folder / "memory", std::string("\0\xFF\n", 3) + hash + "\n" + hash +
                                                  " OpenCV 1\nshort OpenCV 1\n"));
    TriedModels tried(folder / "memory");
    QVERIFY(tried.contains(hash, "OpenCV 1"));
    QVERIFY(!tried.contains(hash, "OpenCV 2"));
    QVERIFY(!tried.contains("short", "OpenCV 1"));
    tried.add(hash, "OpenCV 2");
    QVERIFY(TriedModels(folder / "memory").contains(hash, "OpenCV 2"));
  }

  void onlyTheLatestAreKept() {
    const TemporaryFolder folder;
    std::string text;
    for (int i = 1000; i < 1600; ++i) {
      text += std::string(60, 'b') + std::to_string(i) + " OpenCV 1\n";
    }
    FS_VERIFY_OK(writeFile(folder / "memory", text));
    TriedModels(folder / "memory").add(std::string(64, 'c'), "OpenCV 1");
    const TriedModels tried(folder / "memory");
    QVERIFY(tried.contains(std::string(64, 'c'), "OpenCV 1"));
    QVERIFY(tried.contains(std::string(60, 'b') + "1599", "OpenCV 1"));
    QVERIFY(!tried.contains(std::string(60, 'b') + "1000", "OpenCV 1"));
  }
};

QTEST_GUILESS_MAIN(TestModelTrial)
#include "tst_model_trial.moc"
