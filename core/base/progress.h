#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace followspot {

/// How far a long piece of work has come.
struct Progress {
  std::string_view step;   ///< What is being done, in a word or two.
  std::int64_t done = 0;   ///< In the step's own unit.
  std::int64_t total = 0;  ///< 0: unknown.
};

/// Called on the working thread; must be quick.
using ProgressSink = std::function<void(const Progress&)>;

}  // namespace followspot
