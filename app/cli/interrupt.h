#pragma once

#include <stop_token>

namespace followspot::cli {

/// Turns Ctrl+C (SIGINT) and SIGTERM into a stop request; a second signal, a second or
/// more later, ends the process at once.
/// Call once, in main, before threads start.
[[nodiscard]] std::stop_token stopOnInterrupt();

}  // namespace followspot::cli
