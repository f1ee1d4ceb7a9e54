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

ExitCode modelExitCode(const Error& error) {
  switch (error.code) {
    case ErrorCode::NotFound:
    case ErrorCode::Unavailable:
      return InputUnreadable;
    case ErrorCode::Internal:
      return Failed;
    default:
      return ModelInvalid;
  }
}

}  // namespace followspot::cli
