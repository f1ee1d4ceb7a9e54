#include "tests/bench/bench.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>

namespace followspot::bench {
namespace {

double secondsOn(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double quantile(std::vector<double> values, double at) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(at * static_cast<double>(values.size() - 1) + 0.5)];
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
  std::vector<double> ratios;
  for (int round = 0; round < rounds; ++round) {
    ourTimes.push_back(secondsPerCall(id, ourCalls, ours));
    theirTimes.push_back(secondsPerCall(id, theirCalls, theirs));
    ratios.push_back(theirTimes.back() / ourTimes.back());
  }
  BenchRow row;
  row.name = std::move(name);
  row.reference = std::move(reference);
  row.ours = quantile(ourTimes, 0.5) * 1e3;
  row.theirs = quantile(theirTimes, 0.5) * 1e3;
  row.unit = "ms";
  row.ratio = quantile(ratios, 0.5);
  row.ratioLow = quantile(ratios, 0.25);
  row.ratioHigh = quantile(ratios, 0.75);
  return row;
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
