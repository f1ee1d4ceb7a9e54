#include <algorithm>
#include <csignal>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/output_file.h"
#include "core/model/model_package.h"
#include "tests/support/cli_process.h"
#include "tests/support/npy.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/temporary_folder.h"

using namespace followspot;

namespace {

CliRun run(QStringList arguments) {
  arguments.prepend("model");
  return runCli(arguments);
}

/// The three reference pictures, ten times with other brightness, as a folder.
Result<void> writePictures(const std::filesystem::path& model,
                           const std::filesystem::path& folder) {
  constexpr std::size_t kSide = 300;
  constexpr std::size_t kBytes = kSide * kSide * 3;
  const auto images = readNpy<std::uint8_t>((model / "reference/images.npy").string());
  std::filesystem::create_directories(folder);
  for (std::size_t i = 0; i < 10; ++i) {
    std::string picture = "P6 300 300 255\n";
    for (std::size_t byte = 0; byte < kBytes; ++byte) {
      picture += static_cast<char>(images.at(i % 3 * kBytes + byte) * (20 - i) / 20);
    }
    const auto name = std::to_string(i) + ".ppm";
    if (auto written = writeFile(folder / name, picture); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace

class TestCmdModelPrepare : public QObject {
  Q_OBJECT

 private slots:
  void makesAPackageThatLoads() {
    FS_NEED_SHARED_DATA(data);
    const auto folder = data / "models/ssd_mobilenet_v2_oid";
    const TemporaryFolder out;
    const CliRun ran =
        run({"prepare", "--config", pathOf(folder / "pipeline.config"), "--checkpoint",
             pathOf(folder / "train"), "--labels", pathOf(folder / "labels.txt"), "--keep-steps",
             pathOf(out / "steps"), "--progress", "json", "--json", "-o", pathOf(out / "pkg")});
    QCOMPARE(ran.code, 0);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    QCOMPARE(json["architecture"].toString(), "ssd_mobilenet_v2");
    const QJsonArray steps = json["steps"].toArray();
    QVERIFY(steps.size() >= 10);
    QVERIFY(ran.out.contains("moving averages of 204 variables are used"));
    QVERIFY(ran.error.contains("\"step\":\"freeze\""));
    // Each step says what it did as soon as it is done, the same as in the document.
    qsizetype told = 0;
    for (const QByteArray& line : ran.error.split('\n')) {
      const QJsonObject done = QJsonDocument::fromJson(line).object();
      if (done.contains("step_done") && told < steps.size()) {
        const QJsonObject step = steps[told++].toObject();
        QCOMPARE(done["step_done"], step["name"]);
        QCOMPARE(done["after"], step["after"]);
        QCOMPARE(done["ms"], step["ms"]);
      }
    }
    QCOMPARE(told, steps.size());
    QVERIFY(ran.error.contains("\"step_done\":\"text graph and anchors\""));
    QVERIFY(ran.error.contains("\"step_done\":\"write the package\""));
    const auto package = model::loadModelPackage({.package = out / "pkg"});
    FS_VERIFY_OK(package);
    QCOMPARE(package->anchors.size(), std::size_t{1917});
    QCOMPARE(package->labels.size(), std::size_t{24});
    QCOMPARE(package->manifest.anchorsSource, std::string("pipeline.config"));
    QCOMPARE(package->manifest.name, std::string("pkg"));  // What the user called it.
    int kept = 0;
    for (const auto& entry : std::filesystem::directory_iterator(out / "steps")) {
      kept += entry.path().extension() == ".pb" ? 1 : 0;
    }
    QCOMPARE(kept, static_cast<int>(steps.size()));
  }

  void badInputLeavesAGoodPackageAlone() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    const QStringList good = {"prepare",          "-q",
                              "--config",         pathOf(v1 / "pipeline.config"),
                              "--checkpoint",     pathOf(v1 / "model.ckpt"),
                              "--single-file",    "-o",
                              pathOf(out / "pkg")};
    QCOMPARE(run(good).code, 0);
    const auto manifest = readFile(out / "pkg/model.json", 1U << 20U);
    FS_VERIFY_OK(manifest);
    QVERIFY(!std::filesystem::exists(out / "pkg/model.pbtxt"));
    const auto refused = [&](const QStringList& changes, int code, const char* message) {
      QStringList arguments = good;
      for (int i = 0; i + 1 < changes.size(); i += 2) {
        const auto at = arguments.indexOf(changes[i]);
        if (at >= 0) {
          arguments[at + 1] = changes[i + 1];
        } else {
          arguments << changes[i] + "=" + changes[i + 1];
        }
      }
      const CliRun ran = run(arguments);
      QCOMPARE(ran.code, code);
      QVERIFY2(ran.error.contains(message), ran.error.constData());
      QCOMPARE(ran.error.count('\n'), 1);
      QCOMPARE(*readFile(out / "pkg/model.json", 1U << 20U), *manifest);
    };
    refused({"--checkpoint", "/nowhere/model.ckpt"}, 3, "no such checkpoint");
    refused({"--config", "/nowhere/pipeline.config"}, 3, "pipeline.config");
    refused({"--config", pathOf(data / "models/ssd_mobilenet_v2/pipeline.config")}, 4,
            "90 classes and background");
    refused({"--use-moving-averages", "yes"}, 4, "has no moving averages");
    refused({"--use-moving-averages", "maybe"}, 2, "maybe");
    refused({"--graph", pathOf(v1 / "tensorflow/tflite_graph.pb")}, 2, "--checkpoint");
    refused({"--labels", pathOf(data / "models/ssd_mobilenet_v2_oid/labels.txt")}, 4,
            "names 24 classes");
    refused({"-o", "/proc/none/pkg"}, 5, "/proc/none/pkg");
  }

  void inputIsAsTold() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    const QStringList common = {"prepare",
                                "--config",
                                pathOf(v1 / "pipeline.config"),
                                "--checkpoint",
                                pathOf(v1 / "model.ckpt"),
                                "-o",
                                pathOf(out / "pkg")};
    QCOMPARE(run(common).code, 0);
    auto package = model::loadModelPackage({.package = out / "pkg"});
    FS_VERIFY_OK(package);
    QVERIFY(package->manifest.rgb);
    QCOMPARE(package->manifest.scale, 1 / 127.5F);
    QCOMPARE(
        run(common + QStringList{"--color-order", "BGR", "--mean", "1", "2", "3", "--scale", "0.5"})
            .code,
        0);
    package = model::loadModelPackage({.package = out / "pkg"});
    FS_VERIFY_OK(package);
    QVERIFY(!package->manifest.rgb);
    QCOMPARE(package->manifest.scale, 0.5F);
    QCOMPARE(package->manifest.mean[2], 3.0F);
    QCOMPARE(run(common + QStringList{"--scale", "0.5"}).code, 2);
    QCOMPARE(run(common + QStringList{"--mean", "1", "2", "3", "--scale", "nan"}).code, 2);
  }

  void preflightSaysWhatWillHappen() {
    FS_NEED_SHARED_DATA(data);
    const CliRun good =
        run({"preflight", pathOf(data / "models/ssd_mobilenet_v2_oid/train"), "--json"});
    QCOMPARE(good.code, 0);
    const QJsonObject json = QJsonDocument::fromJson(good.out).object();
    QVERIFY(json["ready"].toBool());
    QCOMPARE(json["classes"].toArray().size(), 24);
    QVERIFY(json["labels"].toString().endsWith("ssd_mobilenet_v2_oid/labels.txt"));
    const TemporaryFolder empty;
    const CliRun bad = run({"preflight", pathOf(empty.path()), "--json"});
    QCOMPARE(bad.code, 4);
    QVERIFY(!QJsonDocument::fromJson(bad.out).object()["ready"].toBool(true));
  }

  void frozenGraphsAreTaken() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    QCOMPARE(run({"prepare", "--config", pathOf(v1 / "pipeline.config"), "--graph",
                  pathOf(v1 / "tensorflow/saved_model"), "-o", pathOf(out / "pkg")})
                 .code,
             0);
    FS_VERIFY_OK(model::loadModelPackage({.package = out / "pkg"}));
    const CliRun none =
        run({"prepare", "--config", pathOf(v1 / "pipeline.config"), "-o", pathOf(out / "pkg")});
    QCOMPARE(none.code, 2);
    QVERIFY(none.error.contains("needs --checkpoint or --graph"));
  }

  void graphsAreBuiltFromTheConfiguration() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    const auto bytesOf = [&](const char* file) { return readFile(out / file, 1U << 28U); };
    const QStringList common = {"prepare", "--config", pathOf(v1 / "pipeline.config"), "--json"};
    QCOMPARE(run(common + QStringList{"--checkpoint", pathOf(v1 / "model.ckpt"), "-o",
                                      pathOf(out / "saved")})
                 .code,
             0);
    const CliRun built =
        run(common + QStringList{"--from-config", "--checkpoint", pathOf(v1 / "model.ckpt"), "-o",
                                 pathOf(out / "built")});
    QCOMPARE(built.code, 0);
    QVERIFY(built.out.contains("the graph was built from pipeline.config: ssd_mobilenet_v1, 6 "));
    QCOMPARE(*bytesOf("built/model.pb"), *bytesOf("saved/model.pb"));
    QCOMPARE(*bytesOf("built/model.pbtxt"), *bytesOf("saved/model.pbtxt"));

    // A folder as it is without the graph, as the configuration alone can help.
    std::filesystem::create_directory(out / "bare");
    for (const char* const file : {"model.ckpt.index", "model.ckpt.data-00000-of-00001"}) {
      std::filesystem::create_symlink(v1 / file, out / "bare" / file);
    }
    const QStringList bare = {"--checkpoint", pathOf(out / "bare"), "-o", pathOf(out / "built")};
    QCOMPARE(run(common + bare).code, 0);
    QCOMPARE(*bytesOf("built/model.pb"), *bytesOf("saved/model.pb"));

    const auto refused = [&](const QStringList& arguments, int code, const char* message) {
      const CliRun ran = run(common + arguments);
      QCOMPARE(ran.code, code);
      QVERIFY2(ran.error.contains(message), ran.error.constData());
      QCOMPARE(ran.error.count('\n'), 1);
      QCOMPARE(*bytesOf("built/model.pb"), *bytesOf("saved/model.pb"));
    };
    const auto overriding = [&](const char* text) {
      return bare + QStringList{"--config-override", text};
    };
    refused(overriding("model { ssd { num_classes: 6 } }"), 4,
            "makes it [1,1,128,21], the checkpoint has [1,1,128,18]");
    refused(overriding("model { ssd { feature_extractor { type: 'ssd_pnasnet' } } }"), 4,
            "cannot be built from pipeline.config");
    refused({"--from-config", "--graph", pathOf(v1 / "tensorflow/tflite_graph.pb"), "-o",
             pathOf(out / "built")},
            2, "--from-config");
  }

  /// Ctrl+C in the middle: nothing is written. The process is held by a full pipe at its second
  /// line of progress.
  void ctrlCStopsBetweenSteps() {
    FS_NEED_SHARED_DATA(data);
    constexpr int kPatience = 60'000;  // ms
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    const std::filesystem::path fifo = out / "progress";
    QCOMPARE(::mkfifo(fifo.c_str(), 0600), 0);
    const int pipe = ::open(fifo.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    QVERIFY(pipe >= 0);
    constexpr int kPage = 4096;
    constexpr int kRoom = 64;  // for one line
    QCOMPARE(::fcntl(pipe, F_SETPIPE_SZ, kPage), kPage);
    const QByteArray filling(kPage - kRoom, ' ');
    QCOMPARE(::write(pipe, filling.constData(), static_cast<std::size_t>(filling.size())),
             static_cast<ssize_t>(filling.size()));
    QProcess process;
    process.setStandardErrorFile(pathOf(fifo), QIODevice::Append);
    process.start(qEnvironmentVariable("FOLLOWSPOT_BIN") + "/followspot-cli",
                  {"model", "prepare", "--from-config", "--config", pathOf(v1 / "pipeline.config"),
                   "--checkpoint", pathOf(v1 / "model.ckpt"), "--progress", "json", "-o",
                   pathOf(out / "pkg")});
    QVERIFY(process.waitForStarted());
    const auto waiting = [&] {
      int bytes = 0;
      return ::ioctl(pipe, FIONREAD, &bytes) == 0 ? bytes : -1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(waiting() > filling.size(), kPatience);
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QByteArray seen(kPage, ' ');
    QByteArray all;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
          const ssize_t got = ::read(pipe, seen.data(), static_cast<std::size_t>(seen.size()));
          all.append(seen.constData(), std::max<ssize_t>(got, 0));
          return process.state() == QProcess::NotRunning;
        }(),
        kPatience);
    ::close(pipe);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!all.contains("\"step\":\"sort\""));
    QVERIFY(!std::filesystem::exists(out / "pkg"));
  }

  void scriptsFlags() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    const CliRun exported =
        run({"export-tflite-graph", "--pipeline_config_path=" + pathOf(v1 / "pipeline.config"),
             "--trained_checkpoint_prefix=" + pathOf(v1 / "model.ckpt"),
             "--output_directory=" + pathOf(out / "tflite"), "--add_postprocessing_op=true",
             "--max_detections=20", "--use_regular_nms=false"});
    QCOMPARE(exported.code, 0);
    const CliRun text = run({"textgraph", "--input", pathOf(out / "tflite/tflite_graph.pb"),
                             "--config", pathOf(v1 / "pipeline.config"), "--output", "-"});
    QCOMPARE(text.code, 0);
    QVERIFY(text.out.startsWith("node {\n  name: \"normalized_input_image_tensor\""));
    QVERIFY(text.out.contains("op: \"DetectionOutput\""));
    QCOMPARE(run({"textgraph", "--input", "/nowhere.pb", "--config", pathOf(v1 / "pipeline.config"),
                  "--output", "-"})
                 .code,
             3);
    QCOMPARE(run({"textgraph"}).code, 2);
  }

  void shrinksAPackage() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    QCOMPARE(run({"prepare", "-q", "--config", pathOf(v1 / "pipeline.config"), "--checkpoint",
                  pathOf(v1 / "model.ckpt"), "-o", pathOf(out / "whole")})
                 .code,
             0);
    const CliRun ran = run({"shrink", pathOf(out / "whole"), "--quantize", "uint8", "--single-file",
                            "--json", "-o", pathOf(out / "small")});
    QCOMPARE(ran.code, 0);
    const QJsonObject json = QJsonDocument::fromJson(ran.out).object();
    QCOMPARE(json["steps"].toArray().size(), 2);
    const QJsonObject gain = json["measured_here"].toObject();
    QVERIFY(gain["advice"].toString().endsWith("recommended") ||
            gain["advice"].toString() == "not judged");  // There was no video.
    QVERIFY(gain["size_ratio"].toDouble() < 0.5);
    QVERIFY(gain["time_ratio"].toDouble() > 0);
    QVERIFY(!gain["reason"].toString().isEmpty());
    const auto whole = model::loadModelPackage({.package = out / "whole"});
    const auto small = model::loadModelPackage({.package = out / "small"});
    FS_VERIFY_OK(whole);
    FS_VERIFY_OK(small);
    QVERIFY(small->textGraph.empty());
    QVERIFY(small->graph.size() * 2 < whole->graph.size());
    QCOMPARE(small->anchors, whole->anchors);
    QCOMPARE(small->manifest.steps.size(), whole->manifest.steps.size() + 2);
    QCOMPARE(small->manifest.steps.back().name, std::string("put into one file"));
    // The same in one go.
    QCOMPARE(run({"prepare", "-q", "--config", pathOf(v1 / "pipeline.config"), "--checkpoint",
                  pathOf(v1 / "model.ckpt"), "--quantize", "uint8", "--single-file", "-o",
                  pathOf(out / "direct")})
                 .code,
             0);
    const auto direct = model::loadModelPackage({.package = out / "direct"});
    FS_VERIFY_OK(direct);
    QVERIFY(direct->graph == small->graph);
    QCOMPARE(
        run({"shrink", pathOf(out / "whole"), "--quantize", "int3", "-o", pathOf(out / "x")}).code,
        2);
    const CliRun int8 =
        run({"shrink", pathOf(out / "whole"), "--quantize", "int8", "-o", pathOf(out / "x")});
    QCOMPARE(int8.code, 2);
    QVERIFY2(int8.error.contains("slower"), int8.error.constData());
    QCOMPARE(run({"shrink", pathOf(out / "nothing"), "-o", pathOf(out / "x")}).code, 4);
    QVERIFY(!std::filesystem::exists(out / "x"));
  }

  /// What is kept after a step is a model that can be used as it is.
  void keepsTheStepsOfShrinking() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    const QStringList prepare = {"prepare",
                                 "--config",
                                 pathOf(v1 / "pipeline.config"),
                                 "--checkpoint",
                                 pathOf(v1 / "model.ckpt"),
                                 "-o"};
    QCOMPARE(run(prepare + QStringList{pathOf(out / "all"), "-q", "--quantize", "float16",
                                       "--single-file", "--keep-steps", pathOf(out / "steps")})
                 .code,
             0);
    const auto kept = [&](const char* name) { return std::filesystem::exists(out / name); };
    QVERIFY(kept("steps/11-sort.pb"));
    QVERIFY(kept("steps/12-store-weights-as-float16.pb"));
    QVERIFY(kept("steps/12-store-weights-as-float16.pbtxt"));
    QVERIFY(kept("steps/13-put-into-one-file.pb"));
    const auto all = model::loadModelPackage({.package = out / "all"});
    const auto last = readFile(out / "steps/13-put-into-one-file.pb", std::size_t{1} << 28U);
    FS_VERIFY_OK(all);
    FS_VERIFY_OK(last);
    QVERIFY(*last == all->graph);

    QCOMPARE(run(prepare + QStringList{pathOf(out / "whole"), "-q"}).code, 0);
    const CliRun ran = run({"shrink", pathOf(out / "whole"), "--quantize", "uint8", "--no-measure",
                            "--keep-steps", pathOf(out / "more"), "-o", pathOf(out / "small")});
    QCOMPARE(ran.code, 0);
    QVERIFY(!ran.out.contains("Measured here"));
    QVERIFY(kept("more/01-store-weights-as-uint8.pb"));
    QVERIFY(kept("more/01-store-weights-as-uint8.pbtxt"));
  }

  void prunesByShare() {
    FS_NEED_SHARED_DATA(data);
    const auto v1 = data / "models/ssd_mobilenet_v1";
    const TemporaryFolder out;
    const std::filesystem::path pictures = out / "pictures";
    FS_VERIFY_OK(writePictures(v1, pictures));
    QCOMPARE(run({"prepare", "-q", "--config", pathOf(v1 / "pipeline.config"), "--checkpoint",
                  pathOf(v1 / "model.ckpt"), "-o", pathOf(out / "whole")})
                 .code,
             0);
    const QStringList good = {"shrink", pathOf(out / "whole"), "--prune",       "0.2",
                              "--json", "--no-measure",        "--calibration", pathOf(pictures),
                              "-o",     pathOf(out / "pruned")};
    const CliRun ran = run(good);
    QVERIFY2(ran.code == 0, ran.error.constData());
    const QJsonObject step =
        QJsonDocument::fromJson(ran.out).object()["steps"].toArray().first().toObject();
    QCOMPARE(step["name"].toString(), "prune");
    const double before = step["before"]["macs"].toDouble();
    const double after = step["after"]["macs"].toDouble();
    QVERIFY(after <= before * 0.8);
    QVERIFY(after >= before * 0.7);
    QVERIFY(step["touched"].toInt() > 0);
    const auto package = model::loadModelPackage({.package = out / "pruned"});
    FS_VERIFY_OK(package);
    QCOMPARE(package->manifest.steps.back().name, std::string("prune"));

    const auto refused = [&](const QString& flag, const QString& value, int code) {
      QStringList arguments = good;
      arguments.last() = pathOf(out / "other");
      arguments[arguments.indexOf(flag) + 1] = value;
      return run(arguments).code == code && !std::filesystem::exists(out / "other");
    };
    QVERIFY(refused("--prune", "0.95", 2));
    QVERIFY(refused("--calibration", pathOf(out / "nothing.avi"), 3));
    QStringList without = good;
    without.removeAt(without.indexOf("--calibration") + 1);
    without.removeOne("--calibration");
    QCOMPARE(run(without).code, 2);
  }
};

QTEST_GUILESS_MAIN(TestCmdModelPrepare)
#include "tst_cmd_model_prepare.moc"
