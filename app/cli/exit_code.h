#pragma once

#include "core/base/error.h"

namespace followspot::cli {

/// What the process returns; documented in `followspot-cli --help`.
enum ExitCode : int {
  Ok = 0,
  Failed = 1,
  Usage = 2,
  InputUnreadable = 3,
  ModelInvalid = 4,
  OutputUnwritable = 5,
  FinishedWithGaps = 6,
  Interrupted = 130,
};

/// Writes the error's sentence to standard error and returns `code`, or Interrupted where the user
/// stopped it.
int report(const Error& error, ExitCode code);

}  // namespace followspot::cli
