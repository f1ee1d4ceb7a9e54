#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/base/child_process.h"
#include "tests/bench/bench.h"

namespace followspot::bench {
namespace {

/// What preparing one checkpoint may cost, as a user's process: start, model and end together.
struct Case {
  const char* checkpoint;  ///< In the model's folder.
  double seconds;
  double megabytes;
};

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

void measure(const Case& what, const std::filesystem::path& folder,
             const std::filesystem::path& output, int rounds, std::vector<BenchRow>& rows) {
  const std::string name = std::string("prepare ") + what.checkpoint;
  std::vector<double> seconds;
  std::vector<double> megabytes;
  for (int round = 0; round < rounds; ++round) {
    const auto end =
        runChild(FOLLOWSPOT_CLI,
                 {"model", "prepare", "--json", "--config", (folder / "pipeline.config").string(),
                  "--checkpoint", (folder / what.checkpoint).string(), "-o", output.string()});
    if (!end || end->output.empty() || end->exitCode != 0 || end->signal != 0) {
      rows.push_back({.name = name, .note = end ? end->errors : end.error().message});
      return;
    }
    seconds.push_back(end->seconds);
    const auto json = nlohmann::json::parse(end->output, nullptr, false);
    megabytes.push_back(json.is_object() ? json.value("peak_memory_bytes", 0.0) / 1e6 : 0.0);
  }
  rows.push_back({.name = name,
                  .reference = "the limit",
                  .ours = median(seconds),
                  .unit = "s",
                  .gate = what.seconds,
                  .note = "fastest " + std::to_string(*std::ranges::min_element(seconds)) + " s"});
  rows.push_back({.name = name + ", memory",
                  .reference = "the limit",
                  .ours = *std::ranges::max_element(megabytes),
                  .unit = "MB",
                  .gate = what.megabytes});
}

}  // namespace

/// Time and most memory of `followspot-cli model prepare` on a 20 MB checkpoint and on the 80 MB
/// that its training left. TensorFlow's export script takes 12.7 s and 858 MB for the first one.
std::vector<BenchRow> benchPrepare(const BenchOptions& options) {
  const std::filesystem::path folder =
      options.data.value_or("") / "models" / "ssd_mobilenet_v2_oid";
  std::error_code problem;
  if (!options.data || !std::filesystem::exists(folder / "pipeline.config", problem)) {
    return {{.name = "prepare", .note = "not measured: needs --data with models/"}};
  }
  const auto work = std::filesystem::temp_directory_path() /
                    ("followspot-bench-prepare-" + std::to_string(::getpid()));
  std::filesystem::create_directories(work, problem);
  std::vector<BenchRow> rows;
  measure({"model.ckpt", 0.127, 60}, folder, work / "package", options.rounds, rows);
  measure({"train", 0.3, 110}, folder, work / "package", options.rounds, rows);
  std::filesystem::remove_all(work, problem);
  return rows;
}

}  // namespace followspot::bench
