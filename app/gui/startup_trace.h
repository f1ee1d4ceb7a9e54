#pragma once

namespace followspot {

enum class StartupTrace { Off, Print, PrintAndExit };

/// Prints "name: N ms" to standard error: time since the process was started.
/// @source proc(5), /proc/self/stat field 22: whole clock ticks (10 ms), so the time shown may be
/// up to 10 ms too long, never too short.
void traceStartup(StartupTrace mode, const char* name);

}  // namespace followspot
