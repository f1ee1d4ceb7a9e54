#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace followspot::bench {

/// What the user gave on the command line.
struct BenchOptions {
  int rounds = 9;  ///< Interleaved rounds, >= 3.
  std::optional<std::filesystem::path>
      model;  ///< Model package; benches that need one say so when it is missing.
  std::optional<std::filesystem::path> video;  ///< Real video.
  std::optional<std::filesystem::path> data;   ///< Folder with MOT sequences and checkpoints.
};

/// One line of the table: ours against a reference, both measured in this run.
struct BenchRow {
  std::string name;       ///< "1080p to tensor".
  std::string reference;  ///< What it is measured against.
  double ours = 0;        ///< Median, in `unit`.
  double theirs = 0;      ///< Median, in `unit`; 0 where there is nothing to compare.
  std::string unit;       ///< "ms", "frames/s", "MB".
  double ratio = 0;       ///< Median of the per-round ratios; > 1 is better. 0: a figure alone.
  double ratioLow = 0;    ///< Quartiles of the per-round ratios.
  double ratioHigh = 0;
  std::optional<double> gate;  ///< Ratio (or, without one, figure) that must be reached.
  std::string note;            ///< Why not measured, or what to know.
};

using BenchFunction = std::function<std::vector<BenchRow>(const BenchOptions&)>;

enum class Clock { ProcessCpu, Wall };

/// Times `ours` and `theirs` in turn, `rounds` times after one warm-up each; per call, with enough
/// calls a round that the clock's grain does not matter. Single-threaded code is judged by
/// ProcessCpu, as other programs share the machine.
[[nodiscard]] BenchRow compare(std::string name, std::string reference, int rounds, Clock clock,
                               const std::function<void()>& ours,
                               const std::function<void()>& theirs);

/// The row of such rounds, measured in any other way: medians of both and of their ratios; less is
/// better.
[[nodiscard]] BenchRow rowOf(std::string name, std::string reference, std::string unit,
                             const std::vector<double>& ours, const std::vector<double>& theirs);

/// A figure alone.
[[nodiscard]] BenchRow figureOf(std::string name, std::string unit, double figure);

/// Seconds of CPU time that this process has used, all threads together.
[[nodiscard]] double processCpuSeconds();

[[nodiscard]] double medianOf(std::vector<double> values);

/// CPU time over wall time of a spin on two threads: about 2 where two cores are really ours.
/// Multi-threaded figures mean little below 1.8.
[[nodiscard]] double twoCoreControl();

// Where the demonstration's files are, unless the options say so.
[[nodiscard]] std::filesystem::path videoOf(const BenchOptions& options);
[[nodiscard]] std::filesystem::path modelOf(const BenchOptions& options);
/// A row that says why there is nothing to read in it.
[[nodiscard]] BenchRow notMeasured(std::string name, std::string why);

// One function a file; listed in bench_main.cpp.
[[nodiscard]] std::vector<BenchRow> benchCheckpoint(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchPrepare(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchScreen(const BenchOptions& options);
/// Where the window is built.
[[nodiscard]] std::vector<BenchRow> benchOverlay(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchTensorInput(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchEval(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchMemory(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchAllocations(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchMotion(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchPipeline(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchSsdDecode(const BenchOptions& options);
[[nodiscard]] std::vector<BenchRow> benchTracker(const BenchOptions& options);

}  // namespace followspot::bench
