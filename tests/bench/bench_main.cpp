#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/base/output_file.h"
#include "tests/bench/bench.h"

namespace {

using followspot::bench::BenchFunction;
using followspot::bench::BenchOptions;
using followspot::bench::BenchRow;

/// Every benchmark by name; the one place where they are listed.
std::vector<std::pair<std::string, BenchFunction>> benchmarks() {
  return {
    {"checkpoint", followspot::bench::benchCheckpoint},
        {"prepare", followspot::bench::benchPrepare}, {"screen", followspot::bench::benchScreen},
#if defined(FOLLOWSPOT_GUI)
        {"overlay", followspot::bench::benchOverlay},
#endif
        {"tensor_input", followspot::bench::benchTensorInput},
        {"eval", followspot::bench::benchEval}, {"memory", followspot::bench::benchMemory},
        {"allocations", followspot::bench::benchAllocations},
        {"motion", followspot::bench::benchMotion}, {"pipeline", followspot::bench::benchPipeline},
        {"ssd_decode", followspot::bench::benchSsdDecode},
        {"tracker", followspot::bench::benchTracker},
  };
}

bool reached(const BenchRow& row) {
  return !row.gate || (row.ratio > 0 ? row.ratio >= *row.gate : row.ours <= *row.gate);
}

void print(const BenchRow& row) {
  if (row.unit.empty()) {
    std::printf("%-34s %s\n", row.name.c_str(), row.note.c_str());
    return;
  }
  std::printf("%-34s %10.3f ", row.name.c_str(), row.ours);
  if (row.ratio > 0) {
    std::printf("%10.3f %-9s", row.theirs, row.unit.c_str());
  } else {
    std::printf("%10s %-9s", "", row.unit.c_str());
  }
  if (row.ratio > 0) {
    std::printf(" x%-6.2f (%.2f..%.2f)", row.ratio, row.ratioLow, row.ratioHigh);
  }
  if (row.gate) {
    std::printf(" gate %g %s", *row.gate, reached(row) ? "reached" : "MISSED");
  }
  if (!row.reference.empty()) {
    std::printf("  vs %s", row.reference.c_str());
  }
  std::printf("%s%s\n", row.note.empty() ? "" : "; ", row.note.c_str());
}

nlohmann::json asJson(const BenchRow& row) {
  nlohmann::json json = {{"name", row.name},
                         {"reference", row.reference},
                         {"ours", row.ours},
                         {"theirs", row.theirs},
                         {"unit", row.unit},
                         {"ratio", row.ratio},
                         {"ratio_quartiles", {row.ratioLow, row.ratioHigh}},
                         {"note", row.note},
                         {"reached", reached(row)}};
  if (row.gate) {
    json["gate"] = *row.gate;
  }
  return json;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures Followspot against references, in one run; ratios, not absolute limits.",
               "followspot-bench");
  BenchOptions options;
  std::vector<std::string> names;
  std::string jsonFile;
  bool list = false;
  bool strict = false;
  app.add_option("names", names, "Which to run (default: all)");
  app.add_option("--rounds", options.rounds, "Interleaved rounds")->check(CLI::Range(3, 1000));
  app.add_option("--model", options.model, "Model package");
  app.add_option("--video", options.video, "Real video");
  app.add_option("--data", options.data, "Folder with mot/ and models/");
  app.add_option("--json", jsonFile, "Also write the rows as JSON");
  app.add_flag("--list", list, "Name the benchmarks and stop");
  app.add_flag("--strict", strict, "Exit with 1 when a gate is missed");
  CLI11_PARSE(app, argc, argv);

  nlohmann::json rows = nlohmann::json::array();
  bool allReached = true;
  std::printf("%-34s %10s %10s\n", "what", "ours", "reference");
  for (const auto& [name, run] : benchmarks()) {
    if (list) {
      std::printf("%s\n", name.c_str());
      continue;
    }
    if (!names.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
      continue;
    }
    for (const BenchRow& row : run(options)) {
      print(row);
      std::fflush(stdout);
      rows.push_back(asJson(row));
      allReached = allReached && reached(row);
    }
  }
  if (!jsonFile.empty()) {
    if (const auto written = followspot::writeFile(jsonFile, rows.dump(2) + "\n"); !written) {
      std::fprintf(stderr, "followspot-bench: %s\n", written.error().message.c_str());
      return 1;
    }
  }
  return strict && !allReached ? 1 : 0;
}
