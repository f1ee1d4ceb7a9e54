#include "app/gui/startup_trace.h"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace followspot {
namespace {

/// Seconds from boot to the start of this process; < 0 where the system does not say.
double startedAt() {
  std::ifstream stat("/proc/self/stat");
  std::string text;
  std::getline(stat, text);
  // The second field, the name, may hold blanks and brackets: count from its last bracket.
  const std::size_t name = text.rfind(')');
  if (name == std::string::npos) {
    return -1;
  }
  std::istringstream fields(text.substr(name + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) {
    fields >> field;
  }
  return std::strtod(field.c_str(), nullptr) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

void traceStartup(StartupTrace mode, const char* name) {
  if (mode == StartupTrace::Off) {
    return;
  }
  timespec now{};
  const double started = startedAt();
  if (started < 0 || clock_gettime(CLOCK_BOOTTIME, &now) != 0) {
    std::fprintf(stderr, "%s: time since start is not known on this system\n", name);
    return;
  }
  const double seconds =
      static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - started;
  std::fprintf(stderr, "%s: %.0f ms\n", name, seconds * 1000);
}

}  // namespace followspot
