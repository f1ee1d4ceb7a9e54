#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace followspot {

/// How a child process ended, and what it wrote.
struct ChildEnd {
  int exitCode = 0;        ///< Where it ended by itself.
  int signal = 0;          ///< Not 0: this signal ended it ("it crashed").
  bool outOfTime = false;  ///< It was ended because it took too long.
  std::string output;      ///< Standard output, its first 16 MiB.
  std::string errors;      ///< Standard error, likewise.
  double seconds = 0;      ///< From start to end.

  [[nodiscard]] bool crashed() const { return signal != 0 && !outOfTime; }
};

struct ChildLimits {
  std::chrono::milliseconds time{std::chrono::minutes{2}};
  std::stop_token stop;  ///< Ends the child within 0.1 s.
};

/// Runs a program to its end; its standard input is empty.
///
/// For work in libraries that may crash: the crash stays in the child.
/// @param program  path, not searched for.
/// @errors Unavailable: the program cannot be started (names it). Cancelled. A program that ran is
/// no error, however it ended.
/// @threading blocks; any thread.
[[nodiscard]] Result<ChildEnd> runChild(const std::filesystem::path& program,
                                        const std::vector<std::string>& arguments,
                                        const ChildLimits& limits = {});

}  // namespace followspot
