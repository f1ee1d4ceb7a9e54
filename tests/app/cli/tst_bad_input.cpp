#include <filesystem>

#include <QTest>

#include "tests/support/cli_process.h"
#include "tests/support/clip_maker.h"
#include "tests/support/folder_listing.h"
#include "tests/support/result_check.h"
#include "tests/support/scene/light_scene.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tflite/tiny_tflite.h"

using namespace followspot;
using namespace followspot::test;
namespace fs = std::filesystem;

namespace {

// As `followspot-cli --help` documents them.
constexpr int kUsage = 2;
constexpr int kInput = 3;
constexpr int kModel = 4;
constexpr int kOutput = 5;

/// A copy of a model package in which one part is another, with its right hash in model.json.
fs::path packageWith(const fs::path& package, const fs::path& copy, const std::string& part,
                     const std::string& bytes) {
  fs::copy(package, copy, fs::copy_options::recursive);
  std::string manifest = bytesOf(copy / "model.json");
  const std::string old = hexOf(bytesOf(copy / part));
  manifest.replace(manifest.find(old), old.size(), hexOf(bytes));
  put(copy / "model.json", manifest);
  put(copy / part, bytes);
  return copy;
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? "(nothing to change)" : text.replace(at, from.size(), to);
}

}  // namespace

/// What users and attackers hand over: one sentence, the documented exit code, nothing left behind.
class TestBadInput : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    FS_VERIFY_OK(makeLightModel(in_ / "model"));
    if (!makeLightClip(in_ / "clip.mp4", 40) || !makeVideos()) {
      QSKIP("needs the ffmpeg program with libx264");
    }
    makeModels();
    before_ = listing(in_.path());
  }

  void oneSentence_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("part");  // of the sentence
    inputRows();
    modelRows();
    importRows();
    outputRows();
    detectionRows();
  }

  void oneSentence() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, part);
    const TemporaryFolder out;
    arguments.replaceInStrings("OUT/", pathOf(out.path()) + "/");
    const CliRun run = runCli(arguments);
    QVERIFY2(run.code == code, "exit code " + QByteArray::number(run.code) + ": " + run.error);
    QVERIFY2(run.error.count('\n') == 1, run.error);
    QVERIFY2(run.error.startsWith("followspot-cli: "), run.error);
    QVERIFY2(run.error.endsWith(".\n"), run.error);
    QVERIFY2(run.error.contains(part.toUtf8()), run.error);
    QVERIFY2(run.out.isEmpty() || arguments.contains("/dev/full"), run.out);
    for (const auto& [name, content] : listing(out.path())) {
      QFAIL(("left behind: " + name).c_str());
    }
    QVERIFY(listing(in_.path()) == before_);  // nor anything touched
  }

 private:
  [[nodiscard]] bool makeVideos() {
    const std::string mp4 = bytesOf(in_ / "clip.mp4");
    put(in_ / "no-index.mp4", mp4.substr(0, mp4.size() / 2));
    put(in_ / "empty.mp4", "");
    put(in_ / "text.mp4", "This is no video.\n");
    put(in_ / "zeros.mkv", std::string(100'000, '\0'));
    if (!makeClip("-i " + (in_ / "clip.mp4").string() + " -c:v mpeg4", in_ / "clip.avi")) {
      return false;
    }
    // Up to the list of chunks, which begins at "movi": every header, no picture.
    const std::string avi = bytesOf(in_ / "clip.avi");
    put(in_ / "no-picture.avi", avi.substr(0, avi.find("movi") + 4));
    fs::create_directory(in_ / "folder");
    fs::create_directory(in_ / "texts");
    put(in_ / "texts/a.txt", "no picture");
    if (!makeClip("-f lavfi -i sine=duration=1 -c:a aac", in_ / "sound.mp4") ||
        !makeClip("-f lavfi -i color=black:rate=1:duration=1:size=64x64", in_ / "boast.png")) {
      return false;
    }
    // A picture of 4 * 10^9 x 4 * 10^9 pixels, by its header.
    std::string png = bytesOf(in_ / "boast.png");
    png.replace(16, 8, std::string("\xEE\x6B\x28\x00\xEE\x6B\x28\x00", 8));
    put(in_ / "boast.png", png);
    fs::create_symlink(in_ / "clip.mp4", in_ / "link.mp4");
    return true;
  }

  void makeModels() {
    const fs::path model = in_ / "model";
    for (const char* const part : {"model.pb", "model.pbtxt", "labels.txt", "model.json"}) {
      const fs::path copy = in_.path() / (std::string("without-") + part);
      fs::copy(model, copy, fs::copy_options::recursive);
      fs::remove(copy / part);
    }
    fs::copy(model, in_ / "other-labels", fs::copy_options::recursive);
    put(in_ / "other-labels/labels.txt", "???\nlight\nlimp\n");
    packageWith(model, in_ / "four-labels", "labels.txt", "???\nlight\nlamp\nmoon\n");
    const auto broken = [&](const char* name, const char* part, const std::string& bytes) {
      packageWith(model, in_.path() / name, part, bytes);
    };
    const std::string graph = bytesOf(model / "model.pb");
    const std::string text = bytesOf(model / "model.pbtxt");
    broken("cut-graph", "model.pb", graph.substr(0, graph.size() / 2));
    broken("noise-graph", "model.pb", std::string(5000, '\xAB'));
    // A tensor that says it has 2^60 numbers: a length of ten bytes in the wire format.
    broken("boast-graph", "model.pb", "\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F");
    broken("circle", "model.pbtxt",
           changed(text, "input: \"picture\"", "input: \"boxes/BiasAdd\""));
    broken("missing-node", "model.pbtxt", changed(text, "input: \"picture\"", "input: \"nobody\""));
    broken("strange-op", "model.pbtxt", changed(text, "\"Conv2D\"", "\"EvilOp\""));
    broken("no-strides", "model.pbtxt", changed(text, "\"strides\"", "\"sides\""));
    broken("no-classes", "model.pbtxt", changed(text, "\"num_classes\"", "\"num\""));
    broken("no-shape", "model.pbtxt", changed(text, "\"shape\"", "\"form\""));
    broken("deep-text", "model.pbtxt", "node " + std::string(1'000'000, '{'));
    const auto manifest = [&](const char* name, const std::string& bytes) {
      fs::copy(model, in_.path() / name, fs::copy_options::recursive);
      put(in_.path() / name / "model.json", bytes);
    };
    manifest("no-json", "model");
    manifest("deep-json", std::string(1'000'000, '['));
    manifest("newer", changed(bytesOf(model / "model.json"), "\"format_version\": 1",
                              "\"format_version\": 9"));
    manifest("other-input",
             changed(bytesOf(model / "model.json"), "\"width\": 64", "\"width\": 65"));
    manifest("other-output",
             changed(bytesOf(model / "model.json"), "\"detection_output\": \"detection_out\"",
                     "\"detection_output\": \"nobody\""));

    put(in_ / "net.tflite", tinySsd());
    put(in_ / "cut.tflite", tinySsd().substr(0, 1000));
    put(in_ / "noise.tflite", std::string("\x20\0\0\0TFL3", 8) + std::string(4000, '\xEE'));
    put(in_ / "two.txt", "???\ncat\n");
    put(in_ / "mot.txt", "1,1,10,10,20,40,1,-1,-1,-1\n");
    put(in_ / "three.txt", "???\ncat\ndog\n");
  }

  [[nodiscard]] QString in(const char* name) const { return pathOf(in_ / name); }
  static QTestData& row(const char* name, const QStringList& arguments, int code,
                        const QString& part) {
    return QTest::newRow(name) << arguments << code << part;
  }

  void inputRows() {
    const auto video = [&](const char* name, const QString& file, const QString& part) {
      row(name,
          {"track", file, "--model", in("model"), "--csv", "OUT/t.csv", "--annotated", "OUT/t.mp4"},
          kInput, part);
    };
    video("missing file", in("none.mp4"), "none.mp4: is not there");
    video("a folder without pictures", in("folder"), "folder");
    video("a folder of other files", in("texts"), "texts");
    video("sound only", in("sound.mp4"), "sound.mp4: no video in it (found: audio)");
    video("an empty file", in("empty.mp4"), "empty.mp4");
    video("a text", in("text.mp4"), "text.mp4");
    video("zeros", in("zeros.mkv"), "zeros.mkv");
    video("an MP4 without its index", in("no-index.mp4"), "no-index.mp4");
    video("headers without a picture", in("no-picture.avi"), "no-picture.avi");
    video("a picture larger than memory", in("boast.png"), "boast.png");
    video("an address that nobody answers", "rtsp://127.0.0.1:1/x", "127.0.0.1:1/x");
    row("detect, missing file", {"detect", in("none.mp4"), "--model", in("model")}, kInput,
        "none.mp4: is not there");
    row("probe, sound only", {"probe", in("sound.mp4")}, kInput, "no video in it");
    row("probe, a text", {"probe", in("text.mp4")}, kInput, "text.mp4");
    row("no input", {"track", "--model", in("model")}, kUsage, "No input given");
    row("a time that is none", {"track", in("clip.mp4"), "--model", in("model"), "--from", "now"},
        kUsage, "--from now");
  }

  void modelRows() {
    const auto model = [&](const char* name, const char* folder, const QString& part) {
      row(name, {"track", in("clip.mp4"), "--model", in(folder), "--csv", "OUT/t.csv"}, kModel,
          part);
    };
    model("a model that is not there", "nothing", "nothing: is not there");
    model("a folder that is no model", "folder",
          "folder: is no model package (it has no model.json)");
    model("a model that is a video", "clip.mp4", "clip");
    model("without model.pb", "without-model.pb", "model.pb");
    model("without model.pbtxt", "without-model.pbtxt", "model.pbtxt");
    model("without labels.txt", "without-labels.txt", "labels.txt");
    model("without model.json", "without-model.json", "model.json");
    model("another file than was hashed", "other-labels",
          "labels.txt is not the file that the package was made with");
    model("a label too many", "four-labels", "has 4 lines, the model tells 3 classes");
    model("a graph cut in two", "cut-graph", "model.pb");
    model("a graph of noise", "noise-graph", "model.pb");
    model("a graph that boasts", "boast-graph", "model.pb");
    model("a graph in a circle", "circle", "depends on itself");
    model("an input that is not there", "missing-node", "nobody is not there");
    model("an unknown operation", "strange-op", "EvilOp");
    model("a convolution without strides", "no-strides", "strides");
    model("an output without classes", "no-classes", "class count");
    model("an input without shape", "no-shape", "shape");
    model("braces a million deep", "deep-text", "model.pbtxt");
    model("model.json is no JSON", "no-json", "model.json");
    model("brackets a million deep", "deep-json", "model.json");
    model("a newer format", "newer", "format version 9 is newer");
    model("another input size", "other-input", "said to be 65x48");
    model("an output that is not there", "other-output", "nobody");
    row("an unknown class", {"track", in("clip.mp4"), "--model", in("model"), "--classes", "moon"},
        kUsage, "no class \"moon\". It knows: ???, light, lamp");
    row("inspect, a label too many", {"model", "inspect", in("four-labels")}, kModel, "4 lines");
    row("inspect, no model", {"model", "inspect", in("nothing")}, kModel, "is not there");
  }

  void importRows() {
    const auto import = [&](const char* name, const char* file, const char* labels, int code,
                            const QString& part) {
      row(name, {"model", "import", in(file), "--labels", in(labels), "-o", "OUT/pkg"}, code, part);
    };
    import("import, a missing file", "none.tflite", "three.txt", kModel, "none.tflite");
    import("import, a folder", "folder", "three.txt", kModel, "folder: is not a file");
    import("import, an empty file", "empty.mp4", "three.txt", kModel, "empty.mp4");
    import("import, a text", "text.mp4", "three.txt", kModel, "text.mp4");
    import("import, cut", "cut.tflite", "three.txt", kModel, "cut.tflite");
    import("import, noise", "noise.tflite", "three.txt", kModel, "noise.tflite");
    import("import, a label too few", "net.tflite", "two.txt", kModel,
           "has 2 lines, the model tells 3 classes");
    import("import, no labels", "net.tflite", "none.txt", kModel, "none.txt");
    import("import, empty labels", "net.tflite", "empty.mp4", kModel, "empty.mp4");
    row("import onto a file",
        {"model", "import", in("net.tflite"), "--labels", in("three.txt"), "-o", in("text.mp4")},
        kOutput, "text.mp4: is there and is no model package");
    row("import onto a folder of other files",
        {"model", "import", in("net.tflite"), "--labels", in("three.txt"), "-o", in("texts")},
        kOutput, "texts: is there and is no model package");
    row("import into nowhere",
        {"model", "import", in("net.tflite"), "--labels", in("three.txt"), "-o", "/proc/none/pkg"},
        kOutput, "/proc/none/pkg");
  }

  void outputRows() {
    const auto output = [&](const char* name, const QStringList& options, int code,
                            const QString& part) {
      row(name, QStringList{"track", in("clip.mp4"), "--model", in("model")} + options, code, part);
    };
    for (const char* const option : {"--csv", "--mot", "--jsonl"}) {
      output(qPrintable(QString("%1 on a full disk").arg(option)), {option, "/dev/full"}, kOutput,
             "/dev/full: cannot write (No space left on device)");
    }
    for (const char* const option : {"--csv", "--mot", "--jsonl", "--annotated"}) {
      const auto named = [&](const char* what) {
        return QString("%1 %2").arg(option, what).toUtf8();
      };
      output(named("into a folder that is not there"), {option, "OUT/none/t.mp4"}, kOutput,
             "none/t.mp4");
      output(named("where nobody may write"), {option, "/proc/t.mp4"}, kOutput, "/proc/t.mp4");
      output(named("that is a folder"), {option, in("folder")}, kOutput, "folder");
      output(named("that is the input"), {option, in("clip.mp4")}, kUsage, "is the input");
      output(named("that is the input by a link"), {option, in("link.mp4")}, kUsage,
             "is the input");
      output(named("that is the input by a detour"), {option, in("folder/../clip.mp4")}, kUsage,
             "is the input");
    }
    output("a kind of video that nobody knows", {"--annotated", "OUT/t.xyz"}, kOutput, "t.xyz");
    output("one name for two outputs", {"--csv", "OUT/t", "--mot", "OUT/t"}, kUsage,
           "given for two outputs");
    row("detect, on a full disk",
        {"detect", in("clip.mp4"), "--model", in("model"), "--csv", "/dev/full"}, kOutput,
        "No space left on device");
    row("detect, onto the input",
        {"detect", in("clip.mp4"), "--model", in("model"), "--csv", in("clip.mp4")}, kUsage,
        "is the input");
  }

  void detectionRows() {
    const auto alone = [&](const char* name, const QString& file, int code, const QString& part) {
      row(name, {"track", "--detections", file, "--mot", "OUT/t.txt"}, code, part);
    };
    alone("detections that are not there", in("none.txt"), kInput, "none.txt");
    alone("detections that are a folder", in("folder"), kInput, "folder");
    alone("detections that are a video", in("clip.mp4"), kInput, "clip.mp4");
    alone("detections that are a text", in("text.mp4"), kInput, "text.mp4");
    row("eval, no such ground truth", {"eval", "--gt", in("none.txt"), "--tracks", in("mot.txt")},
        kInput, "none.txt");
    row("eval, no such tracks", {"eval", "--gt", in("mot.txt"), "--tracks", in("none.txt")}, kInput,
        "none.txt");
    row("eval onto the ground truth",
        {"eval", "--gt", in("mot.txt"), "--tracks", in("three.txt"), "--csv", in("mot.txt")},
        kUsage, "is the input");
    row("eval onto the tracks",
        {"eval", "--gt", in("mot.txt"), "--tracks", in("three.txt"), "--json", in("three.txt")},
        kUsage, "is the input");
    row("detections and a model",
        {"track", in("clip.mp4"), "--detections", in("three.txt"), "--model", in("model"), "--mot",
         "OUT/t.txt"},
        kUsage, "nothing is detected");
    row("a video to draw on, without a video",
        {"track", "--detections", in("three.txt"), "--annotated", "OUT/t.mp4"}, kUsage,
        "need the video");
    row("detections onto themselves",
        {"track", "--detections", in("three.txt"), "--mot", in("three.txt")}, kUsage,
        "is the input");
  }

  TemporaryFolder in_;
  std::map<std::string, std::string> before_;  ///< What is in it.
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
