#include "app/cli/exit_code.h"

#include <cstdio>

namespace followspot::cli {

int report(const Error& error, ExitCode code) {
  if (error.code == ErrorCode::Cancelled) {
    return Interrupted;
  }
  std::fprintf(stderr, "followspot-cli: %s\n", error.message.c_str());
  return code;
}

}  // namespace followspot::cli
