#include "core/base/log.h"

#include <mutex>
#include <utility>

namespace followspot {
namespace {

struct LogState {
  std::mutex mutex;
  LogSink sink;
  LogLevel lowest = LogLevel::Info;
};

LogState& state() {
  static LogState instance;
  return instance;
}

}  // namespace

std::string_view nameOf(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warning:
      return "warning";
    case LogLevel::Error:
      return "error";
  }
  return "unknown";
}

void setLogSink(LogSink sink, LogLevel lowest) {
  const std::scoped_lock lock(state().mutex);
  state().sink = std::move(sink);
  state().lowest = lowest;
}

void log(LogLevel level, std::string_view category, std::string_view sentence) {
  const std::scoped_lock lock(state().mutex);
  if (state().sink && level >= state().lowest) {
    state().sink(level, category, sentence);
  }
}

}  // namespace followspot
