#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace followspot {

enum class LogLevel { Debug, Info, Warning, Error };

[[nodiscard]] std::string_view nameOf(LogLevel level);

/// Receives every line that passes the level. Called from any thread, one call at a time.
using LogSink = std::function<void(LogLevel, std::string_view category, std::string_view sentence)>;

/// Replaces the sink (default: nothing is written) and the lowest level passed on. Once, in main.
void setLogSink(LogSink sink, LogLevel lowest);

/// Writes one sentence under a dotted category such as "media.ffmpeg".
/// @threading any thread. Not for a frame path without a rate limit of the caller's.
void log(LogLevel level, std::string_view category, std::string_view sentence);

}  // namespace followspot
