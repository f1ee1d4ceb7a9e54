#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace followspot::cli {

enum class ProgressStyle { Auto, None, Json };

/// None instead of Auto where standard error is no terminal.
[[nodiscard]] ProgressStyle settled(ProgressStyle style);

/// Seconds as "1:02:03" or "2:03".
[[nodiscard]] std::string timeText(double seconds);

/// Shows how far a run has come, on standard error: a line that is overwritten on a terminal, JSON
/// lines on request, nothing on a pipe.
/// @threading one thread at a time.
class ProgressLine {
 public:
  explicit ProgressLine(ProgressStyle style);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  /// Writes at most some times a second.
  /// @param total  0: unknown.
  void update(std::int64_t frames, std::int64_t total, std::int64_t tracks);

 private:
  void writeJson(std::int64_t frames, std::int64_t total, std::int64_t tracks, double rate) const;
  void writeBar(std::int64_t frames, std::int64_t total, std::int64_t tracks, double rate);

  ProgressStyle style_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_{};
  bool shown_ = false;
};

}  // namespace followspot::cli
