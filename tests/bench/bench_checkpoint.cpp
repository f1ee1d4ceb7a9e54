#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <unistd.h>

#include "core/model/checkpoint/checkpoint.h"
#include "tests/bench/bench.h"
#include "tests/core/model/checkpoint/bundle_writer.h"

namespace followspot::bench {
namespace {

constexpr std::size_t kMegabyte = 1'000'000;
constexpr std::size_t kSmallest = 5;  // MB

/// Reads all variables of a checkpoint, checksums verified.
void readAll(const std::filesystem::path& prefix) {
  const auto checkpoint = model::Checkpoint::open(prefix);
  if (!checkpoint) {
    std::abort();
  }
  for (const model::Variable& variable : (*checkpoint)->variables()) {
    if (!(*checkpoint)->read(variable.name)) {
      std::abort();
    }
  }
}

/// A checkpoint of variables of a quarter megabyte.
bool make(const std::filesystem::path& prefix, std::size_t megabytes) {
  test::BundleWriter writer;
  const std::vector<float> values(kMegabyte / 4 / sizeof(float), 0.5F);
  for (std::size_t i = 0; i < 4 * megabytes; ++i) {
    writer.add("v" + std::to_string(i), {static_cast<std::int64_t>(values.size())}, values);
  }
  return writer.write(prefix);
}

}  // namespace

/// Reading takes time in proportion to the bytes: n times a small checkpoint as long as one n times
/// as large.
std::vector<BenchRow> benchCheckpoint(const BenchOptions& options) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("followspot-bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::vector<BenchRow> rows;
  if (!make(folder / "small", kSmallest)) {
    return {{.name = "checkpoint", .note = "not measured: no space for it"}};
  }
  for (const std::size_t times :
       {std::size_t{2}, std::size_t{4}, std::size_t{8}, std::size_t{16}}) {
    const std::string size = std::to_string(times * kSmallest) + " MB";
    if (!make(folder / "large", times * kSmallest)) {
      rows.push_back({.name = "checkpoint of " + size, .note = "not measured: no space for it"});
      break;
    }
    rows.push_back(compare(
        "checkpoint of " + size, std::to_string(times) + " of 5 MB", options.rounds,
        Clock::ProcessCpu, [&] { readAll(folder / "large"); },
        [&] {
          for (std::size_t i = 0; i < times; ++i) {
            readAll(folder / "small");
          }
        }));
    // Large ones leave the processor's cache, which costs some; a quadratic reader would miss by
    // far.
    rows.back().gate = 0.5;
  }
  std::filesystem::remove_all(folder);
  return rows;
}

}  // namespace followspot::bench
