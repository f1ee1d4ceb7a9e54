#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <QTest>

namespace {

/// What a folder may include: our own folders, and third-party headers by prefix. `cppOnly` headers
/// may not appear in a header of ours. Every folder may include itself, core/base and the C++ and C
/// standard library.
struct Layer {
  std::vector<std::string> folders;
  std::vector<std::string> thirdParty;
  std::vector<std::string> cppOnly;
};

using Layers = std::map<std::string, Layer, std::less<>>;

/// The law. Longest matching folder counts.
const Layers& layers() {
  static const std::vector<std::string> kAllOfCore = {
      "core/types",   "core/media", "core/detection", "core/analytics",
      "core/model",   "core/store", "core/project",   "core/pipeline",
      "core/session", "tracking",   "core/motion"};
  static const Layers kLayers = {
      {"core/base", {{}, {"tl/"}, {}}},
      {"core/batch", {{}, {}, {"nlohmann/"}}},
      {"core/types", {{}, {}, {}}},
      {"core/media", {{"core/types"}, {}, {"opencv2/core", "opencv2/imgproc"}}},
      // Its headers may name libav, as no other folder may include them.
      {"core/media/ffmpeg", {{"core/types", "core/media"}, {"libav", "libsw"}, {}}},
      {"core/detection",
       {{"core/types", "core/media"}, {}, {"opencv2/core", "opencv2/imgproc", "opencv2/dnn"}}},
      {"core/motion",
       {{"core/types", "core/media"}, {}, {"opencv2/imgproc", "opencv2/video", "opencv2/calib3d"}}},
      {"tracking", {{"core/types"}, {"Eigen/"}, {}}},
      {"core/analytics", {{"core/types"}, {}, {"Eigen/"}}},
      {"core/model",
       {{"core/types"},
        {},
        {"Eigen/", "boost/crc.hpp", "flatbuffers/", "isa-l/", "nlohmann/",
         "tflite_subset_generated.h"}}},
      {"core/store", {{"core/types", "core/analytics", "core/project"}, {}, {"nlohmann/"}}},
      {"core/report",
       {{"core/types", "core/analytics", "core/store", "core/project"}, {}, {"nlohmann/"}}},
      // Qt's text and PDF engine, for a program of its own.
      {"core/report/pdf", {{"core/report"}, {"Q"}, {}}},
      {"core/project", {{"core/types"}, {}, {}}},
      // Qt Sql stays in there (ADR 12); the factory is declared in core/project.
      {"core/project/sql", {{"core/types", "core/project"}, {"Q"}, {}}},
      {"core/pipeline", {{"core/types", "core/media", "core/detection", "core/motion"}, {}, {}}},
      {"core/session",
       {{"core/types", "core/media", "core/detection", "core/motion", "core/pipeline", "core/model",
         "core/store", "core/project", "core/analytics"},
        {},
        {}}},
      {"ui",
       {{"core/types", "core/media", "core/detection", "core/session", "core/store", "core/project",
         "core/analytics", "core/model"},
        {"Q"},
        {}}},
      {"app/wiring", {kAllOfCore, {}, {"opencv2/core"}}},
      {"app/pdf", {{"core/report", "core/report/pdf"}, {"Q"}, {}}},
      {"app/cli",
       {{"app/wiring", "core/types", "core/media", "core/detection", "core/motion",
         "core/analytics", "core/model", "core/store", "core/project", "core/session", "core/batch",
         "core/report"},
        {"CLI/"},
        {"nlohmann/", "QCoreApplication"}}},
      {"app/gui",
       {{"app/wiring", "ui", "core/types", "core/media", "core/session", "core/store",
         "core/project", "core/model"},
        {"Q"},
        {}}},
  };
  return kLayers;
}

bool isUnder(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/';
}

/// The folder of the table that a path of ours belongs to.
std::optional<std::string> layerOf(std::string_view path) {
  std::optional<std::string> best;
  for (const auto& [folder, layer] : layers()) {
    if (isUnder(path, folder) && (!best || folder.size() > best->size())) {
      best = folder;
    }
  }
  return best;
}

bool isOurs(std::string_view include) {
  return std::ranges::any_of(
      std::vector<std::string_view>{"app/", "core/", "tracking/", "ui/", "tests/", "resources/"},
      [&](std::string_view top) { return include.starts_with(top); });
}

/// Headers of the standard library and of the operating system: no slash and lower case, or sys/.
bool isSystem(std::string_view include) {
  const bool plain = include.find('/') == std::string_view::npos &&
                     std::ranges::none_of(include, [](char c) { return c >= 'A' && c <= 'Z'; });
  return (plain && include != "tflite_subset_generated.h") || include.starts_with("sys/") ||
         include.starts_with("linux/");
}

bool startsWithAny(std::string_view include, const std::vector<std::string>& prefixes) {
  return std::ranges::any_of(
      prefixes, [&](const std::string& prefix) { return include.starts_with(prefix); });
}

/// Why `path` may not include `include`; nothing where it may.
std::optional<std::string> objection(const std::string& path, const std::string& include) {
  const auto folder = layerOf(path);
  if (!folder) {
    return "is in no layer of the table";
  }
  const Layer& layer = layers().at(*folder);
  if (isOurs(include)) {
    const auto target = layerOf(include);
    if (target && (*target == *folder || *target == "core/base" ||
                   std::ranges::find(layer.folders, *target) != layer.folders.end())) {
      return std::nullopt;
    }
    return *folder + " may not include it";
  }
  if (isSystem(include) || startsWithAny(include, layer.thirdParty)) {
    return std::nullopt;
  }
  if (startsWithAny(include, layer.cppOnly)) {
    return path.ends_with(".cpp") ? std::nullopt
                                  : std::optional<std::string>("only a .cpp may include it");
  }
  return "third-party header not allowed in " + *folder;
}

std::vector<std::string> includesOf(const std::filesystem::path& file) {
  std::vector<std::string> includes;
  std::ifstream text(file);
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with("#include ")) {
      continue;
    }
    const std::size_t begin = line.find_first_of("<\"");
    const std::size_t end = line.find_first_of(">\"", begin + 1);
    if (begin != std::string::npos && end != std::string::npos) {
      includes.push_back(line.substr(begin + 1, end - begin - 1));
    }
  }
  return includes;
}

}  // namespace

class TestLayers : public QObject {
  Q_OBJECT
 private slots:
  void everyIncludeGoesDown() {
    const std::filesystem::path root = FOLLOWSPOT_SOURCE_DIR;
    std::string objections;
    int files = 0;
    for (const char* const top : {"app", "core", "tracking", "ui"}) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(root / top)) {
        const std::string path = std::filesystem::relative(entry.path(), root).generic_string();
        if (!entry.is_regular_file() || !(path.ends_with(".h") || path.ends_with(".cpp"))) {
          continue;
        }
        ++files;
        for (const std::string& include : includesOf(entry.path())) {
          if (const auto why = objection(path, include)) {
            objections += path + " includes " + include + ": " + *why + "\n";
          }
        }
      }
    }
    QVERIFY2(objections.empty(), objections.c_str());
    QVERIFY(files > 20);
  }

  void theTableItselfHasNoCycle() {
    // A layer may name only layers that do not, over any way, name it.
    for (const auto& [start, layer] : layers()) {
      std::set<std::string> reached;
      std::vector<std::string> open = layer.folders;
      while (!open.empty()) {
        const std::string next = open.back();
        open.pop_back();
        if (!reached.insert(next).second) {
          continue;
        }
        const auto& more = layers().at(next).folders;
        open.insert(open.end(), more.begin(), more.end());
      }
      QVERIFY2(!reached.contains(start), start.c_str());
    }
  }

  void plantedViolationsAreSeen() {
    QVERIFY(objection("core/types/box.h", "core/media/frame.h"));
    QVERIFY(objection("core/session/a.cpp", "QObject"));
    QVERIFY(objection("ui/main_window.cpp", "core/pipeline/x.h"));
    QVERIFY(objection("core/detection/detector.h", "opencv2/dnn.hpp"));
    QVERIFY(objection("core/media/overlay.cpp", "libavutil/frame.h"));
    QVERIFY(objection("other/a.cpp", "vector"));
    QVERIFY(!objection("core/detection/ssd_detector.cpp", "opencv2/dnn.hpp"));
    QVERIFY(!objection("core/media/frame.h", "core/types/ids.h"));
    QVERIFY(!objection("core/media/frame.h", "vector"));
  }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
