#include <algorithm>
#include <filesystem>
#include <string>

#include <QTest>

#include "core/base/output_file.h"
#include "core/model/prepare/preflight.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;
using namespace followspot::model;
using Level = PreflightLine::Level;

namespace {

/// A line of that level which says `text` somewhere, with something to do where it is a problem.
bool says(const Preflight& flight, Level level, std::string_view text) {
  return std::ranges::any_of(flight.lines, [&](const PreflightLine& line) {
    const bool there = (line.what + line.why).find(text) != std::string::npos;
    return line.level == level && there && (level != Level::Problem || !line.fix.empty());
  });
}

int problems(const Preflight& flight) {
  return static_cast<int>(std::ranges::count(flight.lines, Level::Problem, &PreflightLine::level));
}

/// A copy of the smallest training that tests may spoil.
std::filesystem::path copyOf(const std::filesystem::path& model, const TemporaryFolder& folder) {
  const auto copy = folder / "training";
  std::filesystem::create_directories(copy / "train");
  for (const auto& entry : std::filesystem::directory_iterator(model / "train")) {
    std::filesystem::create_symlink(entry.path(), copy / "train" / entry.path().filename());
  }
  std::filesystem::copy_file(model / "pipeline.config", copy / "pipeline.config");
  std::filesystem::permissions(copy / "pipeline.config", std::filesystem::perms::owner_all);
  return copy;
}

}  // namespace

class TestPreflight : public QObject {
  Q_OBJECT

 private slots:
  void aWholeTrainingIsReady() {
    FS_NEED_SHARED_DATA(data);
    const auto model = data / "models/ssdlite_mobilenet_v2";
    for (const auto& given : {model / "train", model / "train/model.ckpt-1000.index"}) {
      const Preflight flight = preflight({.given = given});
      QVERIFY(flight.ready());
      QCOMPARE(flight.config, model / "pipeline.config");
      QCOMPARE(flight.checkpoint, model / "train/model.ckpt-1000");
      QCOMPARE(flight.architecture, std::string("ssd_mobilenet_v2"));
      QCOMPARE(flight.inputSize.width, 352);
      QCOMPARE(flight.inputSize.height, 224);
      QCOMPARE(flight.classes.size(), std::size_t{4});
      QVERIFY(flight.hasBackground);
      QVERIFY(says(flight, Level::Note, "No class names"));
      QVERIFY(says(flight, Level::Good, "moving averages of 252 variables are used"));
    }
  }

  void theFolderAboveAndTheConfigurationWillDo() {
    FS_NEED_SHARED_DATA(data);
    const TemporaryFolder folder;
    const auto training = copyOf(data / "models/ssd_mobilenet_v1", folder);
    for (const auto& given : {training, training / "pipeline.config"}) {
      const Preflight flight = preflight({.given = given});
      QVERIFY(flight.ready());
      QCOMPARE(flight.checkpoint, training / "train/model.ckpt-1000");
    }
  }

  void eachMissingPartIsAProblemWithAWayOut() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    {
      const TemporaryFolder folder;
      const auto training = copyOf(v1, folder);
      std::filesystem::remove(training / "pipeline.config");
      const Preflight flight = preflight({.given = training});
      QVERIFY(says(flight, Level::Problem, "no pipeline.config"));
      QVERIFY(says(flight, Level::Good, "Checkpoint: model.ckpt-1000"));
      QCOMPARE(problems(flight), 1);
    }
    {
      const TemporaryFolder folder;
      const auto training = copyOf(v1, folder);
      std::filesystem::remove(training / "train/model.ckpt-1000.data-00000-of-00001");
      const Preflight flight = preflight({.given = training});
      QVERIFY(says(flight, Level::Problem, "model.ckpt-1000.data-00000-of-00001"));
      QCOMPARE(problems(flight), 1);
    }
    {
      const TemporaryFolder folder;
      const auto training = copyOf(v1, folder);
      FS_VERIFY_OK(writeFile(training / "labels.txt", "one\ntwo\n"));
      const Preflight flight = preflight({.given = training});
      QVERIFY(says(flight, Level::Problem, "names 2 classes"));
      QVERIFY(flight.labels.empty());
    }
    {
      const TemporaryFolder folder;
      const auto training = copyOf(v1, folder);
      FS_VERIFY_OK(writeFile(training / "pipeline.config", "model { faster_rcnn { } }"));
      const Preflight flight = preflight({.given = training});
      QVERIFY(says(flight, Level::Problem, "The pipeline.config cannot be used"));
    }
    const TemporaryFolder empty;
    QCOMPARE(problems(preflight({.given = empty.path()})), 2);
    QCOMPARE(problems(preflight({.given = "/nowhere/at/all"})), 2);
    QVERIFY(!preflight({.given = ""}).ready());
  }

  void configurationOfAnotherTrainingIsSeen() {
    FS_NEED_SHARED_DATA(data);
    const Preflight flight =
        preflight({.given = data / "models/ssd_mobilenet_v1/train",
                   .config = data / "models/ssd_mobilenet_v2/pipeline.config"});
    QVERIFY(says(flight, Level::Problem, "90 classes and background"));
    QVERIFY(says(flight, Level::Problem, "No model can be made of them"));
  }
};

QTEST_GUILESS_MAIN(TestPreflight)
#include "tst_preflight.moc"
