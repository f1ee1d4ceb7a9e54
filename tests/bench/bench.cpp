#include "tests/bench/bench.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <utility>

namespace followspot::bench {
namespace {

double secondsOn(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double quantile(std::vector<double> values, double at) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(std::lround(at * static_cast<double>(values.size() - 1)))];
}

double secondsPerCall(clockid_t clock, int calls, const std::function<void()>& work) {
  const double begin = secondsOn(clock);
  for (int i = 0; i < calls; ++i) {
    work();
  }
  return (secondsOn(clock) - begin) / calls;
}

/// So many calls that a round takes about 20 ms.
int callsFor(double secondsPerOne) {
  constexpr double kRoundSeconds = 0.02;
  return std::clamp(static_cast<int>(kRoundSeconds / std::max(secondsPerOne, 1e-9)), 1, 1'000'000);
}

}  // namespace

BenchRow compare(std::string name, std::string reference, int rounds, Clock clock,
                 const std::function<void()>& ours, const std::function<void()>& theirs) {
  const clockid_t id = clock == Clock::ProcessCpu ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC;
  ours();
  theirs();
  const int ourCalls = callsFor(secondsPerCall(id, 1, ours));
  const int theirCalls = callsFor(secondsPerCall(id, 1, theirs));
  std::vector<double> ourTimes;
  std::vector<double> theirTimes;
  for (int round = 0; round < rounds; ++round) {
    ourTimes.push_back(secondsPerCall(id, ourCalls, ours) * 1e3);
    theirTimes.push_back(secondsPerCall(id, theirCalls, theirs) * 1e3);
  }
  return rowOf(std::move(name), std::move(reference), "ms", ourTimes, theirTimes);
}

BenchRow rowOf(std::string name, std::string reference, std::string unit,
               const std::vector<double>& ours, const std::vector<double>& theirs) {
  std::vector<double> ratios;
  for (std::size_t round = 0; round < ours.size(); ++round) {
    ratios.push_back(theirs[round] / ours[round]);
  }
  BenchRow row;
  row.name = std::move(name);
  row.reference = std::move(reference);
  row.ours = medianOf(ours);
  row.theirs = medianOf(theirs);
  row.unit = std::move(unit);
  row.ratio = quantile(ratios, 0.5);
  row.ratioLow = quantile(ratios, 0.25);
  row.ratioHigh = quantile(ratios, 0.75);
  return row;
}

BenchRow figureOf(std::string name, std::string unit, double figure) {
  BenchRow row;
  row.name = std::move(name);
  row.unit = std::move(unit);
  row.ours = figure;
  return row;
}

BenchRow notMeasured(std::string name, std::string why) {
  BenchRow row;
  row.name = std::move(name);
  row.note = "not measured: " + std::move(why);
  return row;
}

double processCpuSeconds() { return secondsOn(CLOCK_PROCESS_CPUTIME_ID); }

double medianOf(std::vector<double> values) { return quantile(std::move(values), 0.5); }

std::filesystem::path videoOf(const BenchOptions& options) {
  return options.video.value_or("/usr/share/doc/opencv-doc/examples/data/vtest.avi");
}

std::filesystem::path modelOf(const BenchOptions& options) {
  if (options.model) {
    return *options.model;
  }
  std::filesystem::path data;
  if (const char* const named = std::getenv("XDG_DATA_HOME"); named != nullptr && *named != '\0') {
    data = named;
  } else if (const char* const home = std::getenv("HOME"); home != nullptr) {
    data = std::filesystem::path(home) / ".local/share";
  }
  return data / "followspot/models/ssd_mobilenet_v2_openimages";
}

double twoCoreControl() {
  const auto spin = [] {
    std::atomic<std::uint64_t> count = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
    while (std::chrono::steady_clock::now() < end) {
      count.fetch_add(1, std::memory_order_relaxed);
    }
  };
  const double cpu = secondsOn(CLOCK_PROCESS_CPUTIME_ID);
  const double wall = secondsOn(CLOCK_MONOTONIC);
  std::jthread other(spin);
  spin();
  other.join();
  return (secondsOn(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (secondsOn(CLOCK_MONOTONIC) - wall);
}

}  // namespace followspot::bench
